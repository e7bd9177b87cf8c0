package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Packs fields of 1 to 56 bits, lowest bit first, into bytes it may write to and none beyond. One instance per agent.
 *
 * <p>Each field stores eight bytes at once where there is room for them, which needs no branch that data could mislead
 * ({@code CodecBenchmark}); near the end bytes are stored one by one, so no slack is needed behind the capacity. Too much
 * is remembered and answered by {@link #finish}.
 */
public final class BitWriter {
    /** Widest field. */
    public static final int FIELD_BITS_MAX = 56;

    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private long at;
    private long end;
    private long word;
    private int filled;
    private boolean overflown;

    /** Starts at {@code at}; never writes at or beyond {@code at + capacity}. */
    public void wrap(final MemorySegment memory, final long at, final int capacity) {
        this.memory = memory;
        start = at;
        this.at = at;
        end = at + capacity;
        word = 0;
        filled = 0;
        overflown = false;
    }

    /**
     * Appends a field.
     *
     * @param value must have no bit above {@code bits}.
     * @param bits 1 to {@link #FIELD_BITS_MAX}.
     */
    public void put(final long value, final int bits) {
        assert bits >= 1 && bits <= FIELD_BITS_MAX && value >>> bits == 0 : value + " in " + bits;
        word |= value << filled;
        filled += bits;
        if (at + Long.BYTES <= end) {
            LittleEndian.put64(memory, at, word);
            final int bytes = filled >>> 3;
            at += bytes;
            word >>>= bytes << 3;
            filled &= 7;
        } else {
            storeBytes();
        }
    }

    /** Appends a two's complement field. */
    public void putSigned(final int value, final int bits) {
        assert fits(value, bits) : value + " in " + bits;
        put(value & ((1L << bits) - 1), bits);
    }

    /** Whether a signed value fits into so many bits. */
    public static boolean fits(final int value, final int bits) {
        final int shift = Integer.SIZE - bits;
        return value << shift >> shift == value;
    }

    private void storeBytes() {
        while (filled >= Byte.SIZE) {
            if (at < end) {
                LittleEndian.put8(memory, at++, (int) word);
            } else {
                overflown = true;
            }
            word >>>= Byte.SIZE;
            filled -= Byte.SIZE;
        }
    }

    /**
     * Writes what is left, the last byte filled up with zero bits.
     *
     * @return bytes written in all, or -1 if they did not fit.
     */
    public int finish() {
        if (filled > 0) {
            filled = Byte.SIZE;
            storeBytes();
        }
        return overflown ? -1 : (int) (at - start);
    }
}
