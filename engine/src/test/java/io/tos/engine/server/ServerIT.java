package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.ops.PrometheusText;
import io.tos.engine.telemetry.Series;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process's own entry, as an operator calls it. */
final class ServerIT {
    /** A machine may have none. */
    private static final Set<Series> OF_DISKS = EnumSet.of(Series.DEVICE_READ, Series.DEVICE_WRITTEN);

    @TempDir
    private Path data = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldPrintOneLineAndEndWithTwoWhenTheConfigurationIsWrong() throws Exception {
        final Path config = data.resolve("wrong.yaml");
        Files.writeString(config, "tick: {tiks_per_second: 30}\n");

        assertEquals(2, run("--config", config.toString()));
        assertEquals(
                "tos: " + config + ": tick.tiks_per_second: unknown key; known: ticks_per_second\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldPrintOneLineAndEndWithTwoWhenThePortIsWrongOrTaken() throws Exception {
        assertEquals(2, run("--port", "70000"));
        assertEquals(1, lines());
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("::"))) {
            err.reset();
            assertEquals(2, run("--port", Integer.toString(taken.getLocalPort())));
            assertEquals(1, lines());
            assertTrue(err.toString(StandardCharsets.UTF_8).contains("in use"), err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldEndWithSeventyFiveWhenTheDataDirectoryIsBusy() throws Exception {
        try (DataDirectory held = DataDirectory.claim(data)) {
            assertEquals(75, run("--port", "0"), held.path()::toString);
            assertEquals(1, lines());
        }
    }

    @Test
    void shouldTickAndReportWhenRunForAWhile() throws Exception {
        assertEquals(0, run("--port", "0", "--for", "2", "--json"));

        final JsonNode figures = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertEquals(60, figures.path("tickRateHz").asDouble(), 6);
        assertEquals(0, figures.path("nativeBytesAtExit").asLong());
        assertTrue(figures.path("port").asInt() > 0);
    }

    /** A script that read the banner asks for a token at once; the socket used to open on its agent's thread, later. */
    @Test
    void shouldAnswerOperatorsWhenStartHasReturned() {
        final ServerConfig config =
                ServerConfig.DEFAULT.withNetwork(ServerConfig.DEFAULT.network().withPort(0));
        final var platform = Platform.machine(SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, config.network());
        try (GameServer server = new GameServer(config, data, Identities.of(data), platform, thrown -> {})) {
            server.start();
            try (ControlClient client = new ControlClient(data)) {
                final ObjectNode arguments = client.arguments();
                arguments.putArray("names").add("alice");
                assertEquals(1, client.call("token", arguments).path("tokens").size());
            }
        }
    }

    @Test
    void shouldServeWhatItMeasuresWhenItRuns() throws Exception {
        final ServerConfig config = ServerConfig.DEFAULT
                .withNetwork(ServerConfig.DEFAULT.network().withPort(0))
                .withTelemetry(new TelemetryConfig(0));
        final var platform = Platform.machine(SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, config.network());
        try (GameServer server = new GameServer(config, data, Identities.of(data), platform, thrown -> {});
                HttpClient client = HttpClient.newHttpClient()) {
            server.start();
            Map<String, Double> samples = scrape(client, server.metricsPort());
            while (samples.getOrDefault("tos_samples_total", 0.0) < 2) {
                samples = scrape(client, server.metricsPort());
            }
            final Set<String> told = samples.keySet();
            for (final Series series : Series.values()) {
                if (!OF_DISKS.contains(series)) {
                    assertTrue(told.stream().anyMatch(name -> name.startsWith(series.metric())), series.metric());
                }
            }
            assertEquals(60, samples.get("tos_tick_target_hertz"));
            assertTrue(samples.getOrDefault("tos_ticks_total", 0.0) > 0);
            assertTrue(samples.containsKey("tos_thread_cpu_seconds_total{thread=\"tick\"}"));
            assertTrue(Files.isSymbolicLink(data.resolve(TelemetryPlace.NAME)));
        }
        assertFalse(Files.exists(data.resolve(TelemetryPlace.NAME), LinkOption.NOFOLLOW_LINKS));
    }

    private static Map<String, Double> scrape(final HttpClient client, final int port) throws Exception {
        final URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        final String page = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return new PrometheusText(page).samples();
    }

    private long lines() {
        return err.toString(StandardCharsets.UTF_8).lines().count();
    }

    private int run(final String... arguments) {
        final String[] whole = new String[arguments.length + 3];
        whole[0] = "server";
        whole[1] = "--data";
        whole[2] = data.toString();
        System.arraycopy(arguments, 0, whole, 3, arguments.length);
        return Main.run(
                whole,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new CountDownLatch(1));
    }
}
