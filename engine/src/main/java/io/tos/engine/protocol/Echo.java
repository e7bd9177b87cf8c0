package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Client → server and back unchanged: counts and times a reliable channel. Static access to the payload.
 *
 * <pre> 0 number u32 | 4 sentUs u64, clock of the client | 12 any bytes, 0 to 8,180 </pre>
 */
public final class Echo {
    /** Bytes before the filling. */
    public static final int HEAD_BYTES = 12;

    /** Longest payload. */
    public static final int LENGTH_MAX = 8_192;

    private Echo() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final int length) {
        return length >= HEAD_BYTES && length <= LENGTH_MAX;
    }

    /** The client's running number. */
    public static int number(final MemorySegment memory, final long at) {
        return LittleEndian.i32(memory, at);
    }

    /** When the client sent it. */
    public static long sentUs(final MemorySegment memory, final long at) {
        return LittleEndian.i64(memory, at + 4);
    }

    /** Writes the head. */
    public static void write(final MemorySegment memory, final long at, final int number, final long sentUs) {
        LittleEndian.put32(memory, at, number);
        LittleEndian.put64(memory, at + 4, sentUs);
    }
}
