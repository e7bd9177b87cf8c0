package io.tos.engine.game.movement;

/** What an input holds down, a bit each; the same bits as on the wire. */
public final class Buttons {
    /** Run faster, as long as stamina lasts. */
    public static final int SPRINT = 1;

    /** Leave the ground. */
    public static final int JUMP = 1 << 1;

    /** Go slowly. */
    public static final int WALK = 1 << 3;

    /** Use the weapon in hand. */
    public static final int ATTACK = 1 << 6;

    private Buttons() {}
}
