package io.tos.engine.game.movement;

import static io.tos.engine.game.GameComponents.GAME;
import static io.tos.engine.memory.ColumnFlag.OWNER_EXACT;
import static io.tos.engine.memory.ColumnFlag.SAVED;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.ByteColumn;
import io.tos.engine.memory.IntColumn;
import io.tos.engine.memory.ShortColumn;

/** What a body can do in the next tick: all that the integrator keeps besides position and velocity. */
public final class Motion {
    /** Presence. */
    public static final Component ON = GAME.component(Motion.class, "motion");

    /** One of {@link BodyState}'s modes. */
    public static final ByteColumn MODE = ON.bytes("mode", "mode", OWNER_EXACT);

    /** Bits of {@link BodyState}. */
    public static final ByteColumn FLAGS = ON.bytes("flags", "bits", OWNER_EXACT);

    /** What effects and gear make of its speed, unsigned; 1,000 is as it is born. */
    public static final ShortColumn SPEED_PERMILLE = ON.shorts("speed_permille", "1/1000", OWNER_EXACT);

    /** What is left, in 1/1,000 points. */
    public static final IntColumn STAMINA = ON.ints("stamina", "points/1000", SAVED, OWNER_EXACT);

    /** In whole points. */
    public static final IntColumn STAMINA_MAX = ON.ints("stamina_max", "points", OWNER_EXACT);

    private Motion() {}
}
