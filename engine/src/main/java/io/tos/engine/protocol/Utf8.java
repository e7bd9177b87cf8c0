package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF, no control characters. */
public final class Utf8 {
    private static final int DELETE = 0x7F;

    private Utf8() {}

    /** Whether the bytes are well-formed text. Control characters U+0000 to U+001F and U+007F are refused too. */
    public static boolean isValid(final MemorySegment memory, final long at, final int length) {
        int index = 0;
        while (index < length) {
            final int lead = LittleEndian.u8(memory, at + index);
            if (lead < 0x80) {
                if (lead < ' ' || lead == DELETE) {
                    return false;
                }
                index++;
                continue;
            }
            final int bytes = sequenceBytes(lead);
            if (bytes == 0 || index + bytes > length || !isSequence(memory, at + index, lead, bytes)) {
                return false;
            }
            index += bytes;
        }
        return true;
    }

    /** How many bytes a sequence with this first byte has; 0 if none can begin so. */
    private static int sequenceBytes(final int lead) {
        if (lead < 0xC2) {
            return 0;
        }
        if (lead < 0xE0) {
            return 2;
        }
        if (lead < 0xF0) {
            return 3;
        }
        return lead < 0xF5 ? 4 : 0;
    }

    private static boolean isSequence(final MemorySegment memory, final long at, final int lead, final int bytes) {
        int codePoint = lead & (0x7F >>> bytes);
        for (int index = 1; index < bytes; index++) {
            final int next = LittleEndian.u8(memory, at + index);
            if ((next & 0xC0) != 0x80) {
                return false;
            }
            codePoint = (codePoint << 6) | (next & 0x3F);
        }
        return switch (bytes) {
            case 2 -> true; // A first byte below 0xC2 was refused already.
            case 3 -> codePoint >= 0x800 && (codePoint < 0xD800 || codePoint > 0xDFFF);
            default -> codePoint >= 0x10000 && codePoint <= 0x10FFFF;
        };
    }
}
