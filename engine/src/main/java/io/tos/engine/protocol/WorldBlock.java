package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client, bulk: one block of a larger object. Blocks of an object come in order and without gap. Static access.
 *
 * <pre>
 * 0 objectId u32 | 4 totalLength u32, raw | 8 offset u32, raw | 12 rawLength u16, 0 to 16,384
 * 14 rawLength 0: the bytes themselves, 1 to 16,384; else one LZ4 block that gives exactly rawLength bytes
 * </pre>
 */
public final class WorldBlock {
    /** Bytes before the block. */
    public static final int HEAD_BYTES = 14;

    /** Most raw bytes in one block. */
    public static final int RAW_BYTES_MAX = 16_384;

    /** LZ4 cannot expand a byte to more than this many. */
    public static final int EXPANSION_MAX = 255;

    private WorldBlock() {}

    /** Whether a payload is in its one legal form, as far as can be seen before unpacking. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        final int block = length - HEAD_BYTES;
        if (block < 1 || block > RAW_BYTES_MAX) {
            return false;
        }
        final int rawLength = rawLength(memory, at);
        final boolean packed = rawLength != 0;
        final long raw = packed ? rawLength : block;
        return (!packed || (rawLength <= RAW_BYTES_MAX && rawLength > block && rawLength <= block * EXPANSION_MAX))
                && offset(memory, at) + raw <= totalLength(memory, at);
    }

    /** Which object. */
    public static int objectId(final MemorySegment memory, final long at) {
        return LittleEndian.i32(memory, at);
    }

    /** Length of the whole object. */
    public static long totalLength(final MemorySegment memory, final long at) {
        return LittleEndian.u32(memory, at + 4);
    }

    /** Where in the object this block goes. */
    public static long offset(final MemorySegment memory, final long at) {
        return LittleEndian.u32(memory, at + 8);
    }

    /** Length after unpacking; 0 if the block is not packed. */
    public static int rawLength(final MemorySegment memory, final long at) {
        return LittleEndian.u16(memory, at + 12);
    }

    /** Writes the head; the caller puts the block at {@link #HEAD_BYTES}. Packed blocks are shorter than raw ones. */
    public static void write(
            final MemorySegment memory,
            final long at,
            final int objectId,
            final int totalLength,
            final int offset,
            final int rawLength) {
        LittleEndian.put32(memory, at, objectId);
        LittleEndian.put32(memory, at + 4, totalLength);
        LittleEndian.put32(memory, at + 8, offset);
        LittleEndian.put16(memory, at + 12, rawLength);
    }
}
