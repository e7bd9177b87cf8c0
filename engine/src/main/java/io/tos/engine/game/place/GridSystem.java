package io.tos.engine.game.place;

import io.tos.engine.ecs.GameSystem;
import io.tos.engine.ecs.World;

/** Takes over into the {@link Grid} where everybody stands. Reads Position. */
public final class GridSystem implements GameSystem {
    private final Grid grid;

    /** @param grid of the map the world is of. */
    public GridSystem(final Grid grid) {
        this.grid = grid;
    }

    @Override
    public void run(final World world, final long tick) {
        grid.update(world);
    }
}
