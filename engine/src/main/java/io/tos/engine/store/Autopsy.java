package io.tos.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a process that was killed has left in its data directory. Any process; the killed one is gone and no other runs.
 *
 * @param violations rows that contradict each other.
 * @param characters how many there are.
 * @param journalLast the journal's last event.
 * @param playing characters that had not left.
 * @param oldestPositionMs how long ago, when the process was killed, the oldest position of those was true: since it was
 *     saved, or since its character was loaded with it; 0 if there is none.
 */
public record Autopsy(long violations, long characters, long journalLast, long playing, long oldestPositionMs) {
    /**
     * Opens the database as the next server would and reads it from end to end.
     *
     * @param killedMs Unix time of the kill.
     * @throws StoreException when it cannot be used any more.
     */
    public static Autopsy of(final Path data, final long killedMs) {
        try (Connection database = DatabaseFile.openToRead(data.resolve(DatabaseFile.NAME))) {
            final String playing = " FROM position p JOIN character c ON c.id = p.character_id WHERE c.left_ms IS NULL";
            final long oldestMs =
                    DatabaseFile.number(database, "SELECT coalesce(min(max(saved_ms, entered_ms)), 0)" + playing);
            return new Autopsy(
                    Invariants.violations(database),
                    DatabaseFile.number(database, "SELECT count(*) FROM character"),
                    DatabaseFile.number(database, "SELECT coalesce(max(sequence), 0) FROM journal"),
                    DatabaseFile.number(database, "SELECT count(*)" + playing),
                    oldestMs == 0 ? 0 : Math.max(0, killedMs - oldestMs));
        } catch (final SQLException failed) {
            throw new StoreException(data.toString(), failed);
        }
    }
}
