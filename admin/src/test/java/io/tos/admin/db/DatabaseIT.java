package io.tos.admin.db;

import static io.tos.admin.db.schema.Tables.AUDIT_ENTRY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.admin.audit.Audit;
import io.tos.admin.config.DatabaseConfig;
import io.tos.admin.db.postgres.EmbeddedPostgres;
import io.tos.admin.db.postgres.PostgresBinaries;
import io.tos.admin.fixture.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in PostgreSQL, and what the tables promise. */
final class DatabaseIT {
    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatWasCommittedWhenItIsStoppedAndStartedAgain() throws IOException {
        final EmbeddedPostgres server;
        try (Database first = Database.open(DatabaseConfig.DEFAULT, folder, TestDatabase.programs())) {
            Audit.doneByService(first.dsl(), Audit.Deed.of("test", "thing", 1));
            assertEquals("on", first.dsl().fetchSingle("show fsync").get(0));
            assertEquals("on", first.dsl().fetchSingle("show data_checksums").get(0));
        }
        try (Database second = Database.open(DatabaseConfig.DEFAULT, folder, TestDatabase.programs())) {
            assertEquals(1, second.dsl().fetchCount(AUDIT_ENTRY));
        }
        server = EmbeddedPostgres.start(PostgresBinaries.in(TestDatabase.programs()), folder);
        try (server) {
            assertTrue(server.process().isAlive());
            assertThrows(SQLException.class, () -> DriverManager.getConnection(server.url(), server.user(), "wrong"));
        }
        assertFalse(server.process().isAlive(), "nothing is left when it is closed");
    }

    @Test
    void shouldRefuseChangesWhenTheAuditLogIsWritten() throws IOException {
        try (Database database = TestDatabase.fresh()) {
            Audit.doneByService(database.dsl(), Audit.Deed.of("test", "thing", 1));
            for (final String change : new String[] {
                "update audit_entry set actor_name = 'somebody else'", "delete from audit_entry", "truncate audit_entry"
            }) {
                assertThrows(DataAccessException.class, () -> database.dsl().execute(change), change);
            }
            assertEquals(1, database.dsl().fetchCount(AUDIT_ENTRY));
        }
    }

    @Test
    void shouldSayItInOneLineWhenTheDatabaseCannotBeHad() {
        final var nowhere = new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/x", "me", "hush", 2);
        final IOException refused = assertThrows(IOException.class, () -> Database.open(nowhere, folder));
        assertFalse(String.valueOf(refused.getMessage()).contains("\n"), refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).contains("hush"), refused.getMessage());
    }
}
