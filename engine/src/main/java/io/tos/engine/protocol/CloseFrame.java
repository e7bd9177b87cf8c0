package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of a CLOSE: the session ends now.
 *
 * <pre> 0 code u16, a {@link CloseReason} | 2 textLength u8, 0 to 120 | 3 text, UTF-8 </pre>
 */
public final class CloseFrame {
    /** Longest text. */
    public static final int TEXT_BYTES_MAX = 120;

    /** Length without text. */
    public static final int HEAD_BYTES = 3;

    private CloseFrame() {}

    /** Why, as a {@link CloseReason#code()}; codes unknown here are legal. */
    public static int code(final MemorySegment memory, final long body) {
        return LittleEndian.u16(memory, body);
    }

    /** Length of the text. */
    public static int textLength(final MemorySegment memory, final long body) {
        return LittleEndian.u8(memory, body + 2);
    }

    /** Where the text lies. */
    public static long text(final long body) {
        return body + HEAD_BYTES;
    }
}
