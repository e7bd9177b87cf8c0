package io.tos.engine.client;

/**
 * Which tick a client's next input is for. It runs at the world's rate and is steered by what the server says of how early
 * inputs come: up to 2 % faster or slower, at once when it is wrong by more than 250 ms, so that they come the wanted
 * lead and twice the jitter early. One thread; time is an argument.
 */
public final class InputClock {
    /** Ticks of a world in a second. */
    public static final int TICK_HZ = 60;

    /** One tick, rounded: what that is wrong by is steered away with the rest. */
    public static final long TICK_NS = 1_000_000_000L / TICK_HZ;

    private static final int Q8 = 256;
    private static final int SNAP_Q8 = Q8 * TICK_HZ / 4;
    private static final int STEER_PERMILLE_MAX = 20;
    /** Six tenths of the error in a second: the answer takes a round trip to show, faster steering would swing. */
    private static final int STEER_PERMILLE_PER_TICK = 10;

    private static final int SMOOTHED_OVER = 8;
    private static final int JITTER_OVER = 16;
    /** The first round trips of a session can be far too long: inputs more than 32 ticks ahead would not be taken. */
    private static final long RTT_TRUSTED_NS = 250_000_000L;

    private static final long HOLD_NS = 1_000_000_000L;

    private final int leadQ8;
    private int originTick;
    private long positionNs;
    private long lastNs;
    private int steerPermille;
    private int holdTick;
    private long holdEndNs;
    private boolean isFirst;
    private int smoothedQ8;
    private int jitterQ8;
    private long snaps;

    /** @param leadTicks how early inputs shall come when the line has no jitter; 2 unless latency is measured. */
    public InputClock(final int leadTicks) {
        leadQ8 = leadTicks * Q8;
    }

    /**
     * Begins in a world.
     *
     * @param tick the server had when it sent ENTER_WORLD, low 32 bits.
     * @param rttNs of the line.
     */
    public void start(final int tick, final long rttNs, final long nowNs) {
        final int aheadTicks = leadQ8 / Q8 + 1 + (int) (Math.min(rttNs, RTT_TRUSTED_NS) / TICK_NS);
        originTick = tick + aheadTicks;
        positionNs = 0;
        lastNs = nowNs;
        steerPermille = 0;
        jitterQ8 = 0;
        isFirst = true;
        holdTick = originTick;
        holdEndNs = nowNs + HOLD_NS + rttNs;
    }

    /** The tick whose input is to be sampled now, low 32 bits. */
    public int advance(final long nowNs) {
        final long elapsedNs = nowNs - lastNs;
        lastNs = nowNs;
        positionNs += elapsedNs + elapsedNs * steerPermille / 1000;
        return tick();
    }

    private int tick() {
        return originTick + (int) Math.floorDiv(positionNs, TICK_NS);
    }

    /**
     * A snapshot told how early the newest input came.
     *
     * @param earlyQ8 in 1/256 tick, negative if it was late.
     * @param consumedTick of the last input consumed, low 32 bits.
     * @return true if the clock was wrong by so much that it jumped: inputs begin anew at {@link #advance}.
     */
    public boolean onLead(final int earlyQ8, final int consumedTick, final long nowNs) {
        // Until an input from after the clock was set is consumed, it speaks of those before; none ever is if all are
        // late.
        if (consumedTick - holdTick < 0 && nowNs < holdEndNs) {
            return false;
        }
        final int wrongByQ8 = leadQ8 + 2 * jitterQ8 - earlyQ8;
        if (Math.abs(wrongByQ8) > SNAP_Q8) {
            jump((long) wrongByQ8 * TICK_NS / Q8, nowNs);
            return true;
        }
        final int deviationQ8 = isFirst ? 0 : Math.abs(earlyQ8 - smoothedQ8);
        smoothedQ8 = isFirst ? earlyQ8 : smoothedQ8 + (earlyQ8 - smoothedQ8) / SMOOTHED_OVER;
        jitterQ8 += (deviationQ8 - jitterQ8) / JITTER_OVER;
        isFirst = false;
        final int wantedQ8 = leadQ8 + 2 * jitterQ8;
        final int steer = (wantedQ8 - smoothedQ8) * STEER_PERMILLE_PER_TICK / Q8;
        steerPermille = Math.clamp(steer, -STEER_PERMILLE_MAX, STEER_PERMILLE_MAX);
        return false;
    }

    private void jump(final long byNs, final long nowNs) {
        final int before = tick();
        positionNs += byNs;
        holdTick = byNs > 0 ? tick() : before + 1;
        holdEndNs = nowNs + HOLD_NS + Math.abs(byNs);
        steerPermille = 0;
        isFirst = true;
        snaps++;
    }

    /** How early inputs come, smoothed, in 1/256 tick. */
    public int smoothedLeadQ8() {
        return smoothedQ8;
    }

    /** Mean deviation of that, in 1/256 tick. */
    public int jitterQ8() {
        return jitterQ8;
    }

    /** How often it jumped. */
    public long snaps() {
        return snaps;
    }
}
