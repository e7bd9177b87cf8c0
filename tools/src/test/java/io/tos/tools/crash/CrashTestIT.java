package io.tos.tools.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.store.Autopsy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real servers are killed under load; nothing that anybody was told of is lost. */
final class CrashTestIT {
    @TempDir
    private Path data;

    @Test
    void shouldLoseNothingWhenAServerIsKilledOnce() throws IOException {
        run(1, 5);
    }

    @Test
    @Tag("long")
    void shouldLoseNothingWhenServersAreKilledTenTimes() throws IOException {
        run(10, 20);
    }

    @Test
    void shouldSayNoWhenSomethingWasLost() {
        assertTrue(tally(new Autopsy(0, 5, 7, 5, 100), 7).isGood());
        assertFalse(tally(new Autopsy(1, 5, 7, 5, 100), 7).isGood(), "a violation");
        assertFalse(tally(new Autopsy(0, 5, 6, 5, 100), 7).isGood(), "an event that was told");
        assertFalse(tally(new Autopsy(0, 5, 7, 5, 5_001), 7).isGood(), "an old position");
    }

    /** Where the maps are; tests run in the module's directory. */
    @BeforeEach
    void root() {
        System.setProperty(
                "tos.root", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @AfterEach
    void noRoot() {
        System.clearProperty("tos.root");
    }

    private void run(final int rounds, final int players) throws IOException {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code = new CommandLine(new CrashTestCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "--rounds",
                        Integer.toString(rounds),
                        "--players",
                        Integer.toString(players),
                        "--data",
                        data.toString(),
                        "--json");
        assertEquals(0, code, () -> out + err.toString());
        final JsonNode report = new ObjectMapper().readTree(out.toString());
        assertEquals(rounds, report.path("rounds").asInt());
        assertTrue(report.path("journaledEvents").asInt() >= rounds, out.toString());
    }

    private static CrashTally tally(final Autopsy left, final long told) {
        final CrashTally tally = new CrashTally(5_000);
        tally.add(new CrashRound.Finding(900, told, 5, left));
        return tally;
    }
}
