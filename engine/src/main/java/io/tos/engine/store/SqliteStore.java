package io.tos.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database in the data directory: SQLite with a write-ahead log, synced at every commit, one connection that writes.
 * Opened by the main thread, then the store agent's alone. Allocates; nothing here is on the game's path.
 */
public final class SqliteStore implements Store {
    private final Path file;
    private final Connection database;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final RowWriter rows;
    private final CharacterLoader loader;
    private final long pageBytes;
    private final long runEpoch;
    private final long lastSequence;
    private final boolean lastStopClean;
    private long nowMs;

    private SqliteStore(final Path file, final Connection database, final long nowMs) throws SQLException {
        this.file = file;
        this.database = database;
        this.nowMs = nowMs;
        this.pageBytes = DatabaseFile.number(database, "PRAGMA page_size");
        this.lastStopClean =
                DatabaseFile.number(database, "SELECT stopped_ms IS NULL FROM run ORDER BY epoch DESC LIMIT 1") == 0;
        this.runEpoch = DatabaseFile.number(database, "SELECT max(epoch) FROM run") + 1;
        this.lastSequence = DatabaseFile.number(database, "SELECT max(sequence) FROM journal");
        try (PreparedStatement start = database.prepareStatement("INSERT INTO run VALUES (?, ?, NULL)")) {
            start.setLong(1, runEpoch);
            start.setLong(2, nowMs);
            start.executeUpdate();
        }
        this.begin = database.prepareStatement("BEGIN IMMEDIATE");
        this.commit = database.prepareStatement("COMMIT");
        this.rollback = database.prepareStatement("ROLLBACK");
        this.rows = new RowWriter(database);
        this.loader = new CharacterLoader(database);
    }

    /**
     * Opens the database of a data directory that this process holds, makes it if there is none, and brings it to the
     * newest shape.
     *
     * @param nowMs Unix time.
     * @param lengthMaxBytes what the file may grow to.
     * @throws StoreException when it cannot be used; nothing was overwritten.
     */
    public static SqliteStore open(final Path data, final long nowMs, final long lengthMaxBytes) {
        return open(data, Migrations.ALL, nowMs, lengthMaxBytes);
    }

    static SqliteStore open(final Path data, final List<Migration> steps, final long nowMs, final long lengthMaxBytes) {
        final Path file = data.resolve(DatabaseFile.NAME);
        final Connection database = DatabaseFile.open(file, steps, nowMs);
        try {
            final long pageBytes = DatabaseFile.number(database, "PRAGMA page_size");
            DatabaseFile.run(database, "PRAGMA max_page_count = " + lengthMaxBytes / pageBytes);
            return new SqliteStore(file, database, nowMs);
        } catch (final SQLException refused) {
            closeQuietly(database, refused);
            throw new StoreException(file.toString(), refused);
        }
    }

    /** Number of this run of the server on this database, from 1: the owner's epoch of world rows. */
    public long runEpoch() {
        return runEpoch;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    /** Whether the last run ended by an orderly stop, or there was none. */
    public boolean lastStopClean() {
        return lastStopClean;
    }

    @Override
    public void begin(final long stampMs) {
        nowMs = stampMs;
        rows.begin(stampMs);
        loader.begin(stampMs);
        try {
            begin.executeUpdate();
        } catch (final SQLException failed) {
            throw new StoreException("beginning to save", failed);
        }
    }

    @Override
    public boolean save(final PositionRow row) {
        try {
            return rows.save(row);
        } catch (final SQLException failed) {
            throw new StoreException("saving a position", failed);
        }
    }

    @Override
    public boolean save(final VitalsRow row) {
        try {
            return rows.save(row);
        } catch (final SQLException failed) {
            throw new StoreException("saving vitals", failed);
        }
    }

    @Override
    public boolean saveDocument(final DocumentRow row) {
        try {
            return rows.saveDocument(row);
        } catch (final SQLException failed) {
            throw new StoreException("saving a document", failed);
        }
    }

    @Override
    public boolean saveWorld(final DocumentRow row) {
        try {
            return rows.saveWorld(row);
        } catch (final SQLException failed) {
            throw new StoreException("saving a world", failed);
        }
    }

    @Override
    public boolean left(final RowKey key) {
        try {
            return rows.left(key);
        } catch (final SQLException failed) {
            throw new StoreException("noting that a character left", failed);
        }
    }

    @Override
    public void append(final JournalEvent event) {
        try {
            rows.append(event);
        } catch (final SQLException failed) {
            throw new StoreException("writing the journal", failed);
        }
    }

    @Override
    public @Nullable LoadFailure load(final LoadRequest request, final LoadedCharacter into) {
        try {
            return loader.load(request, into);
        } catch (final SQLException failed) {
            throw new StoreException("loading a character", failed);
        }
    }

    @Override
    public void commit() {
        try {
            commit.executeUpdate();
        } catch (final SQLException failed) {
            throw new StoreException("making saves durable", failed);
        }
    }

    @Override
    public void rollback() {
        try {
            rollback.executeUpdate();
        } catch (final SQLException failed) {
            // After some errors SQLite has rolled back by itself; then there is nothing left to undo.
            if (!String.valueOf(failed.getMessage()).contains("no transaction is active")) {
                throw new StoreException("undoing saves", failed);
            }
        }
    }

    @Override
    public long lengthBytes() {
        try {
            return DatabaseFile.number(database, "PRAGMA page_count") * pageBytes;
        } catch (final SQLException failed) {
            throw new StoreException("asking for the length", failed);
        }
    }

    @Override
    public void close() {
        try {
            try (PreparedStatement stop = database.prepareStatement("UPDATE run SET stopped_ms = ? WHERE epoch = ?")) {
                stop.setLong(1, nowMs);
                stop.setLong(2, runEpoch);
                stop.executeUpdate();
            }
            begin.close();
            commit.close();
            rollback.close();
            rows.close();
            loader.close();
            database.close();
        } catch (final SQLException failed) {
            closeQuietly(database, failed);
            throw new StoreException(file + ": closing", failed);
        }
    }

    private static void closeQuietly(final Connection database, final SQLException because) {
        try {
            database.close();
        } catch (final SQLException alsoFailed) {
            because.addSuppressed(alsoFailed);
        }
    }
}
