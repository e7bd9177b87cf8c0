package io.tos.engine.game.movement;

import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import java.lang.foreign.MemorySegment;

/**
 * A body between two ticks, as {@link Integrator} takes it: from columns on the server, from the wire on a client. A
 * holder, reused; one per thread. Units as in the columns.
 */
public final class BodyState {
    /** Stands or runs. */
    public static final int GROUND = 0;

    /** Jumps or falls. */
    public static final int AIR = 1;

    /** Swims. */
    public static final int WATER = 2;

    /** Not moved by intents or gravity. */
    public static final int HELD = 4;

    /** Flag: stamina ran out; no sprint until a tenth of it is back. */
    public static final int EXHAUSTED = 1;

    /** Flag: sprinted in the last tick. */
    public static final int SPRINTING = 1 << 1;

    /** Flag: jump was held in the last tick, so that one press is one jump. */
    public static final int JUMP_HELD = 1 << 2;

    /** East. */
    public int x;
    /** North. */
    public int y;
    /** Up, of the feet. */
    public int z;
    /** East, per tick. */
    public int velocityX;
    /** North, per tick. */
    public int velocityY;
    /** Up, per tick. */
    public int velocityZ;
    /** 0 to 65,535. */
    public int yaw;
    /** {@link #GROUND}, {@link #AIR}, {@link #WATER} or {@link #HELD}. */
    public int mode;
    /** Bits. */
    public int flags;
    /** 0 to 65,535. */
    public int speedPermille;
    /** In 1/1,000 points. */
    public int stamina;
    /** In points. */
    public int staminaMax;

    /** Whether a flag is set. */
    public boolean is(final int flag) {
        return (flags & flag) != 0;
    }

    /** Sets or clears a flag. */
    void set(final int flag, final boolean on) {
        flags = on ? flags | flag : flags & ~flag;
    }

    /** Takes over a row of the chunk at {@code base}. */
    public void load(final World world, final long base, final int row) {
        final MemorySegment memory = world.memory();
        x = Position.X.get(memory, base, row);
        y = Position.Y.get(memory, base, row);
        z = Position.Z.get(memory, base, row);
        velocityX = Velocity.X.get(memory, base, row);
        velocityY = Velocity.Y.get(memory, base, row);
        velocityZ = Velocity.Z.get(memory, base, row);
        yaw = Look.YAW.get(memory, base, row) & 0xFFFF;
        mode = Motion.MODE.get(memory, base, row);
        flags = Motion.FLAGS.get(memory, base, row) & 0xFF;
        speedPermille = Motion.SPEED_PERMILLE.get(memory, base, row) & 0xFFFF;
        stamina = Motion.STAMINA.get(memory, base, row);
        staminaMax = Motion.STAMINA_MAX.get(memory, base, row);
    }

    /** Puts everything that a tick may change back into the row. */
    public void store(final World world, final long base, final int row) {
        final MemorySegment memory = world.memory();
        Position.X.set(memory, base, row, x);
        Position.Y.set(memory, base, row, y);
        Position.Z.set(memory, base, row, z);
        Velocity.X.set(memory, base, row, velocityX);
        Velocity.Y.set(memory, base, row, velocityY);
        Velocity.Z.set(memory, base, row, velocityZ);
        Look.YAW.set(memory, base, row, (short) yaw);
        Motion.MODE.set(memory, base, row, (byte) mode);
        Motion.FLAGS.set(memory, base, row, (byte) flags);
        Motion.STAMINA.set(memory, base, row, stamina);
    }
}
