package io.tos.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.engine.house.GoldenPage;
import org.junit.jupiter.api.Test;

/** The database's shape: steps are numbered without gaps, and docs/reference/database.md has each with its checksum. */
final class MigrationGoldenTest {
    @Test
    void shouldShowEveryStepWhenThePageIsRead() {
        final StringBuilder page = new StringBuilder("""
                # Database

                The shape of `game.db` in the data directory, written by `MigrationGoldenTest` from `Migrations`. A step that a server
                has taken is never edited: the database remembers its checksum and a server that knows another one refuses to start.
                Every row of a save carries `version` and `owner_epoch`: it is written only if its version on disk is one less and
                its owner was not loaded by somebody else since. Columns ending in `_ms` are Unix time; lengths are 1/65,536 m.
                """);
        for (final Migration step : Migrations.ALL) {
            page.append("\n## %d %s\n\nSHA-256 `%s`\n\n```sql\n%s```\n"
                    .formatted(step.number(), step.name(), step.checksum(), step.sql()));
        }
        GoldenPage.check("reference/database.md", page.toString());
    }

    @Test
    void shouldBeNumberedWithoutGapsWhenStepsAreListed() {
        for (int index = 0; index < Migrations.ALL.size(); index++) {
            assertEquals(index + 1, Migrations.ALL.get(index).number());
        }
    }
}
