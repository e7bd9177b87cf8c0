package io.tos.engine.game.movement;

import static io.tos.engine.game.GameComponents.GAME;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.ShortColumn;

/** What an entity wants in this tick, be it a player's input or a creature's mind. Set before movement runs. */
public final class Intent {
    /** Presence. */
    public static final Component ON = GAME.component(Intent.class, "intent");

    /** East share of the wanted direction, -127 to 127; longer vectors than 127 count as 127. */
    public static final ByteColumn DIRECTION_X = ON.bytes("direction_x", "1/127");

    /** North share of the wanted direction. */
    public static final ByteColumn DIRECTION_Y = ON.bytes("direction_y", "1/127");

    /** Where it looks, unsigned, 1/65,536 turn. */
    public static final ShortColumn YAW = ON.shorts("yaw", "turn/65536");

    /** Bits of {@link Buttons}. */
    public static final ByteColumn BUTTONS = ON.bytes("buttons", "bits");

    /** Low 32 bits of the newest input's tick that was consumed. */
    public static final IntColumn INPUT_TICK = ON.ints("input_tick", "tick");

    private Intent() {}
}
