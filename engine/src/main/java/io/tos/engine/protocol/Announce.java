package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: words from the operators. Static access to the payload.
 *
 * <pre> 0 severity u8: 0 note, 1 warning, 2 urgent | 1 text, UTF-8, 1 to 400 bytes </pre>
 */
public final class Announce {
    /** Bytes before the text. */
    public static final int HEAD_BYTES = 1;

    /** Longest text. */
    public static final int TEXT_BYTES_MAX = 400;

    private static final int SEVERITY_MAX = 2;

    private Announce() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        return length > HEAD_BYTES
                && length <= HEAD_BYTES + TEXT_BYTES_MAX
                && severity(memory, at) <= SEVERITY_MAX
                && Utf8.isValid(memory, at + HEAD_BYTES, length - HEAD_BYTES);
    }

    /** 0 note, 1 warning, 2 urgent. */
    public static int severity(final MemorySegment memory, final long at) {
        return LittleEndian.u8(memory, at);
    }

    /** Writes the payload, text valid UTF-8; returns its length. */
    public static int write(
            final MemorySegment memory,
            final long at,
            final int severity,
            final MemorySegment source,
            final long from,
            final int textLength) {
        assert textLength >= 1 && textLength <= TEXT_BYTES_MAX : textLength;
        LittleEndian.put8(memory, at, severity);
        MemorySegment.copy(source, from, memory, at + HEAD_BYTES, textLength);
        return HEAD_BYTES + textLength;
    }
}
