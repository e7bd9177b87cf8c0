package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process's own entry, as an operator calls it. */
final class ServerIT {
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
