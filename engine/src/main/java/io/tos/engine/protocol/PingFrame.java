package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of a PING: measure the way there and back. Diagnostics only; no game decision rests on it.
 *
 * <pre> 0 id u16 | 2 sentUs u64, clock of the sender </pre>
 */
public final class PingFrame {
    /** Length of the body. */
    public static final int LENGTH = 10;

    private PingFrame() {}

    /** Tells pings apart. */
    public static int id(final MemorySegment memory, final long body) {
        return LittleEndian.u16(memory, body);
    }

    /** When the sender sent it, by its own clock. */
    public static long sentUs(final MemorySegment memory, final long body) {
        return LittleEndian.i64(memory, body + 2);
    }
}
