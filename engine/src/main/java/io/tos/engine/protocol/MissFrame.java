package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of a BASE_MISS, client → server: send this entity in full.
 *
 * <pre> 0 cause u8 | 1 alias u8, 1 to 254 </pre>
 */
public final class MissFrame {
    /** Length of the body. */
    public static final int LENGTH = 2;

    /** A delta came whose base the client does not have. */
    public static final int CAUSE_BASE = 0;

    /** An integrity hash did not match. */
    public static final int CAUSE_HASH = 1;

    private MissFrame() {}

    /** {@link #CAUSE_BASE} or {@link #CAUSE_HASH}. */
    public static int cause(final MemorySegment memory, final long body) {
        return LittleEndian.u8(memory, body);
    }

    /** Whose state is missing. */
    public static int alias(final MemorySegment memory, final long body) {
        return LittleEndian.u8(memory, body + 1);
    }

    static boolean isCanonical(final MemorySegment memory, final long body) {
        final int alias = alias(memory, body);
        return cause(memory, body) <= CAUSE_HASH && alias >= 1 && alias <= 254;
    }
}
