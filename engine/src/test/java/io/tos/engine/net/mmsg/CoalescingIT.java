package io.tos.engine.net.mmsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.net.TransportConfig;
import io.tos.engine.net.TransportConfig.Kind;
import io.tos.engine.net.Transports;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several datagrams as one message, there and back: {@code UDP_SEGMENT} into {@code UDP_GRO}. */
final class CoalescingIT {
    private final Arena arena = Arena.ofConfined();
    private final Counters sending = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final Counters receiving = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemorySegment peers = arena.allocate(2L * Transport.ADDRESS_SLOT_BYTES, 8);
    private final Transports senders = open(sending, false);
    private final Transports receivers = open(receiving, true);
    private final Transport sender = senders.shard(0);
    private final Transport receiver = receivers.shard(0);

    CoalescingIT() {
        sender.open();
        receiver.open();
        PeerAddress.set(peers, 0, InetAddress.getLoopbackAddress(), receiver.localPort(), PeerAddress.FAMILY_IPV4);
        PeerAddress.set(peers, 32, InetAddress.getLoopbackAddress(), receiver.localPort(), PeerAddress.FAMILY_IPV4);
    }

    @AfterEach
    void close() {
        senders.close();
        receivers.close();
        arena.close();
    }

    @Test
    void shouldArriveAsTheyWereSentWhenLengthsDiffer() {
        final int[] lengths = {100, 100, 100, 40, 40, 0, 0, 1200, 1200, 1, 7, 7, 8, 1200, 1199, 1199};
        for (int index = 0; index < lengths.length; index++) {
            queue(0, lengths[index], index);
        }

        assertEquals(lengths.length, sender.flush());

        final List<String> expected = new ArrayList<>();
        for (int index = 0; index < lengths.length; index++) {
            expected.add(lengths[index] + (lengths[index] == 0 ? "" : ":" + index));
        }
        assertEquals(expected, received(lengths.length));
        assertEquals(lengths.length, sending.value(Counter.DATAGRAMS_OUT));
        assertEquals(receiving.value(Counter.BYTES_IN), sending.value(Counter.BYTES_OUT));
    }

    @Test
    void shouldNeedFewMessagesWhenOnePeerGetsManyOfOneLength() {
        for (int index = 0; index < SendBatch.SLOTS_MAX; index++) {
            queue(0, 500, index % 100);
        }
        sender.flush();

        assertEquals(SendBatch.SLOTS_MAX, received(SendBatch.SLOTS_MAX).size());
        assertEquals(1, sending.value(Counter.SYSTEM_CALLS));
        assertTrue(
                receiving.value(Counter.SYSTEM_CALLS) <= 2,
                "one batch of at most 64 messages held all: " + receiving.value(Counter.SYSTEM_CALLS));
    }

    @Test
    void shouldCountEachAndGoOnWhenTheKernelRefusesAMessage() {
        PeerAddress.set(peers, 32, InetAddress.getLoopbackAddress(), 0, PeerAddress.FAMILY_IPV4);
        queue(0, 10, 1);
        for (int index = 0; index < 5; index++) {
            queue(32, 10, 2); // Nobody has port 0.
        }
        queue(0, 10, 3);

        assertEquals(7, sender.flush());

        assertEquals(List.of("10:1", "10:3"), received(2));
        assertEquals(5, sending.value(Counter.SEND_ERRORS));
        assertEquals(2, sending.value(Counter.DATAGRAMS_OUT));
    }

    private List<String> received(final int count) {
        final List<String> seen = new ArrayList<>();
        for (int polls = 0; polls < 1_000 && seen.size() < count; polls++) {
            receiver.poll(
                    (memory, address, addressLength, payload, length) ->
                            seen.add(length + (length == 0 ? "" : ":" + memory.get(ValueLayout.JAVA_BYTE, payload))),
                    1_000);
        }
        return seen;
    }

    private void queue(final long peer, final int length, final int mark) {
        final long slot = sender.claim();
        sender.sendMemory().set(ValueLayout.JAVA_BYTE, slot, (byte) mark);
        sender.send(peers, peer, slot, length);
    }

    private static Transports open(final Counters counters, final boolean gro) {
        return Transports.open(
                TransportConfig.DEFAULT
                        .withBindAddress("127.0.0.1")
                        .withPort(0)
                        .withKind(Kind.MMSG)
                        .withGro(gro),
                List.of(counters));
    }
}
