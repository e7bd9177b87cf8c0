package io.tos.engine.edge.input;

/**
 * One input of one tick in a long, so that it can be kept and passed on without garbage.
 *
 * <pre> bits 0 directionX 8, signed | 8 directionY 8, signed | 16 yaw 16, 1/65,536 turn | 32 buttons 8 | 40 rewind 16 </pre>
 *
 * Rewind is how far the world that the player saw lay behind the input's tick, in 1/16 tick.
 */
final class PlayerInput {
    private PlayerInput() {}

    static long of(
            final int directionX, final int directionY, final int yaw, final int buttons, final int rewindSixteenths) {
        return (directionX & 0xFF)
                | (directionY & 0xFFL) << 8
                | (yaw & 0xFFFFL) << 16
                | (buttons & 0xFFL) << 32
                | (rewindSixteenths & 0xFFFFL) << 40;
    }

    /** Wants nothing and keeps looking where {@code yaw} says. */
    static long neutral(final int yaw) {
        return of(0, 0, yaw, 0, 0);
    }

    static byte directionX(final long input) {
        return (byte) input;
    }

    static byte directionY(final long input) {
        return (byte) (input >> 8);
    }

    static int yaw(final long input) {
        return (int) (input >> 16) & 0xFFFF;
    }

    static byte buttons(final long input) {
        return (byte) (input >> 32);
    }

    static int rewindSixteenths(final long input) {
        return (int) (input >> 40) & 0xFFFF;
    }
}
