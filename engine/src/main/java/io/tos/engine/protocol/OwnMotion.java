package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * How the viewer's own avatar moves, exactly as the server has it, so that prediction errs by nothing the codec did. A
 * holder to fill and write, or to read into; one instance per agent.
 *
 * <pre>
 *  0 x i32 | 4 y i32 | 8 z i32, 1/65,536 m | 12 yaw u16, 1/65,536 turn | 14 mode u8 | 15 flags u8
 * 16 speedPermille u16 | 18 velocity x, y, z as zig-zag varints, units per tick | stamina varint, 1/1,000 points
 * </pre>
 */
public final class OwnMotion {
    /** Most bytes it takes. */
    public static final int LENGTH_MAX = 18 + 4 * Varint.U32_BYTES_MAX;

    private static final int HEAD_BYTES = 18;

    /** East, 1/65,536 m. */
    public int x;
    /** North, 1/65,536 m. */
    public int y;
    /** Up, 1/65,536 m. */
    public int z;
    /** Where it looks, 0 to 65,535, in 1/65,536 turn. */
    public int yaw;
    /** How it moves: 0 on the ground, 1 in the air, 2 in water, 3 gliding, 4 not at all. */
    public int mode;
    /** What limits it; bits are the game's own. */
    public int flags;
    /** What effects make of its speed, 0 to 65,535 in 1/1,000. */
    public int speedPermille;
    /** Velocity east, position units per tick. */
    public int velocityX;
    /** Velocity north. */
    public int velocityY;
    /** Velocity up. */
    public int velocityZ;
    /** Stamina, not negative, in 1/1,000 points. */
    public int stamina;

    /** Writes it; {@link #LENGTH_MAX} bytes must be free. Returns its length. */
    public int write(final MemorySegment memory, final long at) {
        LittleEndian.put32(memory, at, x);
        LittleEndian.put32(memory, at + 4, y);
        LittleEndian.put32(memory, at + 8, z);
        LittleEndian.put16(memory, at + 12, yaw);
        LittleEndian.put8(memory, at + 14, mode);
        LittleEndian.put8(memory, at + 15, flags);
        LittleEndian.put16(memory, at + 16, speedPermille);
        int length = HEAD_BYTES;
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(Varint.zigZag(velocityX)));
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(Varint.zigZag(velocityY)));
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(Varint.zigZag(velocityZ)));
        return length + Varint.write(memory, at + length, Integer.toUnsignedLong(stamina));
    }

    /** Reads it; returns its length, or -1 if it is cut off or not in its one legal form. */
    public int read(final MemorySegment memory, final long at, final int available) {
        if (available < HEAD_BYTES) {
            return -1;
        }
        x = LittleEndian.i32(memory, at);
        y = LittleEndian.i32(memory, at + 4);
        z = LittleEndian.i32(memory, at + 8);
        yaw = LittleEndian.u16(memory, at + 12);
        mode = LittleEndian.u8(memory, at + 14);
        flags = LittleEndian.u8(memory, at + 15);
        speedPermille = LittleEndian.u16(memory, at + 16);
        int done = HEAD_BYTES;
        for (int field = 0; field < 4; field++) {
            final int length = Varint.check(memory, at + done, available - done, Varint.U32_BYTES_MAX);
            if (length < 0) {
                return -1;
            }
            set(field, (int) Varint.value(memory, at + done, length));
            done += length;
        }
        return done;
    }

    private void set(final int field, final int value) {
        switch (field) {
            case 0 -> velocityX = Varint.unZigZag(value);
            case 1 -> velocityY = Varint.unZigZag(value);
            case 2 -> velocityZ = Varint.unZigZag(value);
            default -> stamina = value;
        }
    }
}
