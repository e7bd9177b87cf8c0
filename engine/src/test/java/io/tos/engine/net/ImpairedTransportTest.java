package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults in both directions in front of a transport that has none. */
class ImpairedTransportTest {
    private static final long SEED = 0x1A9L;
    private static final long MS = 1_000_000;
    private static final int DATAGRAMS = 1000;
    private static final int BLOCKS = 4096;

    private final Arena arena = Arena.ofConfined();
    private final CachedNanoClock clock = new CachedNanoClock();
    private final MemoryNetwork network = new MemoryNetwork(clock, SEED, BLOCKS);
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemorySegment addresses = arena.allocate(2L * Transport.ADDRESS_SLOT_BYTES, 8);
    private final List<Integer> received = new ArrayList<>();
    private final DatagramHandler onDatagram = (memory, address, addressLength, payload, length) -> {
        assertEquals(Integer.BYTES, length);
        received.add(memory.get(ValueLayout.JAVA_INT_UNALIGNED, payload));
    };

    @AfterEach
    void free() {
        network.close();
        arena.close();
    }

    @Test
    void shouldHoldEachDatagramBackAsLongAsAskedInBothDirections() {
        try (Transport far = far();
                Transport near = near(LinkConditions.CLEAN.delayMs(40), BLOCKS)) {
            send(near, Transport.ADDRESS_SLOT_BYTES, 7);
            near.flush();
            assertEquals(List.of(), take(far), "at once");
            clock.update(39 * MS);
            near.flush();
            assertEquals(List.of(), take(far), "a millisecond too early");
            clock.update(40 * MS);
            near.flush();
            assertEquals(List.of(7), take(far));

            send(far, 0, 8);
            far.flush();
            assertEquals(List.of(), take(near));
            clock.update(80 * MS);
            assertEquals(List.of(8), take(near));
        }
    }

    @Test
    void shouldLoseAboutAsManyAsAskedAndTheSameOnesWithTheSameSeed() {
        final List<Integer> first = survivors();
        final List<Integer> second = survivors();

        assertEquals(first, second);
        assertTrue(first.size() > 640 && first.size() < 760, "30 percent of " + DATAGRAMS + " lost: " + first.size());
        assertEquals(0, network.usedBlockCount());
    }

    @Test
    void shouldSayThatThereIsNoRoomWhenTooManyAreUnderWay() {
        try (Transport far = far();
                Transport near = near(LinkConditions.CLEAN.delayMs(10), 4)) {
            for (int number = 0; number < 4; number++) {
                send(near, Transport.ADDRESS_SLOT_BYTES, number);
            }
            final long fifth = near.claim();
            clock.update(clock.nanoTime() + 10 * MS);
            near.flush();

            assertEquals(-1, fifth);
            assertEquals(List.of(0, 1, 2, 3), take(far));
            assertTrue(near.claim() >= 0, "there is room again");
        }
    }

    private List<Integer> survivors() {
        try (Transport far = far();
                Transport near = near(LinkConditions.CLEAN.lossPercent(30), BLOCKS)) {
            for (int number = 0; number < DATAGRAMS; number++) {
                send(near, Transport.ADDRESS_SLOT_BYTES, number);
            }
            near.flush();
            return take(far);
        }
    }

    private Transport far() {
        PeerAddress.setIpv4(addresses, Transport.ADDRESS_SLOT_BYTES, 0x0A00_0002, 5000);
        final Transport far = network.endpoint(counters, addresses, Transport.ADDRESS_SLOT_BYTES);
        far.open();
        return far;
    }

    private Transport near(final LinkConditions conditions, final int blocks) {
        PeerAddress.setIpv4(addresses, 0, 0x0A00_0001, 4000);
        final Transport inner = network.endpoint(counters, addresses, 0);
        final Transport near = new ImpairedTransport(inner, conditions, SEED, clock, blocks);
        near.open();
        return near;
    }

    private void send(final Transport from, final long to, final int number) {
        final long slot = from.claim();
        from.sendMemory().set(ValueLayout.JAVA_INT_UNALIGNED, slot, number);
        from.send(addresses, to, slot, Integer.BYTES);
    }

    private List<Integer> take(final Transport at) {
        received.clear();
        at.poll(onDatagram, BLOCKS);
        return List.copyOf(received);
    }
}
