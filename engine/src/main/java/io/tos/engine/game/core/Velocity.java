package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.OWNER_EXACT;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;

/** How an entity moves: position units per tick of 1/60 s. What it really moved, after walls and ground. */
public final class Velocity {
    /** Presence. */
    public static final Component ON = GAME.component(Velocity.class, "velocity");

    /** East. */
    public static final IntColumn X = ON.ints("x", "m/65536/tick", OWNER_EXACT);

    /** North. */
    public static final IntColumn Y = ON.ints("y", "m/65536/tick", OWNER_EXACT);

    /** Up. */
    public static final IntColumn Z = ON.ints("z", "m/65536/tick", OWNER_EXACT);

    private Velocity() {}
}
