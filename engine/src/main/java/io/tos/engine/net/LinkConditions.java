package io.tos.engine.net;

/**
 * What one direction of a simulated link does to datagrams. Immutable; start from {@link #CLEAN}. Chances are in parts
 * per million, times in nanoseconds.
 *
 * @param lossPpm chance that a datagram is lost on its own.
 * @param burstEnterPpm chance per datagram that a loss burst begins (Gilbert-Elliott).
 * @param burstLeavePpm chance per datagram that the burst ends.
 * @param burstLossPpm chance of loss inside a burst.
 * @param delayNs one-way time of every datagram.
 * @param jitterNs mean of an exponential extra time that keeps the order.
 * @param reorderPpm chance that a datagram is held back and overtaken.
 * @param reorderNs how long it is held back.
 * @param duplicatePpm chance that a datagram arrives twice.
 * @param flipPpm chance that one bit is flipped.
 * @param bytesPerSecond rate of the link, 0 for no limit.
 * @param queueBytes what may wait for a limited link; more is dropped.
 * @param darkNs length of each blackhole, 0 for none. The link is clear first, then dark, and so on.
 * @param clearNs time between blackholes.
 */
public record LinkConditions(
        int lossPpm,
        int burstEnterPpm,
        int burstLeavePpm,
        int burstLossPpm,
        long delayNs,
        long jitterNs,
        int reorderPpm,
        long reorderNs,
        int duplicatePpm,
        int flipPpm,
        long bytesPerSecond,
        int queueBytes,
        long darkNs,
        long clearNs) {
    /** Everything arrives at once and whole. */
    public static final LinkConditions CLEAN = new LinkConditions(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int PPM_PER_PERCENT = 10_000;
    private static final int PPM = 1_000_000;
    private static final long NS_PER_MS = 1_000_000;

    /** Checks ranges. */
    public LinkConditions {
        checkChance("lossPpm", lossPpm);
        checkChance("burstEnterPpm", burstEnterPpm);
        checkChance("burstLeavePpm", burstLeavePpm);
        checkChance("burstLossPpm", burstLossPpm);
        checkChance("reorderPpm", reorderPpm);
        checkChance("duplicatePpm", duplicatePpm);
        checkChance("flipPpm", flipPpm);
        if (delayNs < 0 || jitterNs < 0 || reorderNs < 0 || darkNs < 0 || clearNs < 0) {
            throw new IllegalArgumentException("times of a link must not be negative");
        }
        if (bytesPerSecond < 0 || (bytesPerSecond > 0 && queueBytes < Transport.DATAGRAM_BYTES_MAX)) {
            throw new IllegalArgumentException("a limited link must queue at least one datagram: " + queueBytes);
        }
    }

    private static void checkChance(final String name, final int ppm) {
        if (ppm < 0 || ppm > PPM) {
            throw new IllegalArgumentException(name + " must be 0 to 1,000,000: " + ppm);
        }
    }

    /** Each datagram is lost with this chance. */
    public LinkConditions lossPercent(final int percent) {
        return copy(percent * PPM_PER_PERCENT, delayNs, jitterNs, reorderPpm, reorderNs, bytesPerSecond);
    }

    /** Losses come in bursts: they begin and end with these chances per datagram and lose with {@code lossPercent} inside. */
    public LinkConditions burst(final int enterPpm, final int leavePpm, final int insideLossPercent) {
        return new LinkConditions(
                lossPpm,
                enterPpm,
                leavePpm,
                insideLossPercent * PPM_PER_PERCENT,
                delayNs,
                jitterNs,
                reorderPpm,
                reorderNs,
                duplicatePpm,
                flipPpm,
                bytesPerSecond,
                queueBytes,
                darkNs,
                clearNs);
    }

    /** One-way delay. */
    public LinkConditions delayMs(final int ms) {
        return copy(lossPpm, ms * NS_PER_MS, jitterNs, reorderPpm, reorderNs, bytesPerSecond);
    }

    /** Mean of the jitter, which never reorders. */
    public LinkConditions jitterMs(final int ms) {
        return copy(lossPpm, delayNs, ms * NS_PER_MS, reorderPpm, reorderNs, bytesPerSecond);
    }

    /** Share of datagrams that are held back for {@code ms}. */
    public LinkConditions reorder(final int percent, final int ms) {
        return copy(lossPpm, delayNs, jitterNs, percent * PPM_PER_PERCENT, ms * NS_PER_MS, bytesPerSecond);
    }

    /** Share of datagrams that arrive twice. */
    public LinkConditions duplicatePercent(final int percent) {
        return damaged(percent * PPM_PER_PERCENT, flipPpm);
    }

    /** Share of datagrams that arrive with one bit flipped. */
    public LinkConditions flipPercent(final int percent) {
        return damaged(duplicatePpm, percent * PPM_PER_PERCENT);
    }

    /** Rate limit with a queue of a quarter of a second, at least 16 datagrams. */
    public LinkConditions bytesPerSecond(final long rate) {
        return copy(lossPpm, delayNs, jitterNs, reorderPpm, reorderNs, rate);
    }

    /** Clear for {@code clearMs}, then dark for {@code darkMs}, again and again. */
    public LinkConditions blackhole(final int darkMs, final int clearMs) {
        return new LinkConditions(
                lossPpm,
                burstEnterPpm,
                burstLeavePpm,
                burstLossPpm,
                delayNs,
                jitterNs,
                reorderPpm,
                reorderNs,
                duplicatePpm,
                flipPpm,
                bytesPerSecond,
                queueBytes,
                darkMs * NS_PER_MS,
                clearMs * NS_PER_MS);
    }

    private LinkConditions copy(
            final int newLossPpm,
            final long newDelayNs,
            final long newJitterNs,
            final int newReorderPpm,
            final long newReorderNs,
            final long newBytesPerSecond) {
        final int newQueueBytes = newBytesPerSecond == 0
                ? 0
                : (int) Math.clamp(newBytesPerSecond / 4, 16L * Transport.DATAGRAM_BYTES_MAX, 1 << 24);
        return new LinkConditions(
                newLossPpm,
                burstEnterPpm,
                burstLeavePpm,
                burstLossPpm,
                newDelayNs,
                newJitterNs,
                newReorderPpm,
                newReorderNs,
                duplicatePpm,
                flipPpm,
                newBytesPerSecond,
                newQueueBytes,
                darkNs,
                clearNs);
    }

    private LinkConditions damaged(final int newDuplicatePpm, final int newFlipPpm) {
        return new LinkConditions(
                lossPpm,
                burstEnterPpm,
                burstLeavePpm,
                burstLossPpm,
                delayNs,
                jitterNs,
                reorderPpm,
                reorderNs,
                newDuplicatePpm,
                newFlipPpm,
                bytesPerSecond,
                queueBytes,
                darkNs,
                clearNs);
    }
}
