package io.tos.engine.client;

/** What a player wants in one tick. A holder, reused; one per thread. */
public final class Wish {
    /** East, -127 to 127. */
    public int directionX;

    /** North, -127 to 127. */
    public int directionY;

    /** Where it looks, 1/4,096 turn from east to north. */
    public int aim;

    /** Buttons of {@link io.tos.engine.protocol.InputFrame}. */
    public int buttons;

    /** Wants nothing, and looks where it looked. */
    public void stand() {
        directionX = 0;
        directionY = 0;
        buttons = 0;
    }
}
