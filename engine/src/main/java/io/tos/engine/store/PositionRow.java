package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Where a character stands, as it is kept. A holder to fill and write, or to read into; one instance per agent.
 *
 * <pre> 0 {@link RowKey} | 24 map i32 | 28 x i32 | 32 y i32 | 36 z i32 | 40 yaw i32 | 44 spare </pre>
 */
public final class PositionRow {
    static final int BYTES = 48;

    /** Whose, and which writing. */
    public final RowKey key = new RowKey();
    /** The content's number of the map. */
    public int map;
    /** East, 1/65,536 m. */
    public int x;
    /** North, 1/65,536 m. */
    public int y;
    /** Up, 1/65,536 m. */
    public int z;
    /** Where it looks, 1/65,536 turn, 0 to 65,535. */
    public int yaw;

    /** Takes another's values; its key keeps owner and epoch. */
    public void copy(final PositionRow other) {
        key.version = other.key.version;
        map = other.map;
        x = other.x;
        y = other.y;
        z = other.z;
        yaw = other.yaw;
    }

    void write(final MemorySegment memory, final long at) {
        key.write(memory, at);
        memory.set(JAVA_INT, at + 24, map);
        memory.set(JAVA_INT, at + 28, x);
        memory.set(JAVA_INT, at + 32, y);
        memory.set(JAVA_INT, at + 36, z);
        memory.set(JAVA_INT, at + 40, yaw);
    }

    void read(final MemorySegment memory, final long at) {
        key.read(memory, at);
        map = memory.get(JAVA_INT, at + 24);
        x = memory.get(JAVA_INT, at + 28);
        y = memory.get(JAVA_INT, at + 32);
        z = memory.get(JAVA_INT, at + 36);
        yaw = memory.get(JAVA_INT, at + 40);
    }
}
