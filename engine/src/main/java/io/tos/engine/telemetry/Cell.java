package io.tos.engine.telemetry;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** One value of a {@link Series} in the telemetry file. One writer; anyone may read. */
public final class Cell {
    private static final VarHandle VALUE = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;
    private final long at;

    Cell(final MemorySegment memory, final long at) {
        this.memory = memory;
        this.at = at;
    }

    /** Writer: what it is now, in the series' own unit. */
    public void set(final long value) {
        VALUE.setRelease(memory, at, value);
    }

    /** Any thread: the value. */
    public long value() {
        return (long) VALUE.getAcquire(memory, at);
    }
}
