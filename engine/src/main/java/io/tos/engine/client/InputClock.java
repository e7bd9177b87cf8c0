package io.tos.engine.client;

/**
 * Which tick a client's next input is for. It runs as fast as the world does, also where a server cannot keep its pace,
 * and is steered by what the server says of how early inputs come: up to 2 % faster or slower, at once when it is wrong
 * by more than 250 ms, so that they come the wanted lead and twice the jitter early. One thread; time is an argument.
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

    /** The world's pace is looked at over so long; deviations the line explains are none. */
    private static final long PACE_WINDOW_NS = 500_000_000L;

    private static final int FULL_PACE = 1000;
    private static final int PACE_NOISE = 40;
    private static final int PACE_MIN = 100;

    private final int leadQ8;
    private int originTick;
    private long positionNs;
    private long lastNs;
    private int steerPermille;
    private int pacePermille = FULL_PACE;
    private int paceTick;
    private long paceNs;
    private int holdTick;
    private boolean isHeld;
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
        pacePermille = FULL_PACE;
        paceTick = tick;
        paceNs = nowNs;
        jitterQ8 = 0;
        isFirst = true;
        hold(originTick, nowNs + rttNs);
    }

    /** What the server says of earliness counts from the input of {@code tick} on, or some time after that was sampled. */
    private void hold(final int tick, final long nowNs) {
        holdTick = tick;
        isHeld = tick - tick() > 0;
        holdEndNs = nowNs + HOLD_NS;
    }

    /** The tick whose input is to be sampled now, low 32 bits. */
    public int advance(final long nowNs) {
        final long elapsedNs = nowNs - lastNs;
        lastNs = nowNs;
        positionNs += elapsedNs * (pacePermille + steerPermille) / FULL_PACE;
        final int tick = tick();
        if (isHeld && tick - holdTick >= 0) {
            isHeld = false;
            holdEndNs = nowNs + HOLD_NS;
        }
        return tick;
    }

    private int tick() {
        return originTick + (int) Math.floorDiv(positionNs, TICK_NS);
    }

    /**
     * The newest snapshot so far came.
     *
     * @param shownTick the tick it shows, low 32 bits.
     * @param earlyQ8 how early the newest input came, in 1/256 tick, negative if it was late.
     * @param consumedTick of the last input consumed, low 32 bits.
     * @return true if the clock was wrong by so much that it jumped.
     */
    public boolean onSnapshot(final int shownTick, final int earlyQ8, final int consumedTick, final long nowNs) {
        pace(shownTick, nowNs);
        if (tick() - shownTick <= 0) {
            // What we would send next is over already, whatever became of the last inputs.
            jump((shownTick - tick() + leadQ8 / Q8 + 1) * TICK_NS, nowNs);
            return true;
        }
        // Until an input from after the clock was set is consumed, it speaks of those before; none ever is if all are
        // late.
        if (consumedTick - holdTick < 0 && (isHeld || nowNs < holdEndNs)) {
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

    private void pace(final int shownTick, final long nowNs) {
        final long elapsedNs = nowNs - paceNs;
        if (elapsedNs < PACE_WINDOW_NS) {
            return;
        }
        final long pace = (shownTick - paceTick) * TICK_NS * FULL_PACE / elapsedNs;
        pacePermille = Math.abs(pace - FULL_PACE) < PACE_NOISE ? FULL_PACE : Math.clamp(pace, PACE_MIN, FULL_PACE);
        paceTick = shownTick;
        paceNs = nowNs;
    }

    private void jump(final long byNs, final long nowNs) {
        final int before = tick();
        positionNs += byNs;
        hold(byNs > 0 ? tick() : before + 1, nowNs);
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
