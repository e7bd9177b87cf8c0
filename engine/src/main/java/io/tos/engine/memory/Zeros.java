package io.tos.engine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Wipes a part of a segment without a slice: a slice is an object wherever the code is not compiled yet, and what wipes
 * mostly runs rarely. For up to some KiB.
 */
public final class Zeros {
    private Zeros() {}

    /** Sets {@code lengthBytes} bytes from {@code at} on to 0. */
    public static void fill(final MemorySegment memory, final long at, final long lengthBytes) {
        final long end = at + lengthBytes;
        long place = at;
        for (; place + Long.BYTES <= end; place += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, place, 0);
        }
        for (; place < end; place++) {
            memory.set(ValueLayout.JAVA_BYTE, place, (byte) 0);
        }
    }
}
