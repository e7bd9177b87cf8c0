package io.tos.engine.game.interest;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** A set of slot numbers 0 to 255 in four off-heap words: bit {@code n & 63} of the long at {@code set + (n >> 6) * 8}. */
public final class SlotSet {
    /** Words of a set. */
    public static final int WORDS = 4;

    /** Bytes of a set. */
    public static final int BYTES = WORDS * Long.BYTES;

    private SlotSet() {}

    /** Word {@code index} of a set. */
    public static long word(final MemorySegment memory, final long set, final int index) {
        return memory.get(JAVA_LONG, set + index * 8L);
    }

    /** Sets word {@code index}. */
    public static void word(final MemorySegment memory, final long set, final int index, final long value) {
        memory.set(JAVA_LONG, set + index * 8L, value);
    }

    /** Puts a slot in. */
    public static void add(final MemorySegment memory, final long set, final int slot) {
        final long at = set + (slot >> 6) * 8L;
        memory.set(JAVA_LONG, at, memory.get(JAVA_LONG, at) | (1L << slot));
    }

    /** Takes a slot out. */
    public static void remove(final MemorySegment memory, final long set, final int slot) {
        final long at = set + (slot >> 6) * 8L;
        memory.set(JAVA_LONG, at, memory.get(JAVA_LONG, at) & ~(1L << slot));
    }

    /** Whether a slot is in. */
    public static boolean has(final MemorySegment memory, final long set, final int slot) {
        return (memory.get(JAVA_LONG, set + (slot >> 6) * 8L) >>> slot & 1) != 0;
    }

    /** Empties it. */
    public static void clear(final MemorySegment memory, final long set) {
        for (int index = 0; index < WORDS; index++) {
            word(memory, set, index, 0);
        }
    }

    /** The slot of the lowest bit of {@code bits}, which is word {@code index} or a part of it and not 0. */
    public static int slot(final int index, final long bits) {
        return (index << 6) + Long.numberOfTrailingZeros(bits);
    }
}
