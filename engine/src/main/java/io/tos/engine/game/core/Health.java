package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.OWNER_EXACT;
import static io.tos.engine.memory.ColumnFlag.REPLICATED;
import static io.tos.engine.memory.ColumnFlag.SAVED;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;

/** How much life an entity has. Others see the share, its owner the number. */
public final class Health {
    /** Presence. */
    public static final Component ON = GAME.component(Health.class, "health");

    /** 0 is dead. */
    public static final IntColumn POINTS = ON.ints("points", "points", SAVED, REPLICATED, OWNER_EXACT);

    /** More than 0. */
    public static final IntColumn POINTS_MAX = ON.ints("points_max", "points", REPLICATED, OWNER_EXACT);

    private Health() {}
}
