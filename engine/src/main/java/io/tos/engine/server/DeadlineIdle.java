package io.tos.engine.server;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/** Waits for the next tick: parks until shortly before its deadline, then spins, so that ticks start on time. */
final class DeadlineIdle implements IdleStrategy {
    /** A park ends late by about this much on an idle core: the default timer slack of 50 us and the wake-up. */
    private static final long SPIN_NS = 120_000;

    private final TickAgent agent;
    private final NanoClock clock;

    DeadlineIdle(final TickAgent agent, final NanoClock clock) {
        this.agent = agent;
        this.clock = clock;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        final long leftNs = agent.deadlineNs() - clock.nanoTime();
        if (leftNs > SPIN_NS) {
            LockSupport.parkNanos(leftNs - SPIN_NS);
        } else {
            Threading.spin();
        }
    }

    @Override
    public void reset() {}

    @Override
    public String alias() {
        return "deadline";
    }
}
