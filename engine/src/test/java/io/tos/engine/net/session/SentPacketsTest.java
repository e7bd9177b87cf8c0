package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acks, loss, probes and cheating acks against a clock that moves when told. */
class SentPacketsTest implements PacketFates {
    private static final long MS = 1_000_000L;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long ACK_DELAY_NS = 50 * MS;

    private final MemorySegment memory = Arena.ofAuto().allocate(SessionRecord.BYTES, 64);
    private final Counters counters = new Counters(Arena.ofAuto().allocate(Counters.BLOCK_BYTES, 64), 0);
    private final SentPackets sent = new SentPackets(memory, SessionTiming.DEFAULT, this, counters);
    private final List<Integer> acked = new ArrayList<>();
    private final List<Integer> lost = new ArrayList<>();

    @Override
    public void onAcked(final long session, final int firstBlock, final int snapshot) {
        acked.add(snapshot);
    }

    @Override
    public void onLost(final long session, final int firstBlock, final int snapshot) {
        lost.add(snapshot == NO_SNAPSHOT ? -firstBlock : snapshot);
    }

    private void begin(final long first) {
        sent.begin(0, first, NEVER);
        memory.set(java.lang.foreign.ValueLayout.JAVA_LONG, SessionRecord.PEER_ACK_DELAY_NS, ACK_DELAY_NS);
        RttEstimator.begin(memory, SessionRecord.RTT);
        RttEstimator.sample(memory, SessionRecord.RTT, 80 * MS, 0);
    }

    /** Sends {@code count} packets, 1 ms apart from {@code fromNs}; snapshot ids count up. */
    private void send(final int count, final long fromNs) {
        for (int index = 0; index < count; index++) {
            sent.sent(0, true, BlockPool.NONE, index, fromNs + index * MS);
        }
    }

    @Test
    void shouldReportAckedWhenMaskAndLargestSaySo() {
        for (final long first : new long[] {0, (1L << 24) - 2, (1L << 32) - 2, 1L << 63}) {
            begin(first);
            send(5, 0);

            assertTrue(sent.onAck(0, first + 4, 0b1010, 0, 80 * MS));

            assertEquals(List.of(4, 2, 0), acked);
            assertEquals(first + 5, sent.ackedNext(0));
            acked.clear();
            lost.clear();
        }
    }

    @Test
    void shouldLoseAPacketWhenThreeLaterOnesAreAcked() {
        begin(0);
        send(5, 0);

        sent.onAck(0, 2, 0b1, 0, 10 * MS); // 1 and 2
        assertEquals(List.of(), lost);
        sent.onAck(0, 3, 0b11, 0, 11 * MS);

        assertEquals(List.of(0), lost);
        assertEquals(1, sent.elicitingInFlight(0));
        assertEquals(1, sent.lostRecently(0));
    }

    @Test
    void shouldLoseAPacketWhenOneLaterIsAckedAndNineEighthsOfARoundTripPassed() {
        begin(0);
        send(2, 0);
        sent.onAck(0, 1, 0, 0, 81 * MS);
        assertEquals(List.of(), lost);
        final long dueNs = sent.dueNs(0);
        assertEquals(90 * MS, dueNs);

        sent.detectLoss(0, dueNs - 1);
        assertEquals(List.of(), lost);
        sent.detectLoss(0, dueNs);

        assertEquals(List.of(0), lost);
        assertEquals(Long.MAX_VALUE, sent.dueNs(0));
    }

    @Test
    void shouldWidenTheThresholdWhenALostPacketIsAckedAfterAll() {
        begin(0);
        send(20, 0);
        sent.onAck(0, 3, 0b11, 0, 10 * MS); // loses 0
        sent.onAck(0, 3, 0b111, 0, 11 * MS); // here it is
        assertEquals(1, counters.value(Counter.PACKETS_SPURIOUSLY_LOST));

        sent.onAck(0, 7, 0b11, 0, 12 * MS); // 4 is three behind: no longer enough
        assertEquals(List.of(0), lost);
        sent.onAck(0, 8, 0b111, 0, 13 * MS);

        assertEquals(List.of(0, 4), lost);
    }

    @Test
    void shouldRefuseTheAckWhenThePacketWasNeverSent() {
        begin(100);
        send(3, 0);

        assertFalse(sent.onAck(0, 103, 0, 0, MS));
        assertFalse(sent.onAck(0, 99, 0, 0, MS));
        assertEquals(List.of(), acked);
    }

    @Test
    void shouldRefuseTheAckWhenTheNumberWasLeftOut() {
        sent.begin(0, 0, 2);
        for (int index = 0; index < 4; index++) {
            if (sent.isSkipDue(0)) {
                sent.skip(0, 1_000);
            }
            sent.sent(0, true, BlockPool.NONE, index, 0);
        }
        assertEquals(5, sent.next(0));

        assertTrue(sent.onAck(0, 3, 0b110, 0, MS)); // 3, 1, 0
        assertFalse(sent.onAck(0, 4, 0b10, 0, MS)); // and 2
    }

    @Test
    void shouldProbeAfterTwiceTheTimeWhenNothingIsAcked() {
        begin(0);
        sent.sent(0, true, 7, NO_SNAPSHOT, 0);
        final long firstNs = sent.dueNs(0);
        assertEquals((80 + 160 + 50) * MS, firstNs);

        assertTrue(sent.probe(0));
        assertEquals(List.of(-7), lost);
        sent.sent(0, true, 7, NO_SNAPSHOT, firstNs);
        assertEquals(firstNs + 2 * 290 * MS, sent.dueNs(0));

        for (int round = 0; round < 20; round++) {
            sent.probe(0);
        }
        assertEquals(firstNs + 2_000 * MS, sent.dueNs(0));
    }

    @Test
    void shouldNotProbeWhenOnlyPacketsThatElicitNothingAreInFlight() {
        begin(0);
        sent.sent(0, false, BlockPool.NONE, 1, 0);

        assertEquals(Long.MAX_VALUE, sent.dueNs(0));
    }

    @Test
    void shouldLoseTheOldestWhenMoreThan128AreInFlight() {
        begin(0);
        send(130, 0);

        assertEquals(List.of(0, 1), lost);
        assertEquals(128, sent.elicitingInFlight(0));
    }

    @Test
    void shouldBelieveOnlyTheAllowedDelayWhenThePeerClaimsMore() {
        begin(0);
        send(1, 0);

        sent.onAck(0, 0, 0, 500 * MS, 180 * MS);

        assertEquals((7 * 80 + 130) * MS / 8, RttEstimator.smoothedNs(memory, SessionRecord.RTT));
    }

    @Test
    void shouldTakeNoSampleWhenThePacketElicitedNothingAndWaitedAnUnknownTime() {
        begin(0);
        sent.sent(0, false, BlockPool.NONE, 0, 0);

        sent.onAck(0, 0, 0, -1, 900 * MS);

        assertEquals(80 * MS, RttEstimator.smoothedNs(memory, SessionRecord.RTT));
        assertEquals(List.of(0), acked);
    }

    @Test
    void shouldBeStalledWhenThePeerAcksEverythingButReliableFrames() {
        begin(0);
        for (int round = 0; round < 200; round++) {
            assertFalse(sent.isStalled(0, 10_000 * MS, round * MS), "round " + round);
            sent.sent(0, true, 7, NO_SNAPSHOT, round * MS);
            for (int index = 0; index < 3; index++) {
                sent.sent(0, false, BlockPool.NONE, index, round * MS);
            }
            sent.onAck(0, sent.next(0) - 1, 0b11, 0, round * MS);
        }
        assertTrue(sent.isStalled(0, 10_000 * MS, 200 * MS));
    }

    @Test
    void shouldBeStalledWhenNothingIsAckedForTenSeconds() {
        begin(0);
        sent.sent(0, true, BlockPool.NONE, NO_SNAPSHOT, 0);
        assertFalse(sent.isStalled(0, 10_000 * MS, 20_000 * MS), "nothing reliable waits");

        sent.sent(0, true, 7, NO_SNAPSHOT, 5 * MS);

        assertFalse(sent.isStalled(0, 10_000 * MS, 10_004 * MS));
        assertTrue(sent.isStalled(0, 10_000 * MS, 10_005 * MS));
    }
}
