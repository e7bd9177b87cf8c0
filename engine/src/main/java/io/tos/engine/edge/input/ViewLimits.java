package io.tos.engine.edge.input;

/**
 * How far back players may claim to see: what the line, as the server measures it, explains. Per seat of a world; all in
 * 1/16 tick. Tick thread only.
 *
 * <p>What a client shows when it samples an input lies behind that input's tick by the round trip, by its interpolation,
 * and by the lead it keeps. A claim beyond that, with twice the jitter and two ticks granted, is not believed.
 */
final class ViewLimits {
    /** The furthest the world is ever rewound: 15 ticks, 250 ms. */
    static final int REWIND_TICKS_MAX = 15;

    /** 1/16 tick. */
    static final int SIXTEENTHS = 16;

    private static final int TICKS_PER_SECOND = 60;
    private static final long US_PER_SECOND = 1_000_000;
    /** Clients show the world two snapshots late, to have one to move towards. */
    private static final int INTERPOLATED_SNAPSHOTS = 2;

    private static final int GRANTED = 2 * SIXTEENTHS;

    private final int[] roundTrip;
    private final int[] jitter;
    private final int[] interpolation;

    ViewLimits(final int seats) {
        roundTrip = new int[seats];
        jitter = new int[seats];
        interpolation = new int[seats];
    }

    /** A seat is taken by a player who gets so many snapshots a second. The line is not known yet. */
    void open(final int seat, final int snapshotHz) {
        roundTrip[seat] = 0;
        jitter[seat] = 0;
        interpolation[seat] = INTERPOLATED_SNAPSHOTS * TICKS_PER_SECOND * SIXTEENTHS / snapshotHz;
    }

    /** The network measured the line. */
    void onPath(final int seat, final int smoothedUs, final int variationUs) {
        roundTrip[seat] = sixteenths(smoothedUs);
        jitter[seat] = sixteenths(variationUs);
    }

    /** Whether a claim is too far back to be true. */
    boolean isBeyond(final int seat, final int claimed) {
        return claimed > roundTrip[seat] + interpolation[seat] + 2 * jitter[seat] + GRANTED;
    }

    /** What the server thinks that a client saw whose newest input comes {@code leadTicks} early. */
    int estimate(final int seat, final int leadTicks) {
        return roundTrip[seat] + interpolation[seat] + Math.max(0, leadTicks) * SIXTEENTHS;
    }

    private static int sixteenths(final int us) {
        return (int) ((long) us * TICKS_PER_SECOND * SIXTEENTHS / US_PER_SECOND);
    }
}
