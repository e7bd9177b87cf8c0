package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of a PONG: three of the four times; the fourth is when the PONG arrives.
 *
 * <pre> 0 id u16 | 2 pingSentUs u64 as in the PING | 10 pingReceivedUs u64 | 18 pongSentUs u64, both by this side's clock </pre>
 */
public final class PongFrame {
    /** Length of the body. */
    public static final int LENGTH = 26;

    private PongFrame() {}

    /** Which PING it answers. */
    public static int id(final MemorySegment memory, final long body) {
        return LittleEndian.u16(memory, body);
    }

    /** As in the PING. */
    public static long pingSentUs(final MemorySegment memory, final long body) {
        return LittleEndian.i64(memory, body + 2);
    }

    /** When the PING arrived. */
    public static long pingReceivedUs(final MemorySegment memory, final long body) {
        return LittleEndian.i64(memory, body + 10);
    }

    /** When the PONG left. */
    public static long pongSentUs(final MemorySegment memory, final long body) {
        return LittleEndian.i64(memory, body + 18);
    }
}
