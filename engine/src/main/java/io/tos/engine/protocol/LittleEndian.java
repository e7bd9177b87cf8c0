package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unaligned little-endian access to numbers on the wire. Bounds are checked by the segment, meaning by the caller. */
public final class LittleEndian {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** Byte at {@code at}, 0 to 255. */
    public static int u8(final MemorySegment memory, final long at) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at));
    }

    /** Two bytes at {@code at}, 0 to 65,535. */
    public static int u16(final MemorySegment memory, final long at) {
        return Short.toUnsignedInt(memory.get(SHORT, at));
    }

    /** Four bytes at {@code at}; unsigned fields keep their bits. */
    public static int i32(final MemorySegment memory, final long at) {
        return memory.get(INT, at);
    }

    /** Four bytes at {@code at}, 0 to 4,294,967,295. */
    public static long u32(final MemorySegment memory, final long at) {
        return Integer.toUnsignedLong(memory.get(INT, at));
    }

    /** Eight bytes at {@code at}; unsigned fields keep their bits. */
    public static long i64(final MemorySegment memory, final long at) {
        return memory.get(LONG, at);
    }

    /** Writes the low byte. */
    public static void put8(final MemorySegment memory, final long at, final int value) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    /** Writes the low two bytes. */
    public static void put16(final MemorySegment memory, final long at, final int value) {
        memory.set(SHORT, at, (short) value);
    }

    /** Writes four bytes. */
    public static void put32(final MemorySegment memory, final long at, final int value) {
        memory.set(INT, at, value);
    }

    /** Writes eight bytes. */
    public static void put64(final MemorySegment memory, final long at, final long value) {
        memory.set(LONG, at, value);
    }

    /** Writes zeros. */
    public static void zero(final MemorySegment memory, final long at, final int length) {
        int done = 0;
        for (; done + Long.BYTES <= length; done += Long.BYTES) {
            memory.set(LONG, at + done, 0L);
        }
        for (; done < length; done++) {
            memory.set(ValueLayout.JAVA_BYTE, at + done, (byte) 0);
        }
    }

    /** Whether all bytes are zero. */
    public static boolean isZero(final MemorySegment memory, final long at, final int length) {
        long seen = 0;
        int done = 0;
        for (; done + Long.BYTES <= length; done += Long.BYTES) {
            seen |= memory.get(LONG, at + done);
        }
        for (; done < length; done++) {
            seen |= memory.get(ValueLayout.JAVA_BYTE, at + done);
        }
        return seen == 0;
    }
}
