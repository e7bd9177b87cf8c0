package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Which packets arrived: the newest and the 64 before it. One instance per agent.
 *
 * <pre> 0 newest, low 16 bits, u16 | 2 delay u8 | 3 presence u8 | 4 mask bytes whose presence bit is set, lowest first </pre>
 *
 * Bit {@code i} of the 64-bit mask stands for packet {@code newest - 1 - i}; bits of numbers below 0 are set. A mask byte
 * of 0xFF is left out, so that nothing lost costs four bytes.
 */
public final class AckSection {
    /** Length when nothing was lost. */
    public static final int LENGTH_MIN = 4;

    /** Length when something was lost in every eight. */
    public static final int LENGTH_MAX = 12;

    /** Packets before the newest that one section speaks of. */
    public static final int HISTORY = 64;

    /** The delay is not known: take no RTT sample. */
    public static final int DELAY_UNKNOWN = 255;

    /** The longest delay that can be told. */
    public static final int DELAY_MAX = 254;

    /** One unit of delay. */
    public static final long DELAY_UNIT_NS = 500_000;

    private static final int FULL = 0xFF;

    private int newest;
    private int delay;
    private long mask;

    /**
     * Reads a section.
     *
     * @param available bytes from {@code at} to the end of the text.
     * @return its length, or -1 if it is cut off or not in its one legal form.
     */
    public int wrap(final MemorySegment memory, final long at, final int available) {
        if (available < LENGTH_MIN) {
            return -1;
        }
        newest = LittleEndian.u16(memory, at);
        delay = LittleEndian.u8(memory, at + 2);
        final int presence = LittleEndian.u8(memory, at + 3);
        final int length = LENGTH_MIN + Integer.bitCount(presence);
        if (available < length) {
            return -1;
        }
        long bits = -1;
        long next = at + LENGTH_MIN;
        for (int left = presence; left != 0; left &= left - 1) {
            final int value = LittleEndian.u8(memory, next++);
            if (value == FULL) {
                return -1;
            }
            final int shift = Integer.numberOfTrailingZeros(left) << 3;
            bits ^= (long) (value ^ FULL) << shift;
        }
        mask = bits;
        return length;
    }

    /** Low 16 bits of the newest packet that arrived. */
    public int newest() {
        return newest;
    }

    /** How long its ack was held back, in {@link #DELAY_UNIT_NS}, or {@link #DELAY_UNKNOWN}. */
    public int delay() {
        return delay;
    }

    /** Which of the 64 before it arrived: bit 0 is the one just before. */
    public long mask() {
        return mask;
    }

    /**
     * Writes a section; {@link #LENGTH_MAX} bytes must be free.
     *
     * @param newest highest packet number authenticated.
     * @param delay see {@link #delayOf}.
     * @param mask bit {@code i} set if packet {@code newest - 1 - i} arrived or is below 0.
     * @return its length.
     */
    public static int write(
            final MemorySegment memory, final long at, final long newest, final int delay, final long mask) {
        LittleEndian.put16(memory, at, (int) newest);
        LittleEndian.put8(memory, at + 2, delay);
        int presence = 0;
        long next = at + LENGTH_MIN;
        for (int index = 0; index < Long.BYTES; index++) {
            final int value = (int) (mask >>> (index << 3)) & FULL;
            if (value != FULL) {
                presence |= 1 << index;
                memory.set(ValueLayout.JAVA_BYTE, next++, (byte) value);
            }
        }
        LittleEndian.put8(memory, at + 3, presence);
        return (int) (next - at);
    }

    /** A time span as a delay: rounded down; {@link #DELAY_UNKNOWN} if it is too long to be told. */
    public static int delayOf(final long spanNs) {
        return (int) Math.min(DELAY_UNKNOWN, Math.max(0, spanNs) / DELAY_UNIT_NS);
    }
}
