package io.tos.engine.game.projectile;

import static io.tos.engine.game.GameComponents.GAME;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;

/** What flies straight on by itself. */
public final class Flight {
    /** Presence. */
    public static final Component ON = GAME.component(Flight.class, "flight");

    /** Low 32 bits of the tick in which it ends, if nothing stops it before. */
    public static final IntColumn END_TICK = ON.ints("end_tick", "tick");

    private Flight() {}
}
