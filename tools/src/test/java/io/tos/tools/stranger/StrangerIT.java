package io.tos.tools.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's process and a client that knows nothing but the standard understand each other, though both change their
 * keys several times on the way.
 */
final class StrangerIT {
    private static final long SEED = 20_261_122L;
    private static final int LOSS_PERCENT = 5;
    private static final int MESSAGES = 180;
    private static final int REKEY_PACKETS = 64;
    private static final int ROTATIONS_MIN = 2;
    private static final String SCHEME = "tos1:";
    private static final int PORT_OFFSET = 5;
    private static final String STARTED = "stop with Ctrl-C";

    @TempDir
    private static Path data = Path.of("");

    private static List<Process> servers = List.of();

    @BeforeAll
    static void startServer() throws Exception {
        Stranger.assumeNode();
        Files.writeString(data.resolve("tos.yaml"), "rekey:\n  packets: " + REKEY_PACKETS + "\n");
        final Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dtos.root=" + Path.of("..").toAbsolutePath().normalize(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tos.engine.server.Main",
                        "server",
                        "--port",
                        "0",
                        "--metrics-port",
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
        for (final Process server : servers) {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void shouldGetEveryEchoOnceAndInOrderWhenNothingIsLost() throws Exception {
        assertAllRight(grant("alice"));
    }

    @Test
    void shouldGetEveryEchoOnceAndInOrderWhenDatagramsAreLost() throws Exception {
        final String grant = grant("bob");
        try (LossyRelay relay = new LossyRelay(port(grant), LOSS_PERCENT, SEED)) {
            assertAllRight(withPort(grant, relay.port()));
            assertTrue(relay.lost() > 0, "the relay lost nothing, seed " + SEED);
        }
    }

    private static void assertAllRight(final String grant) throws Exception {
        final Stranger.Outcome outcome = Stranger.run(
                "--token",
                grant,
                "--messages",
                Integer.toString(MESSAGES),
                "--rekey-packets",
                Integer.toString(REKEY_PACKETS),
                "--json");

        assertEquals(0, outcome.exitCode(), () -> outcome + ", seed " + SEED);
        final JsonNode result = new ObjectMapper().readTree(outcome.lastLine());
        assertEquals(MESSAGES, result.path("echoesReturned").asInt(), outcome::toString);
        assertEquals(0, result.path("duplicates").asInt(), outcome::toString);
        assertEquals(0, result.path("outOfOrder").asInt(), outcome::toString);
        assertTrue(result.path("rotations").asInt() >= ROTATIONS_MIN, outcome::toString);
        assertTrue(result.path("peerRotations").asInt() >= ROTATIONS_MIN, outcome::toString);
        assertEquals("GOODBYE", result.path("closeReason").asText(), outcome::toString);
    }

    private static String grant(final String name) {
        try (ControlClient client = new ControlClient(data)) {
            final ObjectNode arguments = client.arguments().put("address", "127.0.0.1");
            arguments.putArray("names").add(name);
            return client.call("token", arguments).path("tokens").path(0).asText();
        }
    }

    private static int port(final String grant) {
        return Short.toUnsignedInt(bytes(grant).getShort(PORT_OFFSET));
    }

    /** The same grant, by another way: the address in it is not sealed. */
    private static String withPort(final String grant, final int port) {
        final ByteBuffer changed = bytes(grant).putShort(PORT_OFFSET, (short) port);
        final byte[] whole = new byte[changed.capacity()];
        changed.get(0, whole);
        return SCHEME + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    private static ByteBuffer bytes(final String grant) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(grant.substring(SCHEME.length())))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
