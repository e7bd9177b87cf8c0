package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.REPLICATED;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.ShortColumn;

/** What an entity is to those who see it. */
public final class Identity {
    /** Presence. */
    public static final Component ON = GAME.component(Identity.class, "identity");

    /** Its number on the wire, unique in the world, never 0. */
    public static final IntColumn NET_ID = ON.ints("net_id", "id");

    /** The content's number for what it is: race, creature, projectile. */
    public static final ShortColumn KIND = ON.shorts("kind", "kind", REPLICATED);

    private Identity() {}
}
