package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Takes out what {@link BitWriter} packed and reads no byte beyond its bounds. One instance per agent.
 *
 * <p>Taking more than there is gives 0 and is remembered: check once, with {@link #finish}, not per field.
 */
public final class BitReader {
    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private long end;
    private int bit;
    private int bitEnd;
    private boolean exhausted;

    /** Starts at {@code at}; never reads at or beyond {@code at + length}, length at most {@code 1 << 27}. */
    public void wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        start = at;
        end = at + length;
        bit = 0;
        bitEnd = length << 3;
        exhausted = false;
    }

    /**
     * The next field.
     *
     * @param bits 1 to {@link BitWriter#FIELD_BITS_MAX}.
     */
    public long take(final int bits) {
        assert bits >= 1 && bits <= BitWriter.FIELD_BITS_MAX : bits;
        if (bits > bitEnd - bit) {
            exhausted = true;
            bit = bitEnd;
            return 0;
        }
        final long at = start + (bit >>> 3);
        final long word = at + Long.BYTES <= end ? LittleEndian.i64(memory, at) : lastWord(at);
        final long value = (word >>> (bit & 7)) & ((1L << bits) - 1);
        bit += bits;
        return value;
    }

    /** The next field as a two's complement number. */
    public int takeSigned(final int bits) {
        final int shift = Integer.SIZE - bits;
        return (int) take(bits) << shift >> shift;
    }

    /** The bytes from {@code at} to the end, fewer than eight. */
    private long lastWord(final long at) {
        long word = 0;
        for (int index = (int) (end - at) - 1; index >= 0; index--) {
            word = (word << Byte.SIZE) | LittleEndian.u8(memory, at + index);
        }
        return word;
    }

    /**
     * Ends the packed part at the next byte boundary.
     *
     * @return bytes read in all, or -1 if too much was taken or the filling bits are not zero.
     */
    public int finish() {
        final int filling = -bit & 7;
        return (filling != 0 && take(filling) != 0) || exhausted ? -1 : bit >>> 3;
    }
}
