package io.tos.engine.store;

import java.util.List;

/** The database's shape, step by step. Append; never edit a step that is on the main line. */
public final class Migrations {
    private static final Migration INITIAL = new Migration(1, "initial", """
            CREATE TABLE run (
                epoch INTEGER PRIMARY KEY,
                started_ms INTEGER NOT NULL,
                stopped_ms INTEGER
            ) STRICT;
            CREATE TABLE account (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                created_ms INTEGER NOT NULL,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE character (
                id INTEGER PRIMARY KEY,
                account_id INTEGER NOT NULL,
                name TEXT NOT NULL,
                created_ms INTEGER NOT NULL,
                entered_ms INTEGER NOT NULL,
                left_ms INTEGER,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX character_of_account ON character (account_id);
            CREATE TABLE position (
                character_id INTEGER PRIMARY KEY,
                map INTEGER NOT NULL,
                x INTEGER NOT NULL,
                y INTEGER NOT NULL,
                z INTEGER NOT NULL,
                yaw INTEGER NOT NULL,
                saved_ms INTEGER NOT NULL,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE vitals (
                character_id INTEGER PRIMARY KEY,
                health INTEGER NOT NULL,
                mana INTEGER NOT NULL,
                stamina INTEGER NOT NULL,
                saved_ms INTEGER NOT NULL,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE document (
                character_id INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                body BLOB NOT NULL,
                saved_ms INTEGER NOT NULL,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL,
                PRIMARY KEY (character_id, kind)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE world_state (
                map INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                body BLOB NOT NULL,
                saved_ms INTEGER NOT NULL,
                version INTEGER NOT NULL,
                owner_epoch INTEGER NOT NULL,
                PRIMARY KEY (map, kind)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE journal (
                sequence INTEGER PRIMARY KEY,
                at_ms INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                character_id INTEGER NOT NULL,
                body BLOB NOT NULL
            ) STRICT;
            """);

    /** All of them, in order. */
    public static final List<Migration> ALL = List.of(INITIAL);

    private Migrations() {}
}
