package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How long a round trip takes, as RFC 9002 section 5 estimates it. All times in nanoseconds.
 *
 * <pre> 0 smoothed i64, 0 while there is no sample | 8 variation i64 | 16 least i64 | 24 latest i64 </pre>
 */
final class RttEstimator {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 32;

    /** What is assumed before the first sample (RFC 9002 section 6.2.2). */
    static final long INITIAL_NS = 333_000_000L;

    /** Samples above this say more about a stalled process than about the path. */
    static final long SAMPLE_MAX_NS = 2_000_000_000L;

    private static final long SMOOTHED = 0;
    private static final long VARIATION = 8;
    private static final long LEAST = 16;
    private static final long LATEST = 24;

    private RttEstimator() {}

    /** Forgets everything: a new session, or a new path. */
    static void begin(final MemorySegment memory, final long at) {
        memory.set(JAVA_LONG, at + SMOOTHED, 0);
        memory.set(JAVA_LONG, at + VARIATION, 0);
        memory.set(JAVA_LONG, at + LEAST, 0);
        memory.set(JAVA_LONG, at + LATEST, 0);
    }

    /**
     * Takes a sample; one below 0 or above {@link #SAMPLE_MAX_NS} is ignored.
     *
     * @param sampleNs from sending a packet to its ack.
     * @param ackDelayNs how long the peer says it held the ack, clamped by the caller to what it may.
     * @return whether it was taken.
     */
    static boolean sample(final MemorySegment memory, final long at, final long sampleNs, final long ackDelayNs) {
        if (sampleNs < 0 || sampleNs > SAMPLE_MAX_NS) {
            return false;
        }
        final long smoothed = memory.get(JAVA_LONG, at + SMOOTHED);
        if (smoothed == 0) {
            memory.set(JAVA_LONG, at + LEAST, sampleNs);
            memory.set(JAVA_LONG, at + LATEST, sampleNs);
            memory.set(JAVA_LONG, at + SMOOTHED, Math.max(1, sampleNs));
            memory.set(JAVA_LONG, at + VARIATION, sampleNs / 2);
            return true;
        }
        final long least = Math.min(memory.get(JAVA_LONG, at + LEAST), sampleNs);
        final long adjusted = sampleNs - ackDelayNs < least ? sampleNs : sampleNs - ackDelayNs;
        final long variation = memory.get(JAVA_LONG, at + VARIATION);
        memory.set(JAVA_LONG, at + LEAST, least);
        memory.set(JAVA_LONG, at + LATEST, adjusted);
        memory.set(JAVA_LONG, at + VARIATION, (3 * variation + Math.abs(smoothed - adjusted)) / 4);
        memory.set(JAVA_LONG, at + SMOOTHED, Math.max(1, (7 * smoothed + adjusted) / 8));
        return true;
    }

    /** Whether there was a sample. */
    static boolean known(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + SMOOTHED) != 0;
    }

    /** The smoothed round trip, {@link #INITIAL_NS} before the first sample. */
    static long smoothedNs(final MemorySegment memory, final long at) {
        final long smoothed = memory.get(JAVA_LONG, at + SMOOTHED);
        return smoothed == 0 ? INITIAL_NS : smoothed;
    }

    /** How much round trips differ, half of {@link #INITIAL_NS} before the first sample. */
    static long variationNs(final MemorySegment memory, final long at) {
        return known(memory, at) ? memory.get(JAVA_LONG, at + VARIATION) : INITIAL_NS / 2;
    }

    /** The shortest round trip seen; 0 before the first sample. */
    static long leastNs(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + LEAST);
    }

    /** A packet older than this is lost once a later one was acked: 9/8 of a round trip, at least one tick. */
    static long lossDelayNs(final MemorySegment memory, final long at, final long tickNs) {
        final long longest = Math.max(smoothedNs(memory, at), memory.get(JAVA_LONG, at + LATEST));
        return Math.max(longest + longest / 8, tickNs);
    }

    /** When silence after an eliciting packet calls for a probe, without back-off. */
    static long probeDelayNs(final MemorySegment memory, final long at, final long tickNs, final long maxAckDelayNs) {
        return smoothedNs(memory, at) + Math.max(4 * variationNs(memory, at), tickNs) + maxAckDelayNs;
    }
}
