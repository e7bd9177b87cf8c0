package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sample, expected smoothed, expected variation: worked by hand from RFC 9002 section 5.3. */
class RttEstimatorTest {
    private static final long MS = 1_000_000L;

    private final MemorySegment memory = Arena.ofAuto().allocate(RttEstimator.BYTES, 8);

    @BeforeEach
    void begin() {
        RttEstimator.begin(memory, 0);
    }

    @Test
    void shouldAssumeAThirdOfASecondWhenThereIsNoSample() {
        assertFalse(RttEstimator.known(memory, 0));
        assertEquals(333 * MS, RttEstimator.smoothedNs(memory, 0));
        assertEquals(333 * MS / 2, RttEstimator.variationNs(memory, 0));
    }

    @Test
    void shouldFollowTheTableWhenSamplesCome() {
        final long[][] rows = { // sample, ack delay, smoothed, variation, least; all in microseconds
            {100_000, 0, 100_000, 50_000, 100_000},
            {100_000, 0, 100_000, 37_500, 100_000},
            {180_000, 0, 110_000, 48_125, 100_000},
            {150_000, 40_000, 110_000, 36_093, 100_000},
            {110_000, 40_000, 110_000, 27_070, 100_000}, // less than the least: the delay is not believed
            {30_000, 0, 100_000, 40_302, 30_000},
        };
        for (final long[] row : rows) {
            assertTrue(RttEstimator.sample(memory, 0, row[0] * 1_000, row[1] * 1_000));
            assertEquals(row[2], RttEstimator.smoothedNs(memory, 0) / 1_000);
            assertEquals(row[3], RttEstimator.variationNs(memory, 0) / 1_000);
            assertEquals(row[4], RttEstimator.leastNs(memory, 0) / 1_000);
        }
    }

    @Test
    void shouldIgnoreSamplesWhenTheyAreNegativeOrAboveTwoSeconds() {
        RttEstimator.sample(memory, 0, 50 * MS, 0);

        assertFalse(RttEstimator.sample(memory, 0, -1, 0));
        assertFalse(RttEstimator.sample(memory, 0, 2_000 * MS + 1, 0));

        assertEquals(50 * MS, RttEstimator.smoothedNs(memory, 0));
    }

    @Test
    void shouldGiveLossAndProbeDelaysWhenAsked() {
        final long tickNs = 16 * MS;
        RttEstimator.sample(memory, 0, 80 * MS, 0);

        assertEquals(90 * MS, RttEstimator.lossDelayNs(memory, 0, tickNs));
        assertEquals((80 + 160 + 50) * MS, RttEstimator.probeDelayNs(memory, 0, tickNs, 50 * MS));

        RttEstimator.begin(memory, 0);
        RttEstimator.sample(memory, 0, MS, 0);

        assertEquals(tickNs, RttEstimator.lossDelayNs(memory, 0, tickNs));
    }
}
