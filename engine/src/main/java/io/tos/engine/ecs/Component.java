package io.tos.engine.ecs;

import io.tos.engine.memory.Bits;
import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.ColumnFlag;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.LongColumn;
import io.tos.engine.memory.ShortColumn;
import java.lang.foreign.MemorySegment;

/**
 * What a row can have: a set of columns and a presence bit; if a column is saved, a dirty bit too (changed since it was
 * last saved). Rows without it hold zero in all its columns, so a loop over a whole chunk needs no test.
 *
 * @param presence offset in the chunk of its presence bits.
 * @param dirty offset in the chunk of its dirty bits; a dirty row is always present.
 */
public record Component(Layout layout, String name, int id, long presence, long dirty) {
    /** A new column of ints, in the layout's next place. */
    public IntColumn ints(final String field, final String unit, final ColumnFlag... flags) {
        return layout.ints(this, field, unit, flags);
    }

    /** A new column of longs, in the layout's next place. */
    public LongColumn longs(final String field, final String unit, final ColumnFlag... flags) {
        return layout.longs(this, field, unit, flags);
    }

    /** A new column of shorts, in the layout's next place. */
    public ShortColumn shorts(final String field, final String unit, final ColumnFlag... flags) {
        return layout.shorts(this, field, unit, flags);
    }

    /** A new column of bytes, in the layout's next place. */
    public ByteColumn bytes(final String field, final String unit, final ColumnFlag... flags) {
        return layout.bytes(this, field, unit, flags);
    }

    /** Its bit in a row's word of components. */
    public long mask() {
        return 1L << id;
    }

    /** Whether {@code row} of the chunk at {@code base} has it. */
    public boolean isOn(final MemorySegment memory, final long base, final int row) {
        return Bits.get(memory, base + presence, row);
    }

    /** Notes that {@code row} of the chunk at {@code base}, which has it and saves it, changed since that was done. */
    public void markDirty(final MemorySegment memory, final long base, final int row) {
        assert layout.isSaved(this) : name;
        Bits.set(memory, base + dirty, row);
    }

    @Override
    public String toString() {
        return name;
    }
}
