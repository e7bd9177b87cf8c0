package io.tos.engine.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Percentiles against a sorted array. */
final class HistogramTest {
    private static final long SEED = 20_260_101;

    @Test
    void shouldStayWithinThreePercentOfSortedValuesWhenRandom() {
        try (Arena arena = Arena.ofConfined()) {
            final Histogram histogram = new Histogram(arena.allocate(Histogram.BLOCK_BYTES, 8), 0);
            final SplittableRandom random = new SplittableRandom(SEED);
            final long[] values = random.longs(10_000)
                    .map(bits -> bits >>> (24 + (bits & 31)))
                    .toArray();

            Arrays.stream(values).forEach(histogram::record);
            Arrays.sort(values);

            assertEquals(values.length, histogram.count());
            assertEquals(values[values.length - 1], histogram.maximum());
            for (final double percent : new double[] {0.01, 1, 10, 50, 90, 99, 99.9, 100}) {
                final long exact = values[(int) Math.ceil(values.length * percent / 100.0) - 1];
                final long reported = histogram.cells().percentile(percent);
                assertTrue(
                        reported >= exact && reported <= exact + exact / 32 + 1,
                        percent + " %: " + reported + " for " + exact + ", seed " + SEED);
            }
        }
    }

    @Test
    void shouldHoldOnlyTheWindowWhenSubtracted() {
        try (Arena arena = Arena.ofConfined()) {
            final Histogram histogram = new Histogram(arena.allocate(Histogram.BLOCK_BYTES, 8), 0);
            assertEquals(0, histogram.cells().percentile(99));
            histogram.record(1_000_000);
            final HistogramCells before = histogram.cells();

            histogram.record(5);

            final HistogramCells window = histogram.cells().since(before);
            assertEquals(1, window.count());
            assertEquals(5, window.percentile(100));
            assertEquals(3, window.plus(histogram.cells()).count());
        }
    }
}
