package io.tos.engine.sim.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Bends bytes: changes some, shifts some, fills some with noise, or puts back what it saw before in another place. Keeps
 * the length. One thread.
 */
final class Bender {
    private static final int MEMORY_BYTES = 4_096;
    private static final byte[] EDGES = {0, 1, 2, 3, 4, 5, 6, 7, 63, 64, 127, (byte) 128, (byte) 254, (byte) 255};

    private final SplittableRandom random;
    private final byte[] seen = new byte[MEMORY_BYTES];
    private int seenAt;
    private long bentCount;

    Bender(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** How often it bent something. */
    long bentCount() {
        return bentCount;
    }

    /** One in {@code odds}. */
    boolean chance(final int odds) {
        return random.nextInt(odds) == 0;
    }

    /** Bends {@code length} bytes from {@code at} on, after it has looked at them. */
    void bend(final MemorySegment memory, final long at, final int length) {
        if (length == 0) {
            return;
        }
        bentCount++;
        remember(memory, at, length);
        switch (random.nextInt(6)) {
            case 0, 1 -> change(memory, at, length);
            case 2 -> flip(memory, at, length);
            case 3 -> shift(memory, at, length);
            case 4 -> fill(memory, at, length);
            default -> splice(memory, at, length);
        }
    }

    private void remember(final MemorySegment memory, final long at, final int length) {
        for (int index = 0; index < length; index++) {
            seen[seenAt++ & MEMORY_BYTES - 1] = memory.get(ValueLayout.JAVA_BYTE, at + index);
        }
    }

    /** Some bytes become others, often ones at the edge of a range. */
    private void change(final MemorySegment memory, final long at, final int length) {
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            final byte value = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (byte) random.nextInt();
            memory.set(ValueLayout.JAVA_BYTE, at + random.nextInt(length), value);
        }
    }

    private void flip(final MemorySegment memory, final long at, final int length) {
        final long place = at + random.nextInt(length);
        final byte flipped = (byte) (memory.get(ValueLayout.JAVA_BYTE, place) ^ 1 << random.nextInt(8));
        memory.set(ValueLayout.JAVA_BYTE, place, flipped);
    }

    /** What lies behind some place moves on or back by some bytes. */
    private void shift(final MemorySegment memory, final long at, final int length) {
        final int from = random.nextInt(length);
        final int to = Math.clamp(from + random.nextInt(-4, 5), 0, length - 1);
        final int moved = length - Math.max(from, to);
        MemorySegment.copy(memory, at + from, memory, at + to, moved);
    }

    private void fill(final MemorySegment memory, final long at, final int length) {
        final int from = random.nextInt(length);
        for (int index = from; index < length; index++) {
            memory.set(ValueLayout.JAVA_BYTE, at + index, (byte) random.nextInt());
        }
    }

    private void splice(final MemorySegment memory, final long at, final int length) {
        final int from = random.nextInt(length);
        final int count = 1 + random.nextInt(Math.min(64, length - from));
        final int source = random.nextInt(MEMORY_BYTES);
        for (int index = 0; index < count; index++) {
            memory.set(ValueLayout.JAVA_BYTE, at + from + index, seen[source + index & MEMORY_BYTES - 1]);
        }
    }
}
