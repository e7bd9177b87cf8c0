package io.tos.engine.game.place;

import io.tos.engine.game.core.Fixed;

/** The shape every body has towards walls and ground: an upright capsule, here a circle with a height. */
public final class Body {
    /** From its axis to its skin. */
    public static final int RADIUS = Fixed.cm(40);

    /** From its feet to its head. */
    public static final int HEIGHT = Fixed.cm(180);

    /** How high an edge it takes without a jump. */
    public static final int STEP = Fixed.cm(50);

    /** How deep it stands in water before it swims. */
    public static final int SWIM_DEPTH = Fixed.cm(120);

    private Body() {}
}
