package io.tos.tools.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A swarm on the server's process over loopback: all come in, see each other, and see nothing wrong. */
final class SwarmIT {
    private static final String ROOT = "tos.root";
    private static final String SOURCES = "..";
    private static final String STARTED = "stop with Ctrl-C";

    @TempDir
    private static Path data = Path.of("");

    private static List<Process> servers = List.of();

    @BeforeAll
    static void startServer() throws Exception {
        System.setProperty(ROOT, SOURCES);
        final Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-D" + ROOT + "=" + SOURCES,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tos.engine.server.Main",
                        "server",
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        servers = List.of(server);
        final BufferedReader said = server.inputReader();
        String line = said.readLine();
        while (line != null && !line.contains(STARTED)) {
            line = said.readLine();
        }
        assertTrue(line != null, "the server ended before it listened");
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        System.clearProperty(ROOT);
        for (final Process server : servers) {
            server.destroy();
            server.waitFor();
        }
    }

    private static JsonNode play(final String... arguments) throws Exception {
        final StringWriter out = new StringWriter();
        final CommandLine line = new CommandLine(new BotsCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true));
        final int code = line.execute(arguments);
        assertEquals(0, code, out.toString());
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void shouldSeeEachOtherRightlyWhenTheLineLoses() throws Exception {
        final JsonNode report = play(
                "--data",
                data.toString(),
                "--players",
                "20",
                "--seconds",
                "3",
                "--loss",
                "3",
                "--lag",
                "10",
                "--predict",
                "--scenario",
                "crowd",
                "--json");

        assertEquals(20, report.path("entered").asInt());
        assertEquals(0, report.path("disconnects").asInt());
        assertEquals(0, report.path("oracleMismatches").asInt());
        assertTrue(report.path("meanVisible").asDouble() > 15, "of 19 others: " + report.path("meanVisible"));
        assertTrue(report.path("snapshotsIn").asInt() > 20 * 3 * 5, "snapshots: " + report.path("snapshotsIn"));
        assertTrue(report.path("inputToEffectP50Ms").asDouble() > 0, "inputs have effect");
        assertEquals(20, report.path("server").path("players").asDouble(), 2);
    }

    @Test
    void shouldLoseNobodyWhenPlayersComeAndGo() throws Exception {
        final JsonNode report =
                play("--data", data.toString(), "--players", "12", "--seconds", "8", "--scenario", "churn", "--json");

        assertTrue(report.path("connected").asInt() > 12, "some came back: " + report.path("connected"));
        assertEquals(0, report.path("disconnects").asInt());
        assertEquals(0, report.path("oracleMismatches").asInt());
    }
}
