package io.tos.engine.store;

import io.tos.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * The database's file: made whole or not at all, looked at before it is used, and never replaced by an empty one. Start-up
 * and tools.
 */
public final class DatabaseFile {
    /** Its name in the data directory. */
    public static final String NAME = "game.db";

    /** Says in the file's head that it is ours: "tosg". */
    private static final int APPLICATION_ID = 0x746F_7367;

    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int CHECKPOINT_PAGES = 4_000;

    private DatabaseFile() {}

    /**
     * Opens the database for writing, makes it if there is none, and brings it to the newest shape.
     *
     * @throws StoreException when it cannot be used; nothing was overwritten.
     */
    static Connection open(final Path file, final List<Migration> steps, final long nowMs) {
        try {
            if (!Files.exists(file)) {
                refuseOrphanedLog(file);
                create(file, steps, nowMs);
            }
            if (Files.size(file) == 0) {
                throw new StoreException(
                        Kind.CORRUPT,
                        file
                                + ": is empty, so something cut it off: put a backup in its place, or take it away to begin anew");
            }
            final Connection database = connect(file, false);
            try {
                check(file, database);
                final Migrator migrator = new Migrator(file, steps);
                migrator.take(database, migrator.check(database), nowMs);
                return database;
            } catch (final SQLException | RuntimeException refused) {
                database.close();
                throw refused;
            }
        } catch (final SQLException refused) {
            throw new StoreException(file.toString(), refused);
        } catch (final IOException refused) {
            throw new StoreException(Kind.IO, file + ": " + refused);
        }
    }

    /** Opens an existing database to be looked at and copied while others write it. */
    static Connection openToRead(final Path file) {
        if (!Files.exists(file)) {
            throw new StoreException(Kind.FOREIGN, file + ": no such file");
        }
        try {
            final Connection database = connect(file, true);
            try {
                check(file, database);
                new Migrator(file, Migrations.ALL).check(database);
                return database;
            } catch (final SQLException | RuntimeException refused) {
                database.close();
                throw refused;
            }
        } catch (final SQLException refused) {
            throw new StoreException(file.toString(), refused);
        }
    }

    /** Makes a file that nobody has open complete in itself, readable by its owner only, and durable. */
    static void seal(final Path file) throws SQLException, IOException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.DELETE);
        config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Runs one statement. */
    static void run(final Connection database, final String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A long value that a query gives. */
    static long number(final Connection database, final String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static Connection connect(final Path file, final boolean readOnly) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        if (!readOnly) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Long.toString(64L << 20));
        }
        final Connection database = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        run(database, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return database;
    }

    /** A new database is made under another name and moved to its place when it is whole. */
    private static void create(final Path file, final List<Migration> steps, final long nowMs)
            throws SQLException, IOException {
        final Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        for (final String ending : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + ending));
        }
        final SQLiteConfig config = new SQLiteConfig();
        config.setApplicationId(APPLICATION_ID);
        try (Connection database = config.createConnection("jdbc:sqlite:" + unfinished.toAbsolutePath())) {
            Migrator.createHistory(database);
            new Migrator(file, steps).take(database, steps.size(), nowMs);
        }
        seal(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refuseOrphanedLog(final Path file) throws IOException {
        final Path log = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new StoreException(
                    Kind.CORRUPT,
                    file + ": is gone but its log " + log.getFileName()
                            + " is there: put the file back, or take the log away to" + " begin anew");
        }
    }

    private static void check(final Path file, final Connection database) throws SQLException {
        final long id = number(database, "PRAGMA application_id");
        if (id != APPLICATION_ID) {
            throw new StoreException(Kind.FOREIGN, file + ": is not a database of this server");
        }
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            final String verdict = rows.next() ? rows.getString(1) : "no answer";
            if (!"ok".equals(verdict)) {
                throw new StoreException(
                        Kind.CORRUPT,
                        file + ": the file is damaged ("
                                + verdict.lines().findFirst().orElse("") + "): keep it, and put a backup in its place");
            }
        }
    }
}
