package io.tos.tools.bots;

import org.HdrHistogram.Histogram;

/** How long something took, many times. One thread writes; merged when all are done. */
final class Latencies {
    private static final long US_MAX = 3_600_000_000L;
    private static final double US_PER_MS = 1000;

    private final Histogram histogram = new Histogram(US_MAX, 3);

    /** Once more. */
    void recordUs(final long us) {
        histogram.recordValue(Math.clamp(us, 0, US_MAX));
    }

    /** Takes another thread's in. */
    void add(final Latencies other) {
        histogram.add(other.histogram);
    }

    /** Forgets all so far. */
    void clear() {
        histogram.reset();
    }

    /** How many. */
    long count() {
        return histogram.getTotalCount();
    }

    /** In milliseconds; 0 before the first. */
    double ms(final double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
