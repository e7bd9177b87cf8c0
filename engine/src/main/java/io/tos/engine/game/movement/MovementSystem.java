package io.tos.engine.game.movement;

import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;

/** Moves every body by as many steps as its intent says. Reads Intent; writes Position, Velocity, Look, Motion. */
public final class MovementSystem implements GameSystem {
    private static final Query BODIES = Query.having(Position.ON, Velocity.ON, Look.ON, Intent.ON, Motion.ON);

    private final Integrator integrator;
    private final BodyState body = new BodyState();

    /** @param terrain of the map the world is of. */
    public MovementSystem(final Terrain terrain) {
        this.integrator = new Integrator(terrain);
    }

    @Override
    public void run(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = BODIES.rows(memory, base, word); rows != 0; rows &= rows - 1) {
                    move(world, base, Query.row(word, rows));
                }
            }
        }
    }

    private void move(final World world, final long base, final int row) {
        final MemorySegment memory = world.memory();
        final int extraSteps = Intent.EXTRA_STEPS.get(memory, base, row);
        if (extraSteps < 0) {
            return;
        }
        body.load(world, base, row);
        if (extraSteps > 0) {
            integrator.step(
                    body,
                    Intent.EARLIER_X.get(memory, base, row),
                    Intent.EARLIER_Y.get(memory, base, row),
                    Intent.EARLIER_YAW.get(memory, base, row) & 0xFFFF,
                    Intent.EARLIER_BUTTONS.get(memory, base, row));
        }
        integrator.step(
                body,
                Intent.DIRECTION_X.get(memory, base, row),
                Intent.DIRECTION_Y.get(memory, base, row),
                Intent.YAW.get(memory, base, row) & 0xFFFF,
                Intent.BUTTONS.get(memory, base, row));
        body.store(world, base, row);
        Position.ON.markDirty(memory, base, row);
    }
}
