package io.tos.engine.telemetry;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One writer's cells, one long per {@link Counter}. The agent that owns the block is its only writer; anyone may read.
 * Cells are off-heap, in a block of {@link #BLOCK_BYTES}.
 */
public final class Counters {
    /** Room for 256 counters: new ones do not move old ones. */
    public static final int BLOCK_BYTES = 256 * Long.BYTES;

    private static final VarHandle CELL = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;
    private final long block;

    /**
     * @param memory holds the block.
     * @param block offset of the block, a multiple of 64.
     */
    public Counters(final MemorySegment memory, final long block) {
        this.memory = memory;
        this.block = block;
    }

    /** Writer: adds one. */
    public void increment(final Counter counter) {
        add(counter, 1);
    }

    /** Writer: adds {@code amount}, which is not negative for a counter that only rises. */
    public void add(final Counter counter, final long amount) {
        final long cell = block + (long) counter.id() * Long.BYTES;
        CELL.setRelease(memory, cell, memory.get(ValueLayout.JAVA_LONG, cell) + amount);
    }

    /** Writer: sets a value that may fall. */
    public void set(final Counter counter, final long value) {
        CELL.setRelease(memory, block + (long) counter.id() * Long.BYTES, value);
    }

    /** Any thread: the value. */
    public long value(final Counter counter) {
        return (long) CELL.getAcquire(memory, block + (long) counter.id() * Long.BYTES);
    }
}
