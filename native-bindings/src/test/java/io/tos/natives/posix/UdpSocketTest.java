package io.tos.natives.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.natives.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** {@link UdpSocket}: what the kernel says comes back as it said it. */
final class UdpSocketTest {
    private static final int LOOPBACK = 0x7F00_0001;

    @Test
    void shouldNameCallAndErrorWhenThePortIsTaken() {
        try (Arena arena = Arena.ofConfined();
                UdpSocket first = UdpSocket.open(Linux.AF_INET());
                UdpSocket second = UdpSocket.open(Linux.AF_INET())) {
            first.bind(address(arena, LOOPBACK, 0));

            final NativeException refused =
                    assertThrows(NativeException.class, () -> second.bind(address(arena, LOOPBACK, first.localPort())));

            assertEquals("bind", refused.call());
            assertEquals(Linux.EADDRINUSE(), refused.errno());
            assertEquals("bind failed: EADDRINUSE", refused.getMessage());
        }
    }

    @Test
    void shouldTellWhatWasGrantedWhenABufferIsAskedFor() {
        try (UdpSocket socket = UdpSocket.open(Linux.AF_INET())) {
            assertEquals(1 << 17, socket.receiveBuffer(1 << 17));
            assertEquals(1 << 17, socket.sendBuffer(1 << 17));
        }
    }

    @Test
    void shouldReturnTheErrorWhenAnOptionIsRefused() {
        try (UdpSocket socket = UdpSocket.open(Linux.AF_INET())) {
            assertTrue(socket.set(Linux.SOL_SOCKET(), Linux.SO_TYPE(), 1) < 0);
        }
    }

    @Test
    void shouldCountDropsWhenTheBufferIsFull() {
        try (Arena arena = Arena.ofConfined();
                UdpSocket receiver = UdpSocket.open(Linux.AF_INET());
                UdpSocket sender = UdpSocket.open(Linux.AF_INET())) {
            receiver.receiveBuffer(4096);
            receiver.bind(address(arena, LOOPBACK, 0));
            final MemorySegment target = address(arena, LOOPBACK, receiver.localPort());
            final MemorySegment payload = arena.allocate(1000);
            assertEquals(0, receiver.drops());

            for (int index = 0; index < 100; index++) {
                Linux.sendto(sender.descriptor(), payload, 1000, 0, target, (int) target.byteSize());
            }

            assertTrue(receiver.drops() > 50, "dropped: " + receiver.drops());
        }
    }

    private static MemorySegment address(final Arena arena, final int host, final int port) {
        final MemorySegment address = arena.allocate(16, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_INET());
        address.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
        address.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 4, host);
        return address;
    }
}
