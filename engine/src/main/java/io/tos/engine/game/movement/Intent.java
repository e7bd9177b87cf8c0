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

    /** How far the world lay back that whoever wants this saw then, 0 to 15. */
    public static final ByteColumn REWIND = ON.bytes("rewind", "ticks");

    /** Steps beyond the one of every tick: -1 waits for a late input, 0, or 1, then the fields below are done first. */
    public static final ByteColumn EXTRA_STEPS = ON.bytes("extra_steps", "count");

    /** East share of the late input's direction. */
    public static final ByteColumn EARLIER_X = ON.bytes("earlier_x", "1/127");

    /** North share of the late input's direction. */
    public static final ByteColumn EARLIER_Y = ON.bytes("earlier_y", "1/127");

    /** Where the late input looks. */
    public static final ShortColumn EARLIER_YAW = ON.shorts("earlier_yaw", "turn/65536");

    /** What the late input holds down. */
    public static final ByteColumn EARLIER_BUTTONS = ON.bytes("earlier_buttons", "bits");

    private Intent() {}
}
