package io.tos.engine.ops;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import io.tos.engine.telemetry.HistogramCells;
import io.tos.engine.telemetry.Metric;
import io.tos.engine.telemetry.MetricKind;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryReader;
import io.tos.engine.telemetry.TelemetryReader.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a telemetry file says, in the text format that Prometheus reads. Any thread; allocates. */
public final class MetricsPage {
    /** Of the page. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** Ends of a histogram's buckets: steps of 1, 2, 5 from 10 us to 10 s, and the budgets of a tick. */
    private static final double[] BUCKETS_SECONDS = {
        1e-5,
        2e-5,
        5e-5,
        1e-4,
        2e-4,
        5e-4,
        1e-3,
        2e-3,
        5e-3,
        0.01,
        0.012,
        0.0167,
        0.02,
        0.05,
        0.1,
        0.2,
        0.5,
        1,
        2,
        5,
        10,
        Double.POSITIVE_INFINITY
    };

    private static final double NS = 1e-9;
    private static final String TOTAL = "_total";

    private final TelemetryReader reader;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /** @param reader of the file. */
    public MetricsPage(final TelemetryReader reader) {
        this.reader = reader;
    }

    /** Writes the figures of now. */
    public void write(final OutputStream out) throws IOException {
        final List<MetricSnapshot> all = new ArrayList<>();
        for (final Counter counter : Counter.values()) {
            all.add(counter(counter));
        }
        for (final Distribution distribution : Distribution.values()) {
            all.add(histogram(distribution));
        }
        final Map<Series, List<Sample>> samples =
                reader.samples().stream().collect(Collectors.groupingBy(Sample::series));
        samples.forEach((series, values) -> all.add(series(series, values)));
        writer.write(out, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
    }

    private MetricSnapshot counter(final Counter counter) {
        return plain(
                Metric.nameOf(counter),
                Metric.helpOf(counter),
                counter.kind(),
                List.of(new Value(Labels.EMPTY, reader.count(counter))));
    }

    private static MetricSnapshot series(final Series series, final List<Sample> samples) {
        final List<Value> values = samples.stream()
                .map(sample -> new Value(Labels.of(series.labels(), sample.labels()), sample.value()))
                .toList();
        return plain(series.metric(), Metric.helpOf(series), series.kind(), values);
    }

    private MetricSnapshot histogram(final Distribution distribution) {
        final Histogram histogram = reader.histogram(distribution);
        final double sum = histogram.total() * NS;
        final HistogramCells cells = histogram.cells();
        final long[] counts = new long[BUCKETS_SECONDS.length];
        long below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            final long upTo = Double.isInfinite(BUCKETS_SECONDS[bucket])
                    ? cells.count()
                    : cells.countUpTo(Math.round(BUCKETS_SECONDS[bucket] / NS));
            counts[bucket] = upTo - below;
            below = upTo;
        }
        return HistogramSnapshot.builder()
                .name(Metric.nameOf(distribution))
                .help(Metric.helpOf(distribution))
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(BUCKETS_SECONDS, counts))
                        .sum(sum)
                        .build())
                .build();
    }

    /** One figure of a metric. */
    private record Value(Labels labels, double value) {}

    private static MetricSnapshot plain(
            final String name, final String help, final MetricKind kind, final List<Value> values) {
        if (kind == MetricKind.COUNTER) {
            final var counter = CounterSnapshot.builder()
                    .name(name.substring(0, name.length() - TOTAL.length()))
                    .help(help);
            values.forEach(value -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(value.labels())
                    .value(value.value())
                    .build()));
            return counter.build();
        }
        final var gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(value -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(value.labels())
                .value(value.value())
                .build()));
        return gauge.build();
    }
}
