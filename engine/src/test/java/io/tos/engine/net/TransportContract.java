package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Transport} does, whatever moves its datagrams. A subclass says how one is made. */
abstract class TransportContract {
    private static final int WINDOW_ROUNDS = 1_000;
    private static final int CLEAN_WINDOWS = 2;
    private static final int WINDOWS_MAX = 30;
    private static final int POLLS_MAX = 2_000;
    private static final long PARK_NS = 1_000_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64L * Transport.ADDRESS_SLOT_BYTES, 8);
    private TransportFixture fixture;
    private Transport transport;

    /** A transport, open on this thread. */
    abstract TransportFixture newFixture();

    @BeforeEach
    void open() {
        fixture = newFixture();
        transport = fixture.transport();
    }

    @AfterEach
    void close() {
        fixture.close();
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 1199, 1200})
    void shouldEchoWhenDatagramHasLength(final int length) {
        final byte[] payload = pattern(length, 7);
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            peer.send(payload);

            pollUntil(1, this::echo);
            transport.flush();

            assertArrayEquals(payload, peer.receive());
            assertEquals(1, fixture.counters().value(Counter.DATAGRAMS_IN));
            assertEquals(length, fixture.counters().value(Counter.BYTES_IN));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1201, 1344, 9000, 65_507})
    void shouldCountAndNotDeliverWhenDatagramIsTooLong(final int length) {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            final List<byte[]> seen = new ArrayList<>();
            peer.send(new byte[length]);
            peer.send(pattern(5, 1));

            pollUntil(1, collect(seen));

            assertEquals(1, fixture.counters().value(Counter.DATAGRAMS_TOO_LONG));
            assertEquals(1, seen.size());
            assertArrayEquals(pattern(5, 1), seen.getFirst());
        }
    }

    @Test
    void shouldTellPeersApartWhenSeveralSend() {
        try (TransportFixture.Peer first = fixture.newPeer();
                TransportFixture.Peer second = fixture.newPeer()) {
            final List<InetSocketAddress> senders = new ArrayList<>();
            first.send(pattern(10, 1));
            second.send(pattern(10, 2));

            pollUntil(2, (memory, address, addressLength, payload, length) -> {
                PeerAddress.set(slots, 0, memory, address, addressLength, transport.localAddressIndex());
                senders.add(PeerAddress.toSocketAddress(slots, 0));
            });

            assertEquals(List.of(first.address(), second.address()), senders);
        }
    }

    @Test
    void shouldDeliverInOrderWhenFlushed() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            peer.send(new byte[1]);
            pollUntil(1, this::rememberSender);
            for (int index = 0; index < 20; index++) {
                queue(pattern(40 + index % 3, index));
            }

            transport.flush();

            for (int index = 0; index < 20; index++) {
                assertArrayEquals(pattern(40 + index % 3, index), peer.receive(), "datagram " + index);
            }
            pollUntilSent(20);
        }
    }

    @Test
    void shouldSendNothingWhenNotFlushed() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            peer.send(new byte[1]);
            pollUntil(1, this::rememberSender);

            queue(pattern(40, 1));
            assertEquals(0, fixture.counters().value(Counter.DATAGRAMS_OUT));
            assertEquals(1, transport.flush());

            assertArrayEquals(pattern(40, 1), peer.receive());
            assertEquals(0, transport.flush());
        }
    }

    @Test
    void shouldRunOutOfSlotsAndRecoverWhenNobodyFlushes() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            peer.send(new byte[1]);
            pollUntil(1, this::rememberSender);
            int queued = 0;
            while (transport.claim() >= 0) {
                queue(pattern(8, queued));
                queued++;
                assertTrue(queued < 100_000, "slots are limited");
            }

            assertEquals(queued, transport.flush());

            for (int index = 0; index < queued; index++) {
                assertArrayEquals(pattern(8, index), peer.receive());
            }
            assertTrue(transport.claim() >= 0, "a slot is free again");
        }
    }

    @Test
    void shouldGiveTheSameSlotWhenTheClaimedOneWasNotSent() {
        assertEquals(transport.claim(), transport.claim());
    }

    @Test
    void shouldKeepEveryBufferWhenFloodedManyTimesOver() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            int handed = 0;
            for (int round = 0; round < 50; round++) {
                for (int index = 0; index < 600; index++) {
                    peer.send(pattern(64, index));
                }
                handed += pollAll();
            }
            peer.send(pattern(3, 3));

            final List<byte[]> seen = new ArrayList<>();
            pollUntil(1, collect(seen));

            assertEquals(30_000, handed);
            assertArrayEquals(pattern(3, 3), seen.getFirst());
        }
    }

    @Test
    void shouldUseFarFewerSystemCallsThanDatagramsWhenLoaded() {
        if (fixture.allocatesPerSender()) {
            return; // The JDK's channels move one datagram per call; nobody claims otherwise.
        }
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            for (int round = 0; round < 20; round++) {
                for (int index = 0; index < 200; index++) {
                    peer.send(pattern(64, index));
                }
                pollUntil(200, this::echo);
                transport.flush();
            }

            final long moved = fixture.counters().value(Counter.DATAGRAMS_IN)
                    + fixture.counters().value(Counter.DATAGRAMS_OUT);
            final long calls = fixture.counters().value(Counter.SYSTEM_CALLS);
            assertTrue(calls * 10 < moved, calls + " system calls for " + moved + " datagrams");
        }
    }

    @Test
    void shouldAllocateNothingPerDatagramWhenWarm() {
        final TransportFixture.Peer[] peers = new TransportFixture.Peer[fixture.allocatesPerSender() ? 1 : 4];
        for (int index = 0; index < peers.length; index++) {
            peers[index] = fixture.newPeer();
        }
        int cleanWindows = 0;
        for (int windows = 0; windows < WINDOWS_MAX && cleanWindows < CLEAN_WINDOWS; windows++) {
            cleanWindows = allocatedInWindow(peers) == 0 ? cleanWindows + 1 : 0; // The compilers allocate, too.
        }

        for (final TransportFixture.Peer peer : peers) {
            peer.close();
        }
        assertEquals(CLEAN_WINDOWS, cleanWindows, "windows in a row of 1,000 rounds of echoes without one byte");
    }

    private long allocatedInWindow(final TransportFixture.Peer... peers) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final byte[] payload = pattern(200, 9);
        final DatagramHandler onDatagram = this::echo;
        long allocated = 0;
        for (int round = 0; round < WINDOW_ROUNDS; round++) {
            for (final TransportFixture.Peer peer : peers) {
                peer.send(payload);
            }
            final long before = threads.getThreadAllocatedBytes(thread);
            transport.park(PARK_NS);
            int handed = 0;
            for (int polls = 0; polls < POLLS_MAX && handed < peers.length; polls++) {
                handed += transport.poll(onDatagram, 64);
                transport.flush();
            }
            allocated += threads.getThreadAllocatedBytes(thread) - before;
            for (final TransportFixture.Peer peer : peers) {
                assertArrayEquals(payload, peer.receive());
            }
        }
        return allocated;
    }

    @Test
    void shouldReturnFromParkWhenDatagramCame() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            peer.send(new byte[1]);

            transport.park(60_000_000_000L);

            pollUntil(1, this::rememberSender);
        }
    }

    @Test
    void shouldReturnFromParkWhenTimeIsOver() {
        transport.park(2_000_000);

        assertEquals(0, transport.poll(this::rememberSender, 1));
    }

    @Test
    void shouldReturnFromNextParkWhenWokenBefore() {
        transport.wake();

        transport.park(60_000_000_000L);

        assertEquals(0, transport.poll(this::rememberSender, 1));
    }

    @Test
    void shouldReturnFromParkWhenAnotherThreadWakes() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            final Thread waker = Thread.ofPlatform().start(transport::wake);
            transport.park(60_000_000_000L);
            waker.join();
            transport.poll(this::rememberSender, 1);
        }
    }

    @Test
    void shouldDoNothingWhenClosed() {
        transport.close();

        assertEquals(0, transport.poll(this::rememberSender, 10));
        assertEquals(-1, transport.claim());
        assertEquals(0, transport.flush());
        transport.park(60_000_000_000L);
        transport.wake();
        transport.sample();
        transport.close();
    }

    @Test
    void shouldHandOutTheRestWhenTheHandlerThrows() {
        try (TransportFixture.Peer peer = fixture.newPeer()) {
            final List<byte[]> seen = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                peer.send(pattern(4, index));
            }

            pollUntilThrown();
            pollUntil(2, collect(seen));

            assertArrayEquals(pattern(4, 1), seen.get(0));
            assertArrayEquals(pattern(4, 2), seen.get(1));
        }
    }

    private void pollUntilThrown() {
        for (int polls = 0; polls < POLLS_MAX; polls++) {
            try {
                transport.poll(
                        (memory, address, addressLength, payload, length) -> {
                            throw new IllegalStateException("the handler's own mistake");
                        },
                        100);
            } catch (final IllegalStateException expected) {
                return;
            }
            transport.park(PARK_NS);
        }
        throw new AssertionError("nothing came");
    }

    private void pollUntil(final int datagrams, final DatagramHandler handler) {
        int handed = 0;
        for (int polls = 0; polls < POLLS_MAX && handed < datagrams; polls++) {
            handed += transport.poll(handler, datagrams - handed);
            if (handed < datagrams) {
                transport.park(PARK_NS);
            }
        }
        assertEquals(datagrams, handed, "datagrams handed out");
    }

    private int pollAll() {
        int handed = 0;
        int more;
        do {
            more = transport.poll((memory, address, addressLength, payload, length) -> {}, 1_000_000);
            handed += more;
        } while (more > 0);
        return handed;
    }

    private void pollUntilSent(final int datagrams) {
        for (int polls = 0; polls < POLLS_MAX; polls++) {
            if (fixture.counters().value(Counter.DATAGRAMS_OUT) == datagrams) {
                return;
            }
            transport.poll(this::rememberSender, 1);
            transport.flush();
        }
        assertEquals(datagrams, fixture.counters().value(Counter.DATAGRAMS_OUT));
    }

    private void rememberSender(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        PeerAddress.set(slots, 0, memory, address, addressLength, transport.localAddressIndex());
    }

    private void echo(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        rememberSender(memory, address, addressLength, payload, length);
        final long slot = transport.claim();
        assertTrue(slot >= 0, "a slot is free");
        MemorySegment.copy(memory, payload, transport.sendMemory(), slot, length);
        transport.send(slots, 0, slot, length);
    }

    private void queue(final byte[] payload) {
        final long slot = transport.claim();
        MemorySegment.copy(payload, 0, transport.sendMemory(), ValueLayout.JAVA_BYTE, slot, payload.length);
        transport.send(slots, 0, slot, payload.length);
    }

    private static DatagramHandler collect(final List<byte[]> seen) {
        return (memory, address, addressLength, payload, length) ->
                seen.add(memory.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private static byte[] pattern(final int length, final int salt) {
        final byte[] payload = new byte[length];
        for (int index = 0; index < length; index++) {
            payload[index] = (byte) (index * 31 + salt);
        }
        return payload;
    }
}
