package io.tos.engine.game.projectile;

import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;

/** Moves what flies, and ends it when its time is over or something is in the way. Reads Flight, Velocity; writes Position. */
public final class FlightSystem implements GameSystem {
    private static final Query FLYING = Query.having(Flight.ON, Position.ON, Velocity.ON);

    private final Course course;

    /** @param terrain of the map the world is of. */
    public FlightSystem(final Terrain terrain) {
        this.course = new Course(terrain);
    }

    @Override
    public void run(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = FLYING.rows(memory, base, word); rows != 0; rows &= rows - 1) {
                    fly(world, chunk, Query.row(word, rows), (int) tick);
                }
            }
        }
    }

    private void fly(final World world, final int chunk, final int row, final int tick) {
        final MemorySegment memory = world.memory();
        final long base = world.chunkBase(chunk);
        final int x = Position.X.get(memory, base, row) + Velocity.X.get(memory, base, row);
        final int y = Position.Y.get(memory, base, row) + Velocity.Y.get(memory, base, row);
        final int z = Position.Z.get(memory, base, row);
        if (tick - Flight.END_TICK.get(memory, base, row) >= 0 || !course.isFree(x, y, z)) {
            world.commands().despawn(world.entityAt(chunk, row));
            return;
        }
        Position.X.set(memory, base, row, x);
        Position.Y.set(memory, base, row, y);
    }
}
