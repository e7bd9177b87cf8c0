package io.tos.engine.ecs;

/**
 * One rule of the game, run once a tick. Reads and writes columns, asks for structural changes through
 * {@link World#commands()}, keeps no state of the world in fields of its own.
 */
@FunctionalInterface
public interface GameSystem {
    /**
     * Does its part of one tick.
     *
     * @param world whose turn it is.
     * @param tick the number of this tick, from 1.
     */
    void run(World world, long tick);
}
