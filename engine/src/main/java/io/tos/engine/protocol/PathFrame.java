package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of a PATH_CHALLENGE or PATH_RESPONSE. A packet with one of them and nothing else is 34 bytes, never padded.
 *
 * <pre> 0 token, 8 random bytes </pre>
 */
public final class PathFrame {
    /** Length of the body. */
    public static final int LENGTH = 8;

    private PathFrame() {}

    /** The eight bytes, as a number. */
    public static long token(final MemorySegment memory, final long body) {
        return LittleEndian.i64(memory, body);
    }
}
