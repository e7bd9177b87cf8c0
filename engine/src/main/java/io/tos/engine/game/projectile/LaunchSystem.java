package io.tos.engine.game.projectile;

import io.tos.engine.ecs.Commands;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Buttons;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;

/**
 * Shoots for those who want to attack and may. What they shoot starts in the world they saw when they wanted it: it has
 * already flown for as many ticks as that lay back, if nothing was in the way. A tick launches a limited number, so that
 * a crowd cannot fill the world; who found no room shoots in a later one. Reads Intent, Position, Look; writes Shooter.
 */
public final class LaunchSystem implements GameSystem {
    /** Most that are launched in one tick. */
    static final int LAUNCHES_MAX = 64;

    /** How long one waits between two shots. */
    static final int PAUSE_TICKS = 48;

    /** How long a shot flies. */
    static final int LIFE_TICKS = 60;

    /** Of what a world has room for, at most an eighth flies. */
    static final int SHARE = 8;

    private static final Query SHOOTERS = Query.having(Shooter.ON, Intent.ON, Position.ON, Look.ON);
    private static final Query FLYING = Query.having(Flight.ON);
    private static final int SPEED = Fixed.cmPerSecond(3_000);
    private static final int MUZZLE_HEIGHT = Fixed.cm(120);

    private final Course course;

    /** @param terrain of the map the world is of. */
    public LaunchSystem(final Terrain terrain) {
        this.course = new Course(terrain);
    }

    @Override
    public void run(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        int left = Math.min(LAUNCHES_MAX, world.config().entitiesMax() / SHARE - FLYING.count(world));
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = SHOOTERS.rows(memory, base, word); rows != 0 && left > 0; rows &= rows - 1) {
                    if (shoot(world, base, Query.row(word, rows), (int) tick)) {
                        left--;
                    }
                }
            }
        }
    }

    private boolean shoot(final World world, final long base, final int row, final int tick) {
        final MemorySegment memory = world.memory();
        final int steps = Intent.EXTRA_STEPS.get(memory, base, row);
        final int earlier = steps > 0 ? Intent.EARLIER_BUTTONS.get(memory, base, row) : 0;
        final int buttons = steps < 0 ? 0 : Intent.BUTTONS.get(memory, base, row) | earlier;
        if ((buttons & Buttons.ATTACK) == 0 || tick - Shooter.READY_TICK.get(memory, base, row) < 0) {
            return false;
        }
        Shooter.READY_TICK.set(memory, base, row, tick + PAUSE_TICKS);
        final int yaw = Look.YAW.get(memory, base, row) & 0xFFFF;
        final int velocityX = (int) (((long) SPEED * Fixed.cos(yaw)) >> 16);
        final int velocityY = (int) (((long) SPEED * Fixed.sin(yaw)) >> 16);
        int x = Position.X.get(memory, base, row);
        int y = Position.Y.get(memory, base, row);
        final int z = Position.Z.get(memory, base, row) + MUZZLE_HEIGHT;
        for (int flown = Intent.REWIND.get(memory, base, row); flown > 0; flown--) {
            x += velocityX;
            y += velocityY;
            if (!course.isFree(x, y, z)) {
                return true;
            }
        }
        final long entity = world.commands().spawn();
        if (entity != EntityId.NONE) {
            fly(world.commands(), entity, tick + LIFE_TICKS, yaw);
            place(world.commands(), entity, x, y, z);
            world.commands().set(entity, Velocity.X, velocityX);
            world.commands().set(entity, Velocity.Y, velocityY);
        }
        return true;
    }

    private static void fly(final Commands commands, final long entity, final int endTick, final int yaw) {
        commands.add(entity, Identity.ON);
        commands.add(entity, Position.ON);
        commands.add(entity, Velocity.ON);
        commands.add(entity, Look.ON);
        commands.add(entity, Flight.ON);
        commands.set(entity, Identity.NET_ID, Identity.netId(entity));
        commands.set(entity, Identity.KIND, Kind.of(Kind.PROJECTILE, 0));
        commands.set(entity, Look.YAW, yaw);
        commands.set(entity, Flight.END_TICK, endTick);
    }

    private static void place(final Commands commands, final long entity, final int x, final int y, final int z) {
        commands.set(entity, Position.X, x);
        commands.set(entity, Position.Y, y);
        commands.set(entity, Position.Z, z);
    }
}
