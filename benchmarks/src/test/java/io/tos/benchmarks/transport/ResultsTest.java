package io.tos.benchmarks.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.benchmarks.transport.Results.RowKey;
import io.tos.benchmarks.transport.Variant.Family;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, references and ratios over made-up trials. */
final class ResultsTest {
    private final Results results = new Results();

    private static RowKey key(final String name, final Family family) {
        final Variant variant = new Variant(name, family, EnumSet.allOf(TrialCase.class), List.of("none"));
        return new RowKey(variant, TrialCase.RECEIVE, 64);
    }

    private void add(final RowKey key, final long... nsPerDatagram) {
        for (final long ns : nsPerDatagram) {
            results.add(key, ns == 0 ? null : new Trial(1000, ns * 1000, 2_000_000, 5000));
        }
    }

    @Test
    void shouldTakeTheMedianOfPerRoundRatiosWhenRoundsDrift() {
        final RowKey ours = key("uring", Family.OURS);
        final RowKey floor = key("c-uring", Family.C);
        add(ours, 110, 220, 880);
        add(floor, 100, 200, 400);
        // Per round 1.1, 1.1, 2.2; the ratio of the medians would be 1.1 too, that of the means 1.73.
        assertEquals(1.1, results.ratio(ours, floor), 1e-9);
    }

    @Test
    void shouldLeaveOutARoundWhenEitherTrialFailed() {
        final RowKey ours = key("uring", Family.OURS);
        final RowKey floor = key("c-uring", Family.C);
        add(ours, 0, 300, 500);
        add(floor, 100, 100, 0);
        assertEquals(3.0, results.ratio(ours, floor), 1e-9);
        assertEquals(2, results.goodCount(ours));
    }

    @Test
    void shouldCompareWithTheBestOfAFamilyButMmsgWithItsOwnTwin() {
        final RowKey uring = key("uring", Family.OURS);
        final RowKey mmsg = key("mmsg", Family.OURS);
        add(uring, 100);
        add(mmsg, 120);
        add(key("c-uring", Family.C), 80);
        add(key("c-mmsg", Family.C), 100);
        add(key("netty-epoll", Family.NETTY), 200);

        final List<Row> rows = Row.of(results);

        assertEquals(1.25, rows.get(0).ratioToC());
        assertEquals(0.5, rows.get(0).ratioToNetty());
        assertEquals(1.2, rows.get(1).ratioToC());
        assertEquals(500_000, rows.get(0).datagramsPerSecond());
        assertEquals(5.0, rows.get(0).allocatedBytes());
    }

    @Test
    void shouldSayMissedWhenARatioIsAboveItsTarget() {
        add(key("uring", Family.OURS), 109);
        add(key("c-uring", Family.C), 100);

        final List<Verdict> verdicts = Verdict.of(Row.of(results));

        assertTrue(
                verdicts.stream().anyMatch(verdict -> verdict.limit() == 1.08 && !verdict.isMet()), verdicts::toString);
    }
}
