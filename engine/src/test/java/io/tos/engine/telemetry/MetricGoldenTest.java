package io.tos.engine.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.house.GoldenPage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The catalogue of metrics: names are lawful and unique, and docs/reference/metrics.md lists them. */
final class MetricGoldenTest {
    private static final List<String> COUNTERS =
            Arrays.stream(Counter.values()).map(Metric::nameOf).toList();

    @Test
    void shouldListEveryMetricWhenThePageIsRead() {
        final StringBuilder page = new StringBuilder("""
                # Metrics

                What `/metrics` serves on loopback (port 9464, `telemetry.metrics_port`) besides the [counters](counters.md), written by
                `MetricGoldenTest` from `Distribution` and `Series`. Names that end in `_total` only rise while the process runs; rates
                are the reader's to take. Histograms have the usual `_bucket`, `_sum` and `_count`. No label names a player.

                | name | type | unit | labels | help |
                | --- | --- | --- | --- | --- |
                """);
        Metric.catalogue().stream()
                .filter(metric -> COUNTERS.stream().noneMatch(metric.name()::equals))
                .forEach(metric -> page.append("| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                metric.name(),
                                metric.type(),
                                metric.unit(),
                                String.join(", ", metric.labels()),
                                metric.help())));
        GoldenPage.check("reference/metrics.md", page.toString());
    }

    @Test
    void shouldHaveALawfulNameOfItsOwnWhenItIsExported() {
        final Set<String> names = new HashSet<>();
        final List<Metric> all = Metric.catalogue();
        for (final Metric metric : all) {
            assertTrue(metric.name().matches("tos_[a-z][a-z0-9_]*[a-z0-9]"), metric.name());
            assertEquals(metric.type().equals("counter"), metric.name().endsWith("_total"), metric.name());
            assertTrue(names.add(metric.name()), metric.name() + " twice");
            assertTrue(metric.help().endsWith("."), metric.help());
        }
        assertEquals(Counter.values().length + Distribution.values().length + Series.values().length, all.size());
    }
}
