package io.tos.engine.net;

/**
 * One direction of a simulated link: decides for each datagram whether and when it leaves the far end. Its own random
 * stream, so what one link does never depends on another. The network's thread only.
 */
public final class Link {
    /** Answer of {@link #leaveAtNs}: the datagram never arrives. */
    static final long LOST = Long.MAX_VALUE;

    private static final int PPM = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private LinkConditions conditions;
    private long startNs;
    private long random;
    private boolean inBurst;
    private boolean dark;
    private long busyUntilNs;
    private long lastLeaveNs;
    private long passedCount;
    private long lostCount;
    private long queueDropCount;
    private long reorderedCount;
    private long duplicatedCount;
    private long flippedCount;

    Link(final LinkConditions conditions, final long seed, final long nowNs) {
        this.conditions = conditions;
        this.random = seed;
        this.startNs = nowNs;
        this.busyUntilNs = nowNs;
        this.lastLeaveNs = nowNs;
    }

    /** New conditions from now on; what is under way arrives as decided before. */
    public void conditions(final LinkConditions next, final long nowNs) {
        conditions = next;
        startNs = nowNs;
        inBurst = false;
    }

    /** What holds now. */
    public LinkConditions conditions() {
        return conditions;
    }

    /** Swallows everything while {@code dark}, whatever the conditions say. */
    public void blackhole(final boolean isDark) {
        this.dark = isDark;
    }

    /** Datagrams that passed. */
    public long passedCount() {
        return passedCount;
    }

    /** Datagrams lost to chance, bursts or blackholes. */
    public long lostCount() {
        return lostCount;
    }

    /** Datagrams dropped because the queue before the rate limit was full. */
    public long queueDropCount() {
        return queueDropCount;
    }

    /** Datagrams held back. */
    public long reorderedCount() {
        return reorderedCount;
    }

    /** Datagrams that arrived twice. */
    public long duplicatedCount() {
        return duplicatedCount;
    }

    /** Datagrams that arrived with a flipped bit. */
    public long flippedCount() {
        return flippedCount;
    }

    /** When a datagram that enters now leaves the far end, or {@link #LOST}. */
    long leaveAtNs(final long nowNs, final int lengthBytes) {
        if (dark || isDarkBySchedule(nowNs) || isLost()) {
            lostCount++;
            return LOST;
        }
        long leaveNs = nowNs;
        if (conditions.bytesPerSecond() > 0) {
            final long beginNs = Math.max(nowNs, busyUntilNs);
            final long waitingBytes = (beginNs - nowNs) * conditions.bytesPerSecond() / NS_PER_SECOND;
            if (waitingBytes + lengthBytes > conditions.queueBytes()) {
                queueDropCount++;
                return LOST;
            }
            busyUntilNs = beginNs + lengthBytes * NS_PER_SECOND / conditions.bytesPerSecond();
            leaveNs = busyUntilNs;
        }
        passedCount++;
        leaveNs += conditions.delayNs();
        if (conditions.jitterNs() > 0) {
            leaveNs += exponentialNs(conditions.jitterNs());
        }
        if (chance(conditions.reorderPpm())) {
            reorderedCount++;
            return Math.max(leaveNs, lastLeaveNs) + conditions.reorderNs();
        }
        lastLeaveNs = Math.max(leaveNs, lastLeaveNs);
        return lastLeaveNs;
    }

    /** Whether the datagram that just passed arrives a second time. */
    boolean duplicates() {
        final boolean twice = chance(conditions.duplicatePpm());
        if (twice) {
            duplicatedCount++;
        }
        return twice;
    }

    /** Which bit of the datagram that just passed is flipped, or -1. */
    int bitToFlip(final int lengthBytes) {
        if (lengthBytes == 0 || !chance(conditions.flipPpm())) {
            return -1;
        }
        flippedCount++;
        return (int) Long.remainderUnsigned(next(), lengthBytes * 8L);
    }

    private boolean isDarkBySchedule(final long nowNs) {
        final long darkNs = conditions.darkNs();
        return darkNs > 0 && (nowNs - startNs) % (darkNs + conditions.clearNs()) >= conditions.clearNs();
    }

    private boolean isLost() {
        if (conditions.burstEnterPpm() > 0) {
            inBurst = inBurst ? !chance(conditions.burstLeavePpm()) : chance(conditions.burstEnterPpm());
            if (inBurst && chance(conditions.burstLossPpm())) {
                return true;
            }
        }
        return chance(conditions.lossPpm());
    }

    /** A chance of 0 draws nothing: adding a fault that never fires changes no other draw. */
    private boolean chance(final int ppm) {
        return ppm > 0 && Long.remainderUnsigned(next(), PPM) < ppm;
    }

    /** StrictMath: the same seed gives the same trace on every processor. At most ten times the mean. */
    private long exponentialNs(final long meanNs) {
        final double uniform = ((next() >>> 11) + 1) * 0x1p-53;
        return (long) (meanNs * Math.min(10, -StrictMath.log(uniform)));
    }

    private long next() {
        random += 0x9E3779B97F4A7C15L;
        return mix(random);
    }

    /** SplitMix64's output function: spreads one word over all bits. */
    static long mix(final long word) {
        final long first = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
        final long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
