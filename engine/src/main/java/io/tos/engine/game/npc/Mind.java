package io.tos.engine.game.npc;

import static io.tos.engine.game.GameComponents.GAME;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.ShortColumn;

/** What a creature knows: where it belongs. */
public final class Mind {
    /** Presence. */
    public static final Component ON = GAME.component(Mind.class, "mind");

    /** Which of the map's areas for creatures it stays in, from 0. */
    public static final ShortColumn HOME = ON.shorts("home", "index");

    private Mind() {}
}
