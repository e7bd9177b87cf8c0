package io.tos.engine.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * One {@code byte} per row of a chunk. A constant of the program: keep it in a {@code static final} field, so that its
 * offset folds into the loop; the data comes as (memory, chunk base, row).
 */
public record ByteColumn(long offsetInChunk, String name, String unit, Set<ColumnFlag> flags) implements Column {
    /** The value of {@code row} in the chunk at {@code base}. */
    public byte get(final MemorySegment memory, final long base, final int row) {
        return memory.get(JAVA_BYTE, base + offsetInChunk + row);
    }

    /** Sets the value of {@code row} in the chunk at {@code base}. */
    public void set(final MemorySegment memory, final long base, final int row, final byte value) {
        memory.set(JAVA_BYTE, base + offsetInChunk + row, value);
    }

    @Override
    public int widthBytes() {
        return Byte.BYTES;
    }

    @Override
    public long read(final MemorySegment memory, final long base, final int row) {
        return get(memory, base, row);
    }

    @Override
    public void write(final MemorySegment memory, final long base, final int row, final long value) {
        set(memory, base, row, (byte) value);
    }
}
