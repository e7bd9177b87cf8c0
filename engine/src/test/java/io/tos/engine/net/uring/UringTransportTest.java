package io.tos.engine.net.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.linux.Linux;
import io.tos.natives.posix.NativeException;
import io.tos.natives.posix.UdpSocket;
import io.tos.natives.uring.RingSetup;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link UringTransport} where its parts are too small for what comes: nothing is lost but what is counted. */
final class UringTransportTest {
    private static final int DATAGRAMS = 1_000;

    private final Arena arena = Arena.ofShared();
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemorySegment peer = arena.allocate(32, 8);
    private final BitSet seen = new BitSet();
    private final DatagramHandler remember = (memory, address, addressLength, payload, length) -> {
        seen.set(memory.get(ValueLayout.JAVA_INT_UNALIGNED, payload));
        PeerAddress.set(peer, 0, memory, address, addressLength, 0);
    };

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldLoseNothingWhenThereAreFewBuffers() throws IOException {
        try (UringTransport transport = open(new RingSizes(4, 4, 8, 512))) {
            flood(transport.localPort());

            drain(transport);

            assertEquals(DATAGRAMS, seen.cardinality());
            assertTrue(counters.value(Counter.RECEIVE_NO_BUFFERS) > 10, "ran out of buffers");
            assertEquals(counters.value(Counter.RECEIVE_NO_BUFFERS), counters.value(Counter.RECEIVE_REARMS));
        }
    }

    @Test
    void shouldLoseNothingWhenTheCompletionQueueIsFull() throws IOException {
        try (UringTransport transport = open(new RingSizes(256, 4, 8, 8))) {
            flood(transport.localPort());

            drain(transport);

            assertEquals(DATAGRAMS, seen.cardinality());
            assertTrue(counters.value(Counter.RECEIVE_REARMS) > 10, "the receive had to be asked for again");
        }
    }

    @Test
    void shouldFreeEverySlotWhenCompletionsWaitBehindDatagrams() throws IOException {
        try (UringTransport transport = open(new RingSizes(64, 12, 16, 128))) {
            flood(transport.localPort());
            while (transport.poll(remember, 1) == 0) {
                transport.park(1_000_000);
            }

            for (int round = 0; round < 100; round++) {
                for (int slot = 0; slot < 12; slot++) {
                    final long payload = transport.claim();
                    assertTrue(payload >= 0, "round " + round + " slot " + slot);
                    transport.send(peer, 0, payload, 8);
                }
                assertEquals(-1, transport.claim());
                assertEquals(12, transport.flush());
            }
            drain(transport);

            assertEquals(1_200, counters.value(Counter.DATAGRAMS_OUT));
            assertEquals(DATAGRAMS, seen.cardinality());
        }
    }

    @Test
    void shouldCountAndGoOnWhenASendIsRefused() {
        try (UringTransport transport = open(RingSizes.DEFAULT)) {
            PeerAddress.setIpv4(peer, 0, 0x7F00_0001, 0); // Nobody has port 0.
            for (int index = 0; index < 3 * RingSizes.DEFAULT.sendSlots(); index++) {
                final long payload = transport.claim();
                assertTrue(payload >= 0, "a refused send gives its slot back");
                transport.send(peer, 0, payload, 8);
                transport.flush();
            }

            assertEquals(3L * RingSizes.DEFAULT.sendSlots(), counters.value(Counter.SEND_ERRORS));
            assertEquals(0, counters.value(Counter.DATAGRAMS_OUT));
        }
    }

    @Test
    void shouldGiveAllMemoryBackWhenOpeningFails() {
        final long before = Region.openBytes();
        final UringTransport transport = new UringTransport(
                bound(), null, (entries, ring, params) -> -Linux.ENOMEM(), RingSizes.DEFAULT, counters);

        final NativeException refused = assertThrows(NativeException.class, transport::open);
        transport.close();

        assertEquals("io_uring_queue_init_params failed: ENOMEM", refused.getMessage());
        assertEquals(before, Region.openBytes());
    }

    @Test
    void shouldGiveAllMemoryBackWhenClosedWithTrafficUnderWay() throws IOException {
        final long before = Region.openBytes();
        for (int round = 0; round < 20; round++) {
            final UringTransport transport = open(RingSizes.DEFAULT);
            flood(transport.localPort());
            transport.poll(remember, 10);
            transport.close();
        }

        assertEquals(before, Region.openBytes());
    }

    private UringTransport open(final RingSizes sizes) {
        final UringTransport transport = new UringTransport(bound(), null, RingSetup.KERNEL, sizes, counters);
        transport.open();
        return transport;
    }

    private UdpSocket bound() {
        final UdpSocket socket = UdpSocket.open(Linux.AF_INET());
        socket.receiveBuffer(4 << 20);
        final MemorySegment address = arena.allocate(32, 8);
        PeerAddress.setIpv4(address, 0, 0x7F00_0001, 0);
        socket.bind(address.asSlice(0, PeerAddress.IPV4_BYTES));
        return socket;
    }

    private void drain(final UringTransport transport) {
        for (int polls = 0; polls < 100_000 && seen.cardinality() < DATAGRAMS; polls++) {
            transport.poll(remember, 100);
            transport.flush();
        }
    }

    private static void flood(final int port) throws IOException {
        final InetAddress target = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket socket = new DatagramSocket(0, target)) {
            for (int index = 0; index < DATAGRAMS; index++) {
                final byte[] payload = {(byte) index, (byte) (index >> 8), 0, 0};
                socket.send(new DatagramPacket(payload, payload.length, target, port));
            }
        }
    }
}
