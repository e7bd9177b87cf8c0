package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: you are in this world no longer. Static access to the payload.
 *
 * <pre> 0 epoch u8 of the ENTER_WORLD it ends | 1 cause u8 </pre>
 */
public final class LeaveWorld {
    /** Always this long. */
    public static final int LENGTH = 2;

    /** Cause: another ENTER_WORLD follows. */
    public static final int CAUSE_MOVING = 0;

    /** Cause: the map was stopped; wait in the lobby. */
    public static final int CAUSE_MAP_STOPPED = 1;

    private LeaveWorld() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        return length == LENGTH && cause(memory, at) <= CAUSE_MAP_STOPPED;
    }

    /** Which ENTER_WORLD it ends. */
    public static int epoch(final MemorySegment memory, final long at) {
        return LittleEndian.u8(memory, at);
    }

    /** Why. */
    public static int cause(final MemorySegment memory, final long at) {
        return LittleEndian.u8(memory, at + 1);
    }

    /** Writes the payload; returns its length. */
    public static int write(final MemorySegment memory, final long at, final int epoch, final int cause) {
        LittleEndian.put8(memory, at, epoch);
        LittleEndian.put8(memory, at + 1, cause);
        return LENGTH;
    }
}
