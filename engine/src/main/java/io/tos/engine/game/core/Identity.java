package io.tos.engine.game.core;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.REPLICATED;

import io.tos.engine.ecs.Component;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.ShortColumn;

/** What an entity is to those who see it. */
public final class Identity {
    /** Presence. */
    public static final Component ON = GAME.component(Identity.class, "identity");

    /** Its number on the wire, unique in the world, never 0. */
    public static final IntColumn NET_ID = ON.ints("net_id", "id");

    /** One of {@link Kind}. */
    public static final ShortColumn KIND = ON.shorts("kind", "kind", REPLICATED);

    private static final int INDEX_BITS = 22;

    private Identity() {}

    /**
     * The number on the wire that belongs to an id: index and the low bits of the generation. So nobody counts, no two who
     * live at once share one, and a row's next 1,023 tenants have others.
     */
    public static int netId(final long entity) {
        return EntityId.generation(entity) << INDEX_BITS | EntityId.index(entity);
    }
}
