package io.tos.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's door, stepped by hand. */
final class ControlAgentTest {
    @TempDir
    private Path data = Path.of("");

    private ControlAgent agent = new ControlAgent(data, new ControlCommands());

    @BeforeEach
    void openAgent() {
        agent = new ControlAgent(data, new ControlCommands().with("double", (request, reply) -> {
                    if (!request.path("n").isInt()) {
                        throw new ControlException("bad_argument", "n must be a whole number");
                    }
                    reply.put("n", 2 * request.path("n").asInt());
                }));
        agent.open();
    }

    @AfterEach
    void close() {
        agent.onClose();
    }

    @Test
    void shouldAnswerInOrderWhenTwoRequestsComeInOneWrite() throws IOException {
        assertEquals(
                "{\"ok\":true,\"n\":4}\n{\"ok\":true,\"n\":6}\n",
                exchange("{\"command\":\"double\",\"n\":2}\n{\"command\":\"double\",\"n\":3}\n"));
    }

    @Test
    void shouldRefuseWithCodeAndSentenceWhenTheRequestIsWrong() throws IOException {
        assertEquals(
                "{\"ok\":false,\"code\":\"bad_argument\",\"message\":\"n must be a whole number\"}\n",
                exchange("{\"command\":\"double\"}\n"));
        assertEquals(
                "{\"ok\":false,\"code\":\"unknown_command\",\"message\":\"no command 'x'; known: double\"}\n",
                exchange("{\"command\":\"x\"}\n"));
        assertEquals(
                "{\"ok\":false,\"code\":\"malformed\",\"message\":\"a request is one JSON object on one line\"}\n",
                exchange("{{{\n"));
    }

    @Test
    void shouldHangUpWhenALineNeverEnds() throws IOException {
        try (SocketChannel channel = connect()) {
            final ByteBuffer flood = ByteBuffer.allocate(256 * 1024);
            for (int round = 0; round < 64; round++) {
                try {
                    channel.write(flood);
                } catch (final IOException hungUp) {
                    return;
                }
                agent.doWork();
            }
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void shouldBeTheOwnersAloneWhenOpenAndGoneWhenClosed() throws IOException {
        final Path socket = data.resolve(ControlAgent.SOCKET_NAME);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        agent.onClose();
        assertFalse(Files.exists(socket));
        assertThrows(ControlException.class, this::callAbsentServer);
        agent.open();
        assertTrue(Files.exists(socket));
    }

    @Test
    void shouldTakeOverWhenACrashLeftASocketBehind() throws IOException {
        final ControlAgent successor =
                new ControlAgent(data, new ControlCommands().with("hello", (request, reply) -> {}));
        successor.open();
        agent = successor;

        assertEquals("{\"ok\":true}\n", exchange("{\"command\":\"hello\"}\n"));
    }

    private void callAbsentServer() {
        try (ControlClient client = new ControlClient(data)) {
            client.call("double", client.arguments());
        }
    }

    private SocketChannel connect() throws IOException {
        final SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(data.resolve(ControlAgent.SOCKET_NAME)));
        channel.configureBlocking(false);
        return channel;
    }

    private String exchange(final String request) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            final ByteBuffer reply = ByteBuffer.allocate(4096);
            for (int cycle = 0; cycle < 16; cycle++) {
                agent.doWork();
                channel.read(reply);
            }
            return new String(reply.array(), 0, reply.position(), StandardCharsets.UTF_8);
        }
    }
}
