package io.tos.engine.game.core;

/** Fixed-point numbers of the simulation: lengths in 1/65,536 m, angles in 1/65,536 turn, speeds per tick of 1/60 s. */
public final class Fixed {
    /** One metre; also the one of sines. */
    public static final int ONE = 1 << 16;

    /** Ticks in a second. */
    public static final int TICKS_PER_SECOND = 60;

    private static final int QUARTER_BITS = 14;
    /** Angles and sines on the way are in 1/2^30. */
    private static final int FINE_BITS = 30;

    /** Half of pi, so much of a radian is a quarter turn. */
    private static final long QUARTER_TURN = 1_686_629_713L;

    private Fixed() {}

    /** Centimetres as position units, rounded down. */
    public static int cm(final int cm) {
        return (int) Math.floorDiv((long) cm * ONE, 100);
    }

    /** A speed of centimetres per second as position units per tick. */
    public static int cmPerSecond(final int cm) {
        return (int) ((long) cm * ONE / (100L * TICKS_PER_SECOND));
    }

    /** Sine of an angle in 1/65,536 turn, to the nearest 1/65,536; any int is an angle. */
    public static int sin(final int angle) {
        final int within = angle & ((1 << QUARTER_BITS) - 1);
        final boolean falling = (angle & (1 << QUARTER_BITS)) != 0;
        final boolean negative = (angle & (1 << (QUARTER_BITS + 1))) != 0;
        final int rising = falling ? (1 << QUARTER_BITS) - within : within;
        final long angleFine = (rising * QUARTER_TURN) >> QUARTER_BITS;
        final long square = (angleFine * angleFine) >> FINE_BITS;
        // x - x^3/3! + ... - x^11/11!, from the inside out: 1 - x^2/(2 3) (1 - x^2/(4 5) (...)).
        long series = 1L << FINE_BITS;
        for (int term = 10; term >= 2; term -= 2) {
            series = (1L << FINE_BITS) - ((square * series) >> FINE_BITS) / (term * (term + 1L));
        }
        final long fine = (angleFine * series) >> FINE_BITS;
        final int sine = (int) ((fine + (1 << 13)) >> 14);
        return negative ? -sine : sine;
    }

    /** Cosine of an angle in 1/65,536 turn, in 1/65,536. */
    public static int cos(final int angle) {
        return sin(angle + (1 << QUARTER_BITS));
    }

    /** The largest number whose square is at most {@code value}, which is not negative. */
    public static int root(final long value) {
        assert value >= 0 : value;
        if (value == 0) {
            return 0;
        }
        long guess = 1L << ((65 - Long.numberOfLeadingZeros(value)) / 2);
        while (true) {
            final long better = (guess + value / guess) >> 1;
            if (better >= guess) {
                return (int) guess;
            }
            guess = better;
        }
    }

    /** Length of a vector in the plane. */
    public static int length(final int x, final int y) {
        return root((long) x * x + (long) y * y);
    }
}
