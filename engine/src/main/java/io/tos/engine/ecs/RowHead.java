package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What the world itself keeps for each row, together in one cache line because it is always needed together.
 *
 * <pre> 0 slot u64: the id while the entity lives, else generation &lt;&lt; 32 | ~next free index | 8 components, a bit each </pre>
 */
final class RowHead {
    static final long BYTES = 16;

    private RowHead() {}

    static long slot(final MemorySegment memory, final long base, final int row) {
        return memory.get(JAVA_LONG, at(base, row));
    }

    static void slot(final MemorySegment memory, final long base, final int row, final long slot) {
        memory.set(JAVA_LONG, at(base, row), slot);
    }

    static long components(final MemorySegment memory, final long base, final int row) {
        return memory.get(JAVA_LONG, at(base, row) + 8);
    }

    static void components(final MemorySegment memory, final long base, final int row, final long mask) {
        memory.set(JAVA_LONG, at(base, row) + 8, mask);
    }

    private static long at(final long base, final int row) {
        return base + Layout.HEADS + row * BYTES;
    }
}
