package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.OWNER_EXACT;
import static io.tos.engine.memory.ColumnFlag.REPLICATED;
import static io.tos.engine.memory.ColumnFlag.SAVED;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;

/** Where an entity stands in its map: its feet. Fixed point, 1/65,536 m; x east, y north, z up. */
public final class Position {
    /** Presence. */
    public static final Component ON = GAME.component(Position.class, "position");

    /** East. */
    public static final IntColumn X = ON.ints("x", "m/65536", SAVED, REPLICATED, OWNER_EXACT);

    /** North. */
    public static final IntColumn Y = ON.ints("y", "m/65536", SAVED, REPLICATED, OWNER_EXACT);

    /** Up. */
    public static final IntColumn Z = ON.ints("z", "m/65536", SAVED, REPLICATED, OWNER_EXACT);

    private Position() {}
}
