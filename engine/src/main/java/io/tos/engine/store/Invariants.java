package io.tos.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What holds between the rows of every database, whenever it is looked at. */
final class Invariants {
    /** Every table with saves, in the order of a report. */
    static final List<String> TABLES =
            List.of("account", "character", "position", "vitals", "document", "world_state", "journal");

    /** Each counts rows that break one of them. */
    private static final List<String> COUNTS = List.of(
            "SELECT count(*) FROM position r LEFT JOIN character c ON c.id = r.character_id"
                    + " WHERE c.id IS NULL OR r.owner_epoch > c.owner_epoch OR r.version < 1",
            "SELECT count(*) FROM vitals r LEFT JOIN character c ON c.id = r.character_id"
                    + " WHERE c.id IS NULL OR r.owner_epoch > c.owner_epoch OR r.version < 1",
            "SELECT count(*) FROM document r LEFT JOIN character c ON c.id = r.character_id"
                    + " WHERE c.id IS NULL OR r.owner_epoch > c.owner_epoch OR r.version < 1",
            "SELECT count(*) FROM character c LEFT JOIN account a ON a.id = c.account_id"
                    + " WHERE c.account_id < 0 AND a.id IS NULL",
            "SELECT coalesce(max(sequence) - min(sequence) + 1 - count(*), 0) FROM journal",
            "SELECT count(*) FROM journal j LEFT JOIN character c ON c.id = j.character_id WHERE c.id IS NULL");

    private Invariants() {}

    /** How many rows break them. */
    static long violations(final Connection database) throws SQLException {
        long violations = 0;
        for (final String count : COUNTS) {
            violations += DatabaseFile.number(database, count);
        }
        return violations;
    }
}
