package io.tos.engine.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A set of small numbers as bits in off-heap words: bit {@code n & 63} of the long at {@code bits + (n >> 6) * 8}. The
 * caller says where the words are; they are aligned to 8.
 */
public final class Bits {
    private Bits() {}

    /** Bytes that hold {@code count} bits, in whole longs. */
    public static long bytes(final long count) {
        return (count + 63) >> 6 << 3;
    }

    /** Whether {@code bit} is in the set. */
    public static boolean get(final MemorySegment memory, final long bits, final int bit) {
        return (memory.get(JAVA_LONG, word(bits, bit)) >>> bit & 1) != 0;
    }

    /** Puts {@code bit} into the set. */
    public static void set(final MemorySegment memory, final long bits, final int bit) {
        final long word = word(bits, bit);
        memory.set(JAVA_LONG, word, memory.get(JAVA_LONG, word) | 1L << bit);
    }

    /** Takes {@code bit} out of the set. */
    public static void clear(final MemorySegment memory, final long bits, final int bit) {
        final long word = word(bits, bit);
        memory.set(JAVA_LONG, word, memory.get(JAVA_LONG, word) & ~(1L << bit));
    }

    /** The smallest member in {@code [from, limit)}, or {@code limit} if there is none. */
    public static int next(final MemorySegment memory, final long bits, final int from, final int limit) {
        int bit = from;
        while (bit < limit) {
            final long rest = memory.get(JAVA_LONG, word(bits, bit)) >>> bit;
            if (rest != 0) {
                return Math.min(limit, bit + Long.numberOfTrailingZeros(rest));
            }
            bit = (bit | 63) + 1;
        }
        return limit;
    }

    /** How many members lie in {@code [0, limit)}; {@code limit} is a multiple of 64. */
    public static int count(final MemorySegment memory, final long bits, final int limit) {
        int count = 0;
        for (int bit = 0; bit < limit; bit += 64) {
            count += Long.bitCount(memory.get(JAVA_LONG, word(bits, bit)));
        }
        return count;
    }

    private static long word(final long bits, final int bit) {
        return bits + ((long) (bit >> 6) << 3);
    }
}
