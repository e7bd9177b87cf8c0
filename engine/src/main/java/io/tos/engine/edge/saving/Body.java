package io.tos.engine.edge.saving;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.movement.Motion;
import java.lang.foreign.MemorySegment;

/** What is kept of an avatar, as plain numbers. A holder, reused; tick thread only. */
public final class Body {
    private static final int YAW_MASK = 0xFFFF;

    /** Which map, see {@link CharacterSaves#mapKey}. */
    public int map;
    /** East, 1/65,536 m. */
    public int x;
    /** North. */
    public int y;
    /** Up. */
    public int z;
    /** Where it looks, 1/65,536 turn. */
    public int yaw;
    /** Points; 0 when it was never saved or is dead. */
    public int health;
    /** Thousandths of a point. */
    public int stamina;

    /** Takes an avatar's state. */
    public void read(final World world, final long avatar, final int mapKey) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(avatar);
        final int row = EntityId.row(avatar);
        map = mapKey;
        x = Position.X.get(memory, base, row);
        y = Position.Y.get(memory, base, row);
        z = Position.Z.get(memory, base, row);
        yaw = Look.YAW.get(memory, base, row) & YAW_MASK;
        health = Health.POINTS.get(memory, base, row);
        stamina = Motion.STAMINA.get(memory, base, row);
    }

    /** Gives a newborn avatar, which stands on free ground at {@link #x} and {@link #y}, the rest of what was kept. */
    public void restore(final World world, final long avatar) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(avatar);
        final int row = EntityId.row(avatar);
        Position.Z.set(memory, base, row, Math.max(z, Position.Z.get(memory, base, row)));
        if (health > 0) {
            Health.POINTS.set(memory, base, row, Math.min(health, Health.POINTS_MAX.get(memory, base, row)));
            Motion.STAMINA.set(memory, base, row, Math.min(stamina, Motion.STAMINA.get(memory, base, row)));
        }
    }
}
