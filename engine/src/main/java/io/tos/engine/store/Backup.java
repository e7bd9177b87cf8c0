package io.tos.engine.store;

import io.tos.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Copies of the database that are consistent while the server writes it, and the check that a copy can be used. Any
 * process; needs no server.
 */
public final class Backup {
    private Backup() {}

    /**
     * Copies the database of a data directory and checks the copy.
     *
     * @param to must not exist; appears when it is whole.
     * @return what is in it, see {@link #check}.
     * @throws StoreException when there is nothing to copy, no room for it, or the copy is not whole.
     */
    public static Map<String, Long> make(final Path data, final Path to) {
        if (Files.exists(to)) {
            throw new StoreException(Kind.READ_ONLY, to + ": exists; a backup overwrites nothing");
        }
        try (Connection database = DatabaseFile.openToRead(data.resolve(DatabaseFile.NAME))) {
            copy(database, to);
        } catch (final SQLException failed) {
            throw new StoreException("copying to " + to, failed);
        }
        return check(to);
    }

    /**
     * Reads a copy from end to end.
     *
     * @return how many rows each table has, and how many rows break what holds between tables under {@code violations}.
     * @throws StoreException when it cannot be used.
     */
    public static Map<String, Long> check(final Path copy) {
        try (Connection database = DatabaseFile.openToRead(copy)) {
            final Map<String, Long> found = new LinkedHashMap<>();
            for (final String table : Invariants.TABLES) {
                found.put(table, DatabaseFile.number(database, "SELECT count(*) FROM " + table));
            }
            found.put("violations", Invariants.violations(database));
            return found;
        } catch (final SQLException failed) {
            throw new StoreException(copy.toString(), failed);
        }
    }

    /**
     * Puts a copy in the place of the database of a data directory that no server runs on. The database that was there is
     * kept beside it.
     *
     * @return where the old one is now; {@code data} itself when there was none.
     */
    public static Path restore(final Path copy, final Path data, final long nowMs) {
        check(copy);
        final Path file = data.resolve(DatabaseFile.NAME);
        final Path next = data.resolve(DatabaseFile.NAME + ".restored");
        try {
            Files.copy(copy, next, StandardCopyOption.REPLACE_EXISTING);
            Path old = data;
            if (Files.exists(file)) {
                old = data.resolve(DatabaseFile.NAME + ".replaced-" + nowMs);
                for (final String ending : new String[] {"-wal", "-shm", ""}) {
                    final Path part = data.resolve(DatabaseFile.NAME + ending);
                    if (Files.exists(part)) {
                        Files.move(part, data.resolve(old.getFileName() + ending));
                    }
                }
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return old;
        } catch (final IOException failed) {
            throw new StoreException(Kind.IO, "restoring " + file + ": " + failed);
        }
    }

    /** Copies page by page under a name of its own, and moves the copy to its place when it is whole. */
    static void copy(final Connection database, final Path to) throws SQLException {
        final Path unfinished = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.deleteIfExists(unfinished);
            final DB sqlite = database.unwrap(SQLiteConnection.class).getDatabase();
            final int code = sqlite.backup("main", unfinished.toAbsolutePath().toString(), null);
            if (code != 0) {
                Files.deleteIfExists(unfinished);
                throw new StoreException(Kind.IO, to + ": the copy failed with SQLite's code " + code);
            }
            DatabaseFile.seal(unfinished);
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException failed) {
            throw new StoreException(Kind.IO, to + ": " + failed);
        }
    }
}
