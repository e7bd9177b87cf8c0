package io.tos.engine.store;

import io.tos.engine.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the newest shape: each missing step in a transaction of its own, after a backup. A step that fails
 * leaves the database as it was before. Start-up only.
 */
final class Migrator {
    private final Path file;
    private final List<Migration> steps;

    /** @param file for messages, and to put the backup beside. */
    Migrator(final Path file, final List<Migration> steps) {
        this.file = file;
        this.steps = steps;
    }

    /**
     * Makes sure that every step that was taken is one of ours.
     *
     * @return how many steps are still to be taken.
     * @throws StoreException when the database is newer than this server or a step was edited.
     */
    int check(final Connection database) throws SQLException {
        int taken = 0;
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number, checksum FROM migration ORDER BY number")) {
            while (rows.next()) {
                final int number = rows.getInt(1);
                if (number > steps.size()) {
                    throw new StoreException(
                            Kind.FOREIGN,
                            file + ": its shape is number " + number + ", this server knows " + steps.size()
                                    + ": run the server that wrote it");
                }
                if (number != taken + 1 || !steps.get(taken).checksum().equals(rows.getString(2))) {
                    throw new StoreException(
                            Kind.FOREIGN,
                            file + ": step " + number + " of its shape is not the one this server knows: run the server"
                                    + " that wrote it");
                }
                taken = number;
            }
        }
        return steps.size() - taken;
    }

    /** Takes the last {@code missing} steps. A database that has data is copied first, beside itself. */
    void take(final Connection database, final int missing, final long nowMs) throws SQLException {
        final List<Migration> todo = steps.subList(steps.size() - missing, steps.size());
        if (missing > 0 && missing < steps.size()) {
            Backup.copy(
                    database,
                    file.resolveSibling(
                            file.getFileName() + ".before-" + todo.getFirst().number()));
        }
        for (final Migration step : todo) {
            DatabaseFile.run(database, "BEGIN IMMEDIATE");
            try {
                take(database, step, nowMs);
                DatabaseFile.run(database, "COMMIT");
            } catch (final SQLException failed) {
                DatabaseFile.run(database, "ROLLBACK");
                throw new StoreException(
                        file + ": step " + step.number() + " (" + step.name() + ") of its shape", failed);
            }
        }
    }

    /** Makes the table that remembers the steps. */
    static void createHistory(final Connection database) throws SQLException {
        DatabaseFile.run(
                database,
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                        + " checksum TEXT NOT NULL, taken_ms INTEGER NOT NULL) STRICT");
    }

    private static void take(final Connection database, final Migration step, final long nowMs) throws SQLException {
        for (final String sql : step.statements()) {
            DatabaseFile.run(database, sql);
        }
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO migration VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, step.number());
            insert.setString(2, step.name());
            insert.setString(3, step.checksum());
            insert.setLong(4, nowMs);
            insert.executeUpdate();
        }
    }
}
