package io.tos.engine.sim;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** The time of a simulation: both clocks of everybody in it, moved by hand. One thread. */
public final class SimulatedTime implements NanoClock, EpochClock {
    private static final long START_NS = 5_000_000_000L;
    private static final long START_EPOCH_MS = 1_700_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;

    private long nowNs = START_NS;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long time() {
        return START_EPOCH_MS + (nowNs - START_NS) / NS_PER_MS;
    }

    /** How long the simulation has run. */
    public long elapsedNs() {
        return nowNs - START_NS;
    }

    /** Time passes. */
    void advance(final long spanNs) {
        assert spanNs > 0 : spanNs;
        nowNs += spanNs;
    }
}
