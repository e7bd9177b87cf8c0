package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Zeros;
import java.lang.foreign.MemorySegment;

/**
 * Which packet numbers of one direction were taken already: the newest and the 1,023 before it. Numbers are unsigned 64
 * bits; all comparing is by subtraction from the larger one, so nothing wraps.
 *
 * <pre> 0 next i64: the newest taken plus one | 8 taken, 16 longs: bit (number mod 1,024) </pre>
 */
final class ReplayWindow {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 8 + 128;

    /** How many numbers it remembers. */
    static final int PACKETS = 1_024;

    /** The first number that is never accepted, 2^64 - 17: the last of all is kept for making keys. */
    static final long LIMIT = -17L;

    /** Answers of {@link #check}. */
    static final int FRESH = 0;

    /** The number was taken before. */
    static final int REPLAYED = 1;

    /** The number lies before the window, or beyond {@link #LIMIT}. */
    static final int OUTSIDE = 2;

    private static final long NEXT = 0;
    private static final long TAKEN = 8;
    private static final int WORDS = PACKETS / Long.SIZE;

    private ReplayWindow() {}

    /** Starts a window at {@code at}; {@code first} is the first number that may come. */
    static void begin(final MemorySegment memory, final long at, final long first) {
        memory.set(JAVA_LONG, at + NEXT, first);
        for (int word = 0; word < WORDS; word++) {
            memory.set(JAVA_LONG, at + TAKEN + 8L * word, -1L); // nothing before the first is ever fresh
        }
    }

    /** The newest number taken plus one; the first that may come while none was. */
    static long next(final MemorySegment memory, final long at) {
        return memory.get(JAVA_LONG, at + NEXT);
    }

    /** Whether {@code number} may still be taken: {@link #FRESH}, {@link #REPLAYED} or {@link #OUTSIDE}. Changes nothing. */
    static int check(final MemorySegment memory, final long at, final long number) {
        final long next = memory.get(JAVA_LONG, at + NEXT);
        if (Long.compareUnsigned(number, next) >= 0) {
            return Long.compareUnsigned(number, LIMIT) < 0 ? FRESH : OUTSIDE;
        }
        if (Long.compareUnsigned(next - number, PACKETS) > 0) {
            return OUTSIDE;
        }
        final long word = memory.get(JAVA_LONG, wordOf(at, number));
        return (word >>> number & 1) == 0 ? FRESH : REPLAYED;
    }

    /** Takes a number that {@link #check} called fresh and whose packet proved genuine. */
    static void mark(final MemorySegment memory, final long at, final long number) {
        assert check(memory, at, number) == FRESH : number;
        final long next = memory.get(JAVA_LONG, at + NEXT);
        if (Long.compareUnsigned(number, next) >= 0) {
            forget(memory, at, next, number - next);
            memory.set(JAVA_LONG, at + NEXT, number + 1);
        }
        final long word = wordOf(at, number);
        memory.set(JAVA_LONG, word, memory.get(JAVA_LONG, word) | 1L << number);
    }

    /** Makes room for the numbers from {@code from} to {@code from + more}, word by word: at most 17 steps. */
    private static void forget(final MemorySegment memory, final long at, final long from, final long more) {
        if (Long.compareUnsigned(more, PACKETS - 1) >= 0) {
            Zeros.fill(memory, at + TAKEN, WORDS * 8L);
            return;
        }
        long number = from;
        long left = more + 1;
        while (left > 0) {
            final int bit = (int) number & 63;
            final int count = (int) Math.min(left, 64 - bit);
            final long mask = (count == 64 ? -1L : (1L << count) - 1) << bit;
            final long word = wordOf(at, number);
            memory.set(JAVA_LONG, word, memory.get(JAVA_LONG, word) & ~mask);
            number += count;
            left -= count;
        }
    }

    private static long wordOf(final long at, final long number) {
        return at + TAKEN + (number & PACKETS - 1) / Long.SIZE * Long.BYTES;
    }
}
