package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: where you stand in the queue. Static access to the payload.
 *
 * <pre> 0 position u32, from 1 | 4 waiting u32, at least position | 8 waitSeconds u16, 65,535 = unknown </pre>
 */
public final class QueuePosition {
    /** Always this long. */
    public static final int LENGTH = 10;

    /** The wait cannot be told. */
    public static final int WAIT_UNKNOWN = 65_535;

    private QueuePosition() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        return length == LENGTH && position(memory, at) >= 1 && position(memory, at) <= waiting(memory, at);
    }

    /** Place in the queue; 1 is next. */
    public static long position(final MemorySegment memory, final long at) {
        return LittleEndian.u32(memory, at);
    }

    /** How many wait. */
    public static long waiting(final MemorySegment memory, final long at) {
        return LittleEndian.u32(memory, at + 4);
    }

    /** Seconds to go, or {@link #WAIT_UNKNOWN}. */
    public static int waitSeconds(final MemorySegment memory, final long at) {
        return LittleEndian.u16(memory, at + 8);
    }

    /** Writes the payload; returns its length. */
    public static int write(
            final MemorySegment memory, final long at, final int position, final int waiting, final int waitSeconds) {
        LittleEndian.put32(memory, at, position);
        LittleEndian.put32(memory, at + 4, waiting);
        LittleEndian.put16(memory, at + 8, waitSeconds);
        return LENGTH;
    }
}
