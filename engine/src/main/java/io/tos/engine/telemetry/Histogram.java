package io.tos.engine.telemetry;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * How often each duration occurred: log-bucketed off-heap cells, 32 per power of two, so a reported value is at most 3.2 %
 * above the true one. One writer; anyone may read. Percentiles of several are never averaged: add the cells.
 *
 * <pre> 0 count u64 | 8 maximum u64 | 16 total u64 | 24 cells, {@link #CELLS} times u64 </pre>
 */
public final class Histogram {
    /** Cells of one histogram: values 0 to 2^43 (2.4 hours in nanoseconds); larger ones count in the last. */
    public static final int CELLS = 32 * 40;

    private static final int HEAD_BYTES = 24;

    /** Memory of one histogram. */
    public static final int BLOCK_BYTES = HEAD_BYTES + CELLS * Long.BYTES;

    private static final VarHandle CELL = ValueLayout.JAVA_LONG.varHandle();
    private static final int SUB_BITS = 5;

    private final MemorySegment memory;
    private final long block;

    /**
     * @param memory holds the block, zeroed.
     * @param block offset of the block, a multiple of 8.
     */
    public Histogram(final MemorySegment memory, final long block) {
        this.memory = memory;
        this.block = block;
    }

    /** Writer: counts one value, which is not negative. */
    public void record(final long value) {
        record(value, 1);
    }

    /** Writer: counts a value, which is not negative, so many times. */
    public void record(final long value, final long times) {
        add(block + HEAD_BYTES + (long) cellOf(value) * Long.BYTES, times);
        if (value > memory.get(ValueLayout.JAVA_LONG, block + 8)) {
            CELL.setRelease(memory, block + 8, value);
        }
        CELL.setRelease(memory, block + 16, memory.get(ValueLayout.JAVA_LONG, block + 16) + value * times);
        add(block, times);
    }

    /** Any thread: how many values were counted. */
    public long count() {
        return (long) CELL.getAcquire(memory, block);
    }

    /** Any thread: the largest value counted, exact. */
    public long maximum() {
        return (long) CELL.getAcquire(memory, block + 8);
    }

    /** Any thread: the sum of all values counted, exact. */
    public long total() {
        return (long) CELL.getAcquire(memory, block + 16);
    }

    /** Any thread: a copy of the cells as they are now. Allocates; for reports. */
    public HistogramCells cells() {
        final long[] cells = new long[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            cells[cell] = (long) CELL.getAcquire(memory, block + HEAD_BYTES + (long) cell * Long.BYTES);
        }
        return new HistogramCells(cells);
    }

    private void add(final long cell, final long times) {
        CELL.setRelease(memory, cell, memory.get(ValueLayout.JAVA_LONG, cell) + times);
    }

    private static int cellOf(final long value) {
        if (value < 1L << SUB_BITS) {
            return (int) value;
        }
        final int exponent = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        final int cell = ((exponent + 1) << SUB_BITS) + (int) ((value >>> exponent) & ((1 << SUB_BITS) - 1));
        return Math.min(cell, CELLS - 1);
    }

    /** The largest value that counts in this cell. */
    static long upperBound(final int cell) {
        if (cell < 1 << SUB_BITS) {
            return cell;
        }
        final int exponent = (cell >>> SUB_BITS) - 1;
        final long mantissa = (1L << SUB_BITS) + (cell & ((1 << SUB_BITS) - 1));
        return ((mantissa + 1) << exponent) - 1;
    }
}
