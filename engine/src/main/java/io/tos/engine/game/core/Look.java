package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.OWNER_EXACT;
import static io.tos.engine.memory.ColumnFlag.REPLICATED;
import static io.tos.engine.memory.ColumnFlag.SAVED;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.ShortColumn;

/** Where an entity looks. */
public final class Look {
    /** Presence. */
    public static final Component ON = GAME.component(Look.class, "look");

    /** Unsigned, 1/65,536 turn: 0 east, a quarter north. */
    public static final ShortColumn YAW = ON.shorts("yaw", "turn/65536", SAVED, REPLICATED, OWNER_EXACT);

    private Look() {}
}
