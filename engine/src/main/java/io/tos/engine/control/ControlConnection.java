package io.tos.engine.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One operator's connection: a line in, a line out, in order. Control thread only. */
final class ControlConnection {
    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer line = ByteBuffer.allocate(LINE_BYTES_MAX);
    private ByteBuffer reply = ByteBuffer.allocate(0);

    /** @param channel accepted and not blocking. */
    ControlConnection(final SocketChannel channel) {
        this.channel = channel;
    }

    /** Reads, answers and writes as far as the socket lets it. */
    int poll(final ControlCommands commands) {
        try {
            return exchange(commands);
        } catch (final IOException gone) {
            close();
            return 1;
        }
    }

    /** Whether it is over. */
    boolean isClosed() {
        return !channel.isOpen();
    }

    /** Hangs up. */
    void close() {
        try {
            channel.close();
        } catch (final IOException alreadyGone) {
            assert !channel.isOpen() : alreadyGone;
        }
    }

    private int exchange(final ControlCommands commands) throws IOException {
        if (reply.hasRemaining()) {
            return channel.write(reply);
        }
        final int received = channel.read(line);
        final int end = indexOfNewline();
        if (end >= 0) {
            reply = ByteBuffer.wrap(commands.answer(line.array(), end));
            line.flip().position(end + 1);
            line.compact();
            return 1 + channel.write(reply);
        }
        if (received < 0 || !line.hasRemaining()) {
            close();
        }
        return Math.max(0, received);
    }

    private int indexOfNewline() {
        for (int index = 0; index < line.position(); index++) {
            if (line.get(index) == '\n') {
                return index;
            }
        }
        return -1;
    }
}
