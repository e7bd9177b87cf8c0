package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Off-heap blocks in two lengths, shared by all sessions of an agent: a session holds memory only while it holds
 * messages. A block is named by its place in units of 64 bytes; 0 is no block.
 *
 * <p>Free blocks are chained through their first four bytes. Nothing is cleared: who takes a block writes it.
 */
final class BlockPool implements AutoCloseable {
    /** No block. */
    static final int NONE = 0;

    /** Length of a small block. */
    static final int SMALL_BYTES = 128;

    /** Length of a large block. */
    static final int LARGE_BYTES = 1_088;

    private static final int UNIT_BYTES = 64;

    private final Region region;
    private final MemorySegment memory;
    private final int firstLarge;
    private int freeSmall;
    private int freeLarge;
    private long usedBytes;

    /**
     * @param name of the memory, for reports.
     * @param smallMax how many small blocks.
     * @param largeMax how many large blocks.
     */
    BlockPool(final String name, final int smallMax, final int largeMax) {
        final long lengthBytes = UNIT_BYTES + (long) smallMax * SMALL_BYTES + (long) largeMax * LARGE_BYTES;
        this.region = Region.shared(name, lengthBytes, UNIT_BYTES);
        this.memory = region.memory();
        this.firstLarge = 1 + smallMax * (SMALL_BYTES / UNIT_BYTES);
        this.freeSmall = chain(1, smallMax, SMALL_BYTES / UNIT_BYTES);
        this.freeLarge = chain(firstLarge, largeMax, LARGE_BYTES / UNIT_BYTES);
    }

    private int chain(final int first, final int count, final int units) {
        for (int index = 0; index < count; index++) {
            final int next = index + 1 < count ? first + (index + 1) * units : NONE;
            memory.set(JAVA_INT, at(first + index * units), next);
        }
        return count == 0 ? NONE : first;
    }

    /** All blocks' memory. */
    MemorySegment memory() {
        return memory;
    }

    /** Where a block lies in {@link #memory()}. */
    static long at(final int block) {
        return (long) block * UNIT_BYTES;
    }

    /** A block of at least {@code lengthBytes}, at most {@link #LARGE_BYTES}, or {@link #NONE}. */
    int take(final int lengthBytes) {
        assert lengthBytes <= LARGE_BYTES : lengthBytes;
        if (lengthBytes <= SMALL_BYTES && freeSmall != NONE) {
            final int block = freeSmall;
            freeSmall = memory.get(JAVA_INT, at(block));
            usedBytes += SMALL_BYTES;
            return block;
        }
        final int block = freeLarge;
        if (block != NONE) {
            freeLarge = memory.get(JAVA_INT, at(block));
            usedBytes += LARGE_BYTES;
        }
        return block;
    }

    /** Gives a block back. */
    void give(final int block) {
        assert block != NONE;
        if (block < firstLarge) {
            memory.set(JAVA_INT, at(block), freeSmall);
            freeSmall = block;
            usedBytes -= SMALL_BYTES;
        } else {
            memory.set(JAVA_INT, at(block), freeLarge);
            freeLarge = block;
            usedBytes -= LARGE_BYTES;
        }
    }

    /** Bytes of all blocks that are out. */
    long usedBytes() {
        return usedBytes;
    }

    @Override
    public void close() {
        region.close();
    }
}
