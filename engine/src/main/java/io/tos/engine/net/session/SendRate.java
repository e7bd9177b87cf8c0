package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How fast a session sends. Every 250 ms: fewer bytes when packets get lost or queue up on the way, at most once per
 * round trip; else 5 % a second more. Where snapshots (or inputs) and reliable frames both want to leave, each gets half
 * of the rate: a burst of messages cannot freeze movement, and movement cannot starve messages. A packet may overdraw
 * the budget by itself.
 *
 * <pre> 0 all, a {@link TokenBucket} | 16 reliable, a TokenBucket | 32 flow, a TokenBucket | 48 rate i32 | 52 ceiling i32
 * | 56 reducedNs i64 | 64 flowNs i64: when a snapshot or input was last offered </pre>
 */
final class SendRate {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 72;

    /** Time between two looks at the path. */
    static final long ADJUST_INTERVAL_NS = 250_000_000L;

    private static final long ALL = SessionRecord.RATE;
    private static final long RELIABLE = ALL + TokenBucket.BYTES;
    private static final long FLOW = RELIABLE + TokenBucket.BYTES;
    private static final long RATE = FLOW + TokenBucket.BYTES;
    private static final long CEILING = RATE + 4;
    private static final long REDUCED = RATE + 8;
    private static final long FLOW_OFFERED = RATE + 16;

    private static final int LOST_MAX = SentPackets.PACKETS / 20;
    private static final long QUEUE_MAX_NS = 100_000_000L;
    private static final long FLOWS_NS = 250_000_000L;
    private static final int BURST_BYTES_MIN = 4_800;
    private static final int RESTART_BYTES_PER_SECOND = 16 << 10;

    private final MemorySegment memory;
    private final SendRates rates;

    SendRate(final MemorySegment memory, final SendRates rates) {
        this.memory = memory;
        this.rates = rates;
    }

    /** Starts at {@code bytesPerSecond}, never to exceed {@code most}, both within the configured bounds. */
    void begin(final long session, final int bytesPerSecond, final int most, final long nowNs) {
        final int ceiling = Math.clamp(most, rates.floor(), rates.ceiling());
        final int rate = Math.clamp(bytesPerSecond, rates.floor(), ceiling);
        memory.set(JAVA_INT, session + CEILING, ceiling);
        memory.set(JAVA_INT, session + RATE, rate);
        memory.set(JAVA_LONG, session + REDUCED, nowNs);
        memory.set(JAVA_LONG, session + FLOW_OFFERED, nowNs - FLOWS_NS);
        memory.set(JAVA_LONG, session + SessionRecord.ADJUST_NS, nowNs + ADJUST_INTERVAL_NS);
        TokenBucket.begin(memory, session + ALL, burst(rate), nowNs);
        TokenBucket.begin(memory, session + RELIABLE, burst(rate), nowNs);
        TokenBucket.begin(memory, session + FLOW, burst(rate), nowNs);
    }

    /** The path is new: what was learned of the old one says nothing, so it begins low. */
    void restart(final long session, final long nowNs) {
        begin(session, RESTART_BYTES_PER_SECOND, memory.get(JAVA_INT, session + CEILING), nowNs);
    }

    /** Bytes a second now. */
    int bytesPerSecond(final long session) {
        return memory.get(JAVA_INT, session + RATE);
    }

    /**
     * Whether a snapshot or input may leave.
     *
     * @param contended whether reliable frames wait too.
     */
    boolean maySendFlow(final long session, final boolean contended, final long nowNs) {
        final int rate = bytesPerSecond(session);
        memory.set(JAVA_LONG, session + FLOW_OFFERED, nowNs);
        TokenBucket.fill(memory, session + FLOW, rate / 2, burst(rate), nowNs);
        return maySend(session, nowNs) && (!contended || TokenBucket.level(memory, session + FLOW) > 0);
    }

    private boolean maySend(final long session, final long nowNs) {
        final int rate = bytesPerSecond(session);
        TokenBucket.fill(memory, session + ALL, rate, burst(rate), nowNs);
        return TokenBucket.level(memory, session + ALL) > 0;
    }

    /** Whether a packet of reliable frames alone may leave. */
    boolean maySendReliable(final long session, final long nowNs) {
        TokenBucket.fill(
                memory, session + RELIABLE, reliableRate(session, nowNs), burst(bytesPerSecond(session)), nowNs);
        return maySend(session, nowNs) && TokenBucket.level(memory, session + RELIABLE) > 0;
    }

    /** When {@link #maySendReliable} will say yes. */
    long reliableRefilledNs(final long session, final long nowNs) {
        final long allNs = TokenBucket.refilledNs(memory, session + ALL, bytesPerSecond(session), nowNs);
        final long reliableNs = TokenBucket.refilledNs(memory, session + RELIABLE, reliableRate(session, nowNs), nowNs);
        return Math.max(allNs, reliableNs);
    }

    /** A packet left. */
    void spend(final long session, final int lengthBytes) {
        TokenBucket.spend(memory, session + ALL, lengthBytes);
    }

    /** It was one of reliable frames alone. */
    void spendReliable(final long session, final int lengthBytes) {
        TokenBucket.spend(memory, session + RELIABLE, lengthBytes);
    }

    /** It was one with a snapshot or input. */
    void spendFlow(final long session, final int lengthBytes) {
        if (TokenBucket.level(memory, session + FLOW) > 0) { // no debt for what nobody else wanted
            TokenBucket.spend(memory, session + FLOW, lengthBytes);
        }
    }

    /**
     * 250 ms are over: looks at the path.
     *
     * @param lostRecently packets lost of the last 128.
     */
    void adjust(final long session, final int lostRecently, final long nowNs) {
        memory.set(JAVA_LONG, session + SessionRecord.ADJUST_NS, nowNs + ADJUST_INTERVAL_NS);
        final long smoothedNs = RttEstimator.smoothedNs(memory, session + SessionRecord.RTT);
        final boolean queues = RttEstimator.known(memory, session + SessionRecord.RTT)
                && smoothedNs - RttEstimator.leastNs(memory, session + SessionRecord.RTT) > QUEUE_MAX_NS;
        final int rate = bytesPerSecond(session);
        if (lostRecently > LOST_MAX || queues) {
            if (nowNs - memory.get(JAVA_LONG, session + REDUCED) >= smoothedNs) {
                memory.set(JAVA_LONG, session + REDUCED, nowNs);
                memory.set(JAVA_INT, session + RATE, Math.max(rates.floor(), rate / 10 * 7));
            }
            return;
        }
        memory.set(JAVA_INT, session + RATE, Math.min(memory.get(JAVA_INT, session + CEILING), rate + rate / 80));
    }

    private int reliableRate(final long session, final long nowNs) {
        final int rate = bytesPerSecond(session);
        return nowNs - memory.get(JAVA_LONG, session + FLOW_OFFERED) < FLOWS_NS ? rate / 2 : rate;
    }

    private static int burst(final int rate) {
        return Math.max(BURST_BYTES_MIN, rate / 4);
    }
}
