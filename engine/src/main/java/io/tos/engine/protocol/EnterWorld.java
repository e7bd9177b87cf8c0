package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: you are in this world now, and here you stand. All aliases start anew. One instance per agent.
 *
 * <pre>
 *  0 epoch u8 | 1 cause u8 | 2 mapId u32 | 6 contentHash u64 | 14 netId u32 | 18 tick u32
 * 22 x i32 | 26 y i32 | 30 z i32, 1/65,536 m | 34 yaw u16, 1/65,536 turn | 36 nameLength u8, 1 to 64 | 37 map name, UTF-8
 * </pre>
 *
 * {@code epoch} rises by one, modulo 256, with each ENTER_WORLD of a session and stands in snapshots and inputs, so that
 * those of another world are told apart.
 */
public final class EnterWorld {
    /** Length without the name. */
    public static final int HEAD_BYTES = 37;

    /** Longest map name. */
    public static final int NAME_BYTES_MAX = 64;

    /** Cause: joined the game. */
    public static final int CAUSE_JOIN = 0;

    /** Cause: went through a portal. */
    public static final int CAUSE_PORTAL = 1;

    /** Cause: died and came back. */
    public static final int CAUSE_RESPAWN = 2;

    /** Cause: moved by an operator. */
    public static final int CAUSE_OPERATOR = 3;

    private static final int NAME_LENGTH = 36;

    private MemorySegment memory = MemorySegment.NULL;
    private long at;

    /** Looks at a payload; false if it is not in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long at, final int length) {
        this.memory = memory;
        this.at = at;
        return length > HEAD_BYTES
                && cause() <= CAUSE_OPERATOR
                && nameLength() <= NAME_BYTES_MAX
                && length == HEAD_BYTES + nameLength()
                && Utf8.isValid(memory, name(), nameLength());
    }

    /** Which ENTER_WORLD of this session this is. */
    public int epoch() {
        return LittleEndian.u8(memory, at);
    }

    /** Why. */
    public int cause() {
        return LittleEndian.u8(memory, at + 1);
    }

    /** The map instance. */
    public int mapId() {
        return LittleEndian.i32(memory, at + 2);
    }

    /** Hash of the map's content; a client with other content must fetch it. */
    public long contentHash() {
        return LittleEndian.i64(memory, at + 6);
    }

    /** The own avatar's number in this world. */
    public int netId() {
        return LittleEndian.i32(memory, at + 14);
    }

    /** Low 32 bits of the tick of the placement. */
    public int tick() {
        return LittleEndian.i32(memory, at + 18);
    }

    /** East, 1/65,536 m. */
    public int x() {
        return LittleEndian.i32(memory, at + 22);
    }

    /** North, 1/65,536 m. */
    public int y() {
        return LittleEndian.i32(memory, at + 26);
    }

    /** Up, 1/65,536 m. */
    public int z() {
        return LittleEndian.i32(memory, at + 30);
    }

    /** Where it looks, 1/65,536 turn. */
    public int yaw() {
        return LittleEndian.u16(memory, at + 34);
    }

    /** Length of the map's name. */
    public int nameLength() {
        return LittleEndian.u8(memory, at + NAME_LENGTH);
    }

    /** Where the map's name lies. */
    public long name() {
        return at + HEAD_BYTES;
    }

    /** Writes world and cause; the caller goes on with {@link #writePlace} and {@link #writeName}. */
    public static void write(
            final MemorySegment memory,
            final long at,
            final int epoch,
            final int cause,
            final int mapId,
            final long contentHash) {
        LittleEndian.put8(memory, at, epoch);
        LittleEndian.put8(memory, at + 1, cause);
        LittleEndian.put32(memory, at + 2, mapId);
        LittleEndian.put64(memory, at + 6, contentHash);
    }

    /** Writes who and where; position and yaw are taken from {@code motion}. */
    public static void writePlace(
            final MemorySegment memory, final long at, final int netId, final int tick, final OwnMotion motion) {
        LittleEndian.put32(memory, at + 14, netId);
        LittleEndian.put32(memory, at + 18, tick);
        LittleEndian.put32(memory, at + 22, motion.x);
        LittleEndian.put32(memory, at + 26, motion.y);
        LittleEndian.put32(memory, at + 30, motion.z);
        LittleEndian.put16(memory, at + 34, motion.yaw);
    }

    /** Writes the name, valid UTF-8 of 1 to 64 bytes; returns the payload's length. */
    public static int writeName(
            final MemorySegment memory, final long at, final MemorySegment source, final long from, final int length) {
        assert length >= 1 && length <= NAME_BYTES_MAX : length;
        LittleEndian.put8(memory, at + NAME_LENGTH, length);
        MemorySegment.copy(source, from, memory, at + HEAD_BYTES, length);
        return HEAD_BYTES + length;
    }
}
