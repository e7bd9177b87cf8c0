package io.tos.engine.game.travel;

import static io.tos.engine.game.GameComponents.GAME;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.IntColumn;

/** What may go to other maps: players. */
public final class Traveller {
    /** How long after one portal no other takes its traveller: 10 s. */
    public static final int PAUSE_TICKS = 600;

    /** Presence. */
    public static final Component ON = GAME.component(Traveller.class, "traveller");

    /** Low 32 bits of the tick from which portals take it. */
    public static final IntColumn READY_TICK = ON.ints("ready_tick", "tick");

    /** The portal it stands in and may take: its place in the map's list and one; 0 for none. */
    public static final ByteColumn PORTAL = ON.bytes("portal", "index + 1");

    private Traveller() {}
}
