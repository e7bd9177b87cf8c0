package io.tos.engine.game.projectile;

import static io.tos.engine.game.GameComponents.GAME;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;

/** Who can shoot. */
public final class Shooter {
    /** Presence. */
    public static final Component ON = GAME.component(Shooter.class, "shooter");

    /** Low 32 bits of the tick from which it may shoot again. */
    public static final IntColumn READY_TICK = ON.ints("ready_tick", "tick");

    private Shooter() {}
}
