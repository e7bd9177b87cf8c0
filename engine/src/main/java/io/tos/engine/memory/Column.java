package io.tos.engine.memory;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * What every column can say of itself: for layouts, hashes, saves and reference pages. Loops take the concrete record,
 * never this: the offset folds to a constant only there.
 */
public sealed interface Column permits ByteColumn, ShortColumn, IntColumn, LongColumn {
    /** Bytes from the start of a chunk to the value of row 0, a multiple of 64. */
    long offsetInChunk();

    /** Component and field, as in {@code position.x}. */
    String name();

    /** What one of it is, as in {@code m/65536}. */
    String unit();

    /** What else happens to it. */
    Set<ColumnFlag> flags();

    /** Bytes per row: 1, 2, 4 or 8. */
    int widthBytes();

    /** The value of a row, sign-extended: for tools and commands, not for loops. */
    long read(MemorySegment memory, long base, int row);

    /** Sets a row from the low bits of {@code value}: for tools and commands, not for loops. */
    void write(MemorySegment memory, long base, int row, long value);
}
