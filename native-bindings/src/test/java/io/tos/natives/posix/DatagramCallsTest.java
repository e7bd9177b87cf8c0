package io.tos.natives.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What failed calls return: the error of the kernel, whichever way it is asked for. */
final class DatagramCallsTest {
    private static final int NO_DESCRIPTOR = 1_000_000;

    @Test
    void shouldSayNothingIsThereWhenNothingIsThere() {
        try (Arena arena = Arena.ofConfined()) {
            final UdpSocket socket = UdpSocket.open(2);
            try {
                final MemorySegment messages = arena.allocate(MessageHeader.BATCH_BYTES, 8);
                final int result =
                        new DatagramCalls(arena).receive(socket.descriptor(), messages, 1, Linux.MSG_DONTWAIT());
                assertEquals(-Linux.EAGAIN(), result);
            } finally {
                socket.close();
            }
        }
    }

    @Test
    void shouldGiveTheErrorWhenThereIsNoSocket() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment messages = arena.allocate(MessageHeader.BATCH_BYTES, 8);
            final DatagramCalls calls = new DatagramCalls(arena);
            assertEquals(-Linux.EBADF(), calls.receive(NO_DESCRIPTOR, messages, 1, Linux.MSG_DONTWAIT()));
            assertEquals(-Linux.EBADF(), calls.send(NO_DESCRIPTOR, messages, 1, 0));
        }
    }
}
