package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Whole numbers in as few bytes as they need: seven bits a byte, lowest first, bit 7 set on all but the last. There is one
 * legal form per number: a last byte of zero is refused unless it is the only one, and so is anything over 64 bits.
 */
public final class Varint {
    /** Bytes of the largest u32. */
    public static final int U32_BYTES_MAX = 5;

    /** Bytes of the largest u64. */
    public static final int U64_BYTES_MAX = 10;

    private Varint() {}

    /** How many bytes {@link #write} takes for this value, seen as unsigned. */
    public static int length(final long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Writes a value, seen as unsigned; {@link #length(long)} bytes must be free. Returns how many it took. */
    public static int write(final MemorySegment memory, final long at, final long value) {
        long rest = value;
        int bytes = 0;
        while ((rest & ~0x7FL) != 0) {
            LittleEndian.put8(memory, at + bytes++, (int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        LittleEndian.put8(memory, at + bytes++, (int) rest);
        return bytes;
    }

    /**
     * How long the number at {@code at} is.
     *
     * @param available bytes from {@code at} on that may be read.
     * @param bytesMax {@link #U32_BYTES_MAX} or {@link #U64_BYTES_MAX}.
     * @return its length, or -1 if it is cut off, too large, or longer than it need be.
     */
    public static int check(final MemorySegment memory, final long at, final int available, final int bytesMax) {
        final int limit = Math.min(available, bytesMax);
        for (int index = 0; index < limit; index++) {
            final int value = LittleEndian.u8(memory, at + index);
            if (value < 0x80) {
                final boolean overlong = value == 0 && index > 0;
                final int topMax = bytesMax == U32_BYTES_MAX ? 0x0F : 0x01;
                final boolean tooLarge = index == bytesMax - 1 && value > topMax;
                return overlong || tooLarge ? -1 : index + 1;
            }
        }
        return -1;
    }

    /** The number at {@code at}, whose length {@link #check} told. */
    public static long value(final MemorySegment memory, final long at, final int length) {
        long value = 0;
        for (int index = 0; index < length; index++) {
            value |= (LittleEndian.u8(memory, at + index) & 0x7FL) << (7 * index);
        }
        return value;
    }

    /** Folds signs so that small negative numbers stay short: 0, -1, 1, -2 become 0, 1, 2, 3. */
    public static int zigZag(final int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** Undoes {@link #zigZag(int)}. */
    public static int unZigZag(final int folded) {
        return (folded >>> 1) ^ -(folded & 1);
    }
}
