package io.tos.engine.protocol;

/**
 * Numbers of the world ⇄ fewer bits on the wire, with the error of each stated. World: positions in 1/65,536 m, angles in
 * 1/65,536 turn, speeds in position units per tick at 60 ticks a second.
 */
public final class Quantizer {
    /** Bits of one coordinate: 8 of the 256 m frame, 16 of the offset in it. */
    public static final int POSITION_BITS = 24;

    /** Bits of a direction of view that others see. */
    public static final int YAW_BITS = 10;

    /** Bits of a direction of view in an input. */
    public static final int AIM_BITS = 12;

    /** Bits of a share of health. */
    public static final int HEALTH_BITS = 8;

    /** Bits of a speed that others see. */
    public static final int SPEED_BITS = 6;

    private static final int POSITION_SHIFT = 8;
    private static final int ANGLE_BITS = 16;
    private static final int HEALTH_FULL = (1 << HEALTH_BITS) - 1;
    private static final int SPEED_MAX = (1 << SPEED_BITS) - 1;
    /** Wire units (1/4 m/s) in a speed of 65,536 position units per tick. */
    private static final long SPEED_SCALE = 4 * 60;

    private Quantizer() {}

    /** Position in 1/256 m, rounded down, as 24 bits; error 0 to 255/65,536 m, below 3.9 mm. */
    public static int position(final int fixed) {
        return (fixed >> POSITION_SHIFT) & ((1 << POSITION_BITS) - 1);
    }

    /** The least world position with this wire position. */
    public static int fixed(final int position) {
        return position << POSITION_SHIFT;
    }

    /** Angle to the nearest of 1,024; error at most 32/65,536 turn, 0.176°. */
    public static int yaw(final int angle) {
        return nearest(angle, YAW_BITS);
    }

    /** Angle to the nearest of 4,096; error at most 8/65,536 turn, 0.044°. */
    public static int aim(final int angle) {
        return nearest(angle, AIM_BITS);
    }

    /** The angle in the middle of what has this wire value. */
    public static int angleOfYaw(final int yaw) {
        return yaw << (ANGLE_BITS - YAW_BITS);
    }

    /** The angle in the middle of what has this wire value. */
    public static int angleOfAim(final int aim) {
        return aim << (ANGLE_BITS - AIM_BITS);
    }

    private static int nearest(final int angle, final int bits) {
        final int shift = ANGLE_BITS - bits;
        return ((angle + (1 << (shift - 1))) >> shift) & ((1 << bits) - 1);
    }

    /**
     * Share of health in 1/255, rounded up: 0 says dead and nothing else does; error below 1/255.
     *
     * @param max more than 0.
     */
    public static int health(final int health, final int max) {
        if (health <= 0) {
            return 0;
        }
        return health >= max ? HEALTH_FULL : (int) (((long) health * HEALTH_FULL + max - 1) / max);
    }

    /** Speed to the nearest 1/4 m/s, at most 15.75 m/s; error at most 1/8 m/s below that. */
    public static int speed(final int unitsPerTick) {
        return (int) Math.min(SPEED_MAX, (unitsPerTick * SPEED_SCALE + (1 << 15)) >> 16);
    }
}
