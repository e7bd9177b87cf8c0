package io.tos.engine.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of {@link ControlAgent}, for tools. Blocks; one request at a time. */
public final class ControlClient implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final SocketChannel channel;
    private final BufferedReader replies;

    /**
     * Connects to the server that runs on this data directory.
     *
     * @throws ControlException {@code not_running} when there is none.
     */
    public ControlClient(final Path dataDirectory) {
        final Path socket = dataDirectory.resolve(ControlAgent.SOCKET_NAME);
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (final IOException refused) {
            throw new ControlException(
                    "not_running", "no server answers at " + socket + "; start one or name its --data");
        }
        final Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8);
        replies = new BufferedReader(reader);
    }

    /**
     * Sends one request and waits for its reply.
     *
     * @param arguments added to the request; may be empty.
     * @throws ControlException when the server refuses, with its code and message.
     */
    public JsonNode call(final String command, final ObjectNode arguments) {
        try {
            final ObjectNode request = json.createObjectNode().put("command", command);
            request.setAll(arguments);
            final ByteBuffer line =
                    ByteBuffer.wrap((json.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            final String answered = replies.readLine();
            if (answered == null) {
                throw new ControlException("not_running", "the server hung up");
            }
            final JsonNode reply = json.readTree(answered);
            if (!reply.path("ok").asBoolean()) {
                throw new ControlException(
                        reply.path("code").asText(), reply.path("message").asText());
            }
            return reply;
        } catch (final IOException broken) {
            throw new ControlException("not_running", "the server's socket broke: " + broken.getMessage());
        }
    }

    /** An object to put arguments in. */
    public ObjectNode arguments() {
        return json.createObjectNode();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException alreadyGone) {
            assert !channel.isOpen() : alreadyGone;
        }
    }
}
