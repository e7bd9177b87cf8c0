package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A budget that fills with time: units (bytes, packets) per second, up to a burst. It may be overdrawn where the caller
 * says so, by one packet at most.
 *
 * <pre> 0 level i64, in billionths of a unit | 8 filledNs i64 </pre>
 */
final class TokenBucket {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 16;

    private static final long LEVEL = 0;
    private static final long FILLED = 8;
    private static final long SECOND_NS = 1_000_000_000L;

    private TokenBucket() {}

    /** Starts full. */
    static void begin(final MemorySegment memory, final long at, final int burst, final long nowNs) {
        memory.set(JAVA_LONG, at + LEVEL, burst * SECOND_NS);
        memory.set(JAVA_LONG, at + FILLED, nowNs);
    }

    /** Adds what has come in since the last fill. */
    static void fill(
            final MemorySegment memory, final long at, final int perSecond, final int burst, final long nowNs) {
        final long elapsedNs = Math.min(nowNs - memory.get(JAVA_LONG, at + FILLED), SECOND_NS);
        if (elapsedNs <= 0) {
            return;
        }
        final long level = memory.get(JAVA_LONG, at + LEVEL) + elapsedNs * perSecond;
        memory.set(JAVA_LONG, at + LEVEL, Math.min(level, burst * SECOND_NS));
        memory.set(JAVA_LONG, at + FILLED, nowNs);
    }

    /** Whole units in it; below 0 while overdrawn. */
    static long level(final MemorySegment memory, final long at) {
        return Math.floorDiv(memory.get(JAVA_LONG, at + LEVEL), SECOND_NS);
    }

    /** Takes {@code units} if there are as many. */
    static boolean take(final MemorySegment memory, final long at, final int units) {
        final long level = memory.get(JAVA_LONG, at + LEVEL);
        if (level < units * SECOND_NS) {
            return false;
        }
        memory.set(JAVA_LONG, at + LEVEL, level - units * SECOND_NS);
        return true;
    }

    /** Takes {@code units} whether they are there or not. */
    static void spend(final MemorySegment memory, final long at, final int units) {
        memory.set(JAVA_LONG, at + LEVEL, memory.get(JAVA_LONG, at + LEVEL) - units * SECOND_NS);
    }

    /** When the level will be at least one unit; {@code nowNs} if it is. */
    static long refilledNs(final MemorySegment memory, final long at, final int perSecond, final long nowNs) {
        final long missing = SECOND_NS - memory.get(JAVA_LONG, at + LEVEL);
        return missing <= 0 ? nowNs : nowNs + missing / perSecond + 1;
    }
}
