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
    private long at;
    private long end;
    private long word;
    private int left;
    private boolean exhausted;

    /** Starts at {@code at}; never reads at or beyond {@code at + length}. */
    public void wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        start = at;
        this.at = at;
        end = at + length;
        word = 0;
        left = 0;
        exhausted = false;
    }

    /**
     * The next field.
     *
     * @param bits 1 to {@link BitWriter#FIELD_BITS_MAX}.
     */
    public long take(final int bits) {
        assert bits >= 1 && bits <= BitWriter.FIELD_BITS_MAX : bits;
        if (left < bits) {
            refill();
            if (left < bits) {
                exhausted = true;
                return 0;
            }
        }
        final long value = word & ((1L << bits) - 1);
        word >>>= bits;
        left -= bits;
        return value;
    }

    /** The next field as a two's complement number. */
    public int takeSigned(final int bits) {
        final int shift = Integer.SIZE - bits;
        return (int) take(bits) << shift >> shift;
    }

    /** Bits above {@code left} may be there already; the same bits are or-ed over them again. */
    private void refill() {
        if (at + Long.BYTES <= end) {
            word |= LittleEndian.i64(memory, at) << left;
            final int bytes = (Long.SIZE - 1 - left) >>> 3;
            at += bytes;
            left += bytes << 3;
            return;
        }
        while (left <= Long.SIZE - Byte.SIZE && at < end) {
            word |= (long) LittleEndian.u8(memory, at++) << left;
            left += Byte.SIZE;
        }
    }

    /**
     * Ends the packed part at the next byte boundary.
     *
     * @return bytes read in all, or -1 if too much was taken or the filling bits are not zero.
     */
    public int finish() {
        final long filling = word & ((1L << (left & 7)) - 1);
        return exhausted || filling != 0 ? -1 : (int) (at - start) - (left >>> 3);
    }
}
