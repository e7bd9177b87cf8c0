package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Packs fields of 1 to 56 bits, lowest bit first, into bytes it may write to and none beyond. One instance per agent.
 *
 * <p>Bits gather in one 64-bit word that is stored whole when full; {@link #finish} stores the rest byte by byte, so no
 * slack is needed behind the capacity. Too much is remembered and answered by {@link #finish}.
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
        if (filled >= Long.SIZE) {
            store();
            filled -= Long.SIZE;
            word = value >>> (bits - filled);
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

    private void store() {
        if (at + Long.BYTES > end) {
            overflown = true;
            return;
        }
        LittleEndian.put64(memory, at, word);
        at += Long.BYTES;
    }

    /**
     * Writes what is left, the last byte filled up with zero bits.
     *
     * @return bytes written in all, or -1 if they did not fit.
     */
    public int finish() {
        final int bytes = (filled + 7) >>> 3;
        if (overflown || at + bytes > end) {
            return -1;
        }
        for (int index = 0; index < bytes; index++) {
            LittleEndian.put8(memory, at + index, (int) (word >>> (index << 3)));
        }
        at += bytes;
        filled = 0;
        word = 0;
        return (int) (at - start);
    }
}
