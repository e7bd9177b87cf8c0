package io.tos.admin.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tos.admin.fixture.ApiClient;
import io.tos.admin.fixture.Service;
import io.tos.admin.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A walk through the pages in a real browser, with a real service and a real game server that is killed at the end.
 * Screenshots are left in {@code target/screenshots}. Skipped where there is no Chromium or no Node.
 */
final class DashboardIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path WALK = Path.of("..", "dashboard", "e2e", "walk.mjs");
    private static final int LOST_MS_MAX = 10_000;

    @TempDir
    private Path data;

    @Test
    @Timeout(180)
    void shouldShowWhatHappensWhenAPersonWalksThrough() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium");
        assumeTrue(Files.isDirectory(Path.of("..", "dashboard", "node_modules")), "the dashboard was not built");
        final Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        try (Service service = Service.inRealTime()) {
            final String password = service.server().firstPassword().orElseThrow();
            final ApiClient admin = service.client().login("admin", password);
            final String code = admin.post("/api/v1/servers/enrolments")
                    .expect(200)
                    .body()
                    .path("code")
                    .asText();
            final String url = "http://127.0.0.1:" + service.server().port();
            final Process game = startGame(url, code);
            final Process walk = new ProcessBuilder(
                            "node", WALK.toString(), url, password, screenshots.toString(), CHROMIUM.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = walk.inputReader(StandardCharsets.UTF_8)) {
                assertEquals("READY", lines.readLine());
                game.destroyForcibly();
                final String seen = lines.readLine();
                assertEquals(0, walk.waitFor());
                check(Json.tree(seen.getBytes(StandardCharsets.UTF_8)));
            } finally {
                walk.destroyForcibly();
                game.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                // A process that is killed cannot take its file in memory along.
                Files.deleteIfExists(data.resolve("telemetry.bin").toRealPath());
            }
        }
    }

    @Test
    @Timeout(180)
    void shouldPassItsOwnTestsWhenTheyRun() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("..", "dashboard", "node_modules")), "the dashboard was not built");
        final Process tests = new ProcessBuilder("npm", "test", "--silent")
                .directory(Path.of("..", "dashboard").toFile())
                .redirectErrorStream(true)
                .start();
        final String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tests.waitFor(), said);
    }

    private static void check(final JsonNode seen) {
        assertEquals("Name or password is wrong.", seen.path("refused").asText());
        assertEquals("/audit?action=login", seen.path("cameBackTo").asText());
        assertTrue(seen.path("audited").asInt() >= 1, seen.toString());
        assertTrue(seen.path("moved").asBoolean(), seen.toString());
        assertTrue(seen.path("drained").asBoolean(), seen.toString());
        assertTrue(seen.path("lostAfterMs").asInt() < LOST_MS_MAX, seen.toString());
        assertEquals("[]", seen.path("broken").toString());
    }

    /** A game server of its own process, so that it can die as processes do. */
    private Process startGame(final String url, final String code) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dtos.root=" + Path.of("..").toRealPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tos.engine.server.Main",
                        "server",
                        "--port",
                        "0",
                        "--metrics-port",
                        "-1",
                        "--data",
                        data.toString()))
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile());
        builder.environment().put("TOS_LINK_URL", url);
        builder.environment().put("TOS_LINK_ENROLMENT", code);
        return builder.start();
    }
}
