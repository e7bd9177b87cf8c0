package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: what stays the same about an entity with a name. Static access to the payload.
 *
 * <pre> 0 netId u32 | 4 look u64, the game's own bits | 12 name, UTF-8, 1 to 80 bytes </pre>
 */
public final class EntityProfile {
    /** Bytes before the name. */
    public static final int HEAD_BYTES = 12;

    /** Longest name: 20 characters. */
    public static final int NAME_BYTES_MAX = 80;

    private EntityProfile() {}

    /** Whether a payload is in its one legal form. */
    public static boolean isCanonical(final MemorySegment memory, final long at, final int length) {
        return length > HEAD_BYTES
                && length <= HEAD_BYTES + NAME_BYTES_MAX
                && Utf8.isValid(memory, at + HEAD_BYTES, length - HEAD_BYTES);
    }

    /** Whose profile. */
    public static int netId(final MemorySegment memory, final long at) {
        return LittleEndian.i32(memory, at);
    }

    /** How it looks. */
    public static long look(final MemorySegment memory, final long at) {
        return LittleEndian.i64(memory, at + 4);
    }

    /** Writes the head; the caller puts the name at {@link #HEAD_BYTES}. */
    public static void write(final MemorySegment memory, final long at, final int netId, final long look) {
        LittleEndian.put32(memory, at, netId);
        LittleEndian.put64(memory, at + 4, look);
    }
}
