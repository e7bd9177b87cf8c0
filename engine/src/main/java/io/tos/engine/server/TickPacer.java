package io.tos.engine.server;

/**
 * Decides when ticks start. Deadlines stay on the grid of 1 / ticks-per-second since the start and never drift. A late
 * tick starts at once; at most one missed deadline is made up, further ones are skipped and counted. Tick thread only.
 */
final class TickPacer {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final int ticksPerSecond;
    private final long startNs;
    private long next;

    TickPacer(final int ticksPerSecond, final long startNs) {
        this.ticksPerSecond = ticksPerSecond;
        this.startNs = startNs;
    }

    /** When the next tick is due, on the clock that {@code startNs} was read from. */
    long deadlineNs() {
        return deadlineNs(next);
    }

    /** Whether the next tick is due. */
    boolean isDue(final long nowNs) {
        return nowNs - deadlineNs() >= 0;
    }

    /**
     * The due tick has run: moves to the next deadline.
     *
     * @return how many deadlines were missed and will not be made up.
     */
    long onTickDone(final long nowNs) {
        next++;
        final long latestDue = indexAt(nowNs);
        final long skipped = Math.max(0, latestDue - next);
        next += skipped;
        return skipped;
    }

    /** The last grid point at or before this time. */
    private long indexAt(final long nowNs) {
        final long elapsedNs = nowNs - startNs;
        final long seconds = Math.floorDiv(elapsedNs, NS_PER_SECOND);
        long index =
                seconds * ticksPerSecond + Math.floorMod(elapsedNs, NS_PER_SECOND) * ticksPerSecond / NS_PER_SECOND;
        while (deadlineNs(index + 1) - nowNs <= 0) {
            index++;
        }
        return index;
    }

    private long deadlineNs(final long index) {
        final long seconds = Math.floorDiv(index, ticksPerSecond);
        final long rest = Math.floorMod(index, (long) ticksPerSecond);
        return startNs + seconds * NS_PER_SECOND + rest * NS_PER_SECOND / ticksPerSecond;
    }
}
