package io.tos.engine.protocol;

/**
 * What others see of an entity, quantised into two words: cheap to keep, compare and hash. Static helpers only.
 *
 * <pre>
 * place: bits 0..23 x | 24..47 y | 48..63 kind
 * looks: bits 0..23 z | 24..33 yaw | 34..41 health | 42..47 speed | 48..53 animation | 54..61 flags | 62..63 zero
 * </pre>
 *
 * Units as in {@link Quantizer}.
 */
public final class EntityState {
    /** Bits of {@link #looks} in use. */
    public static final int LOOKS_BITS = 62;

    /** Flag: stands still; do not carry its movement on. */
    public static final int FLAG_AT_REST = 1;

    /** Flag: dead or unconscious. */
    public static final int FLAG_DOWN = 1 << 1;

    /** Flag: fights. */
    public static final int FLAG_COMBAT = 1 << 2;

    /** Flag: in the air. */
    public static final int FLAG_AIRBORNE = 1 << 3;

    /** Flag: swims. */
    public static final int FLAG_SWIMMING = 1 << 4;

    /** Flag: sprints. */
    public static final int FLAG_SPRINTING = 1 << 5;

    /** Flag: hidden, and seen through by this viewer. */
    public static final int FLAG_STEALTH = 1 << 6;

    /** Flag: appeared or was moved at once; do not blend from the state before. */
    public static final int FLAG_TELEPORTED = 1 << 7;

    private static final int COORDINATE_MASK = (1 << Quantizer.POSITION_BITS) - 1;
    private static final int Y_SHIFT = 24;
    private static final int KIND_SHIFT = 48;
    private static final int YAW_SHIFT = 24;
    private static final int HEALTH_SHIFT = 34;
    private static final int SPEED_SHIFT = 42;
    private static final int ANIMATION_SHIFT = 48;
    private static final int FLAGS_SHIFT = 54;

    private EntityState() {}

    /** First word, of 24, 24 and 16 bits; {@code kind} is the content's number for what it is. */
    public static long place(final int x, final int y, final int kind) {
        assert (x & ~COORDINATE_MASK) == 0 && (y & ~COORDINATE_MASK) == 0 && (kind & ~0xFFFF) == 0;
        return x | (long) y << Y_SHIFT | (long) kind << KIND_SHIFT;
    }

    /** Second word. Widths: z 24, yaw 10, health 8, speed 6, animation 6, flags 8 bits. */
    public static long looks(
            final int z, final int yaw, final int health, final int speed, final int animation, final int flags) {
        assert (z & ~COORDINATE_MASK) == 0 && (yaw & ~0x3FF) == 0 && (health & ~0xFF) == 0;
        assert (speed & ~0x3F) == 0 && (animation & ~0x3F) == 0 && (flags & ~0xFF) == 0;
        return z
                | (long) yaw << YAW_SHIFT
                | (long) health << HEALTH_SHIFT
                | (long) speed << SPEED_SHIFT
                | (long) animation << ANIMATION_SHIFT
                | (long) flags << FLAGS_SHIFT;
    }

    /** East, 24 bits. */
    public static int x(final long place) {
        return (int) place & COORDINATE_MASK;
    }

    /** North, 24 bits. */
    public static int y(final long place) {
        return (int) (place >>> Y_SHIFT) & COORDINATE_MASK;
    }

    /** What it is, 16 bits. */
    public static int kind(final long place) {
        return (int) (place >>> KIND_SHIFT);
    }

    /** Up, 24 bits. */
    public static int z(final long looks) {
        return (int) looks & COORDINATE_MASK;
    }

    /** Where it looks, 10 bits. */
    public static int yaw(final long looks) {
        return (int) (looks >>> YAW_SHIFT) & 0x3FF;
    }

    /** Share of health, 8 bits. */
    public static int health(final long looks) {
        return (int) (looks >>> HEALTH_SHIFT) & 0xFF;
    }

    /** Speed in 1/4 m/s, 6 bits. */
    public static int speed(final long looks) {
        return (int) (looks >>> SPEED_SHIFT) & 0x3F;
    }

    /** Which movement is shown, 6 bits. */
    public static int animation(final long looks) {
        return (int) (looks >>> ANIMATION_SHIFT) & 0x3F;
    }

    /** Flags, 8 bits. */
    public static int flags(final long looks) {
        return (int) (looks >>> FLAGS_SHIFT) & 0xFF;
    }

    /** From one coordinate to another the short way, modulo 2^24. */
    static int step(final int from, final int to) {
        return (to - from) << 8 >> 8;
    }

    /** A coordinate and a step, modulo 2^24. */
    static int walk(final int from, final int step) {
        return (from + step) & COORDINATE_MASK;
    }
}
