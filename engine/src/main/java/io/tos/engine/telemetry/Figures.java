package io.tos.engine.telemetry;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything a telemetry file says at one moment, under the names of the catalogue: what a viewer keeps to compare with a
 * later moment. Any thread; allocates.
 */
public final class Figures {
    private static final double NS = 1e-9;

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<Distribution, HistogramCells> cells = new EnumMap<>(Distribution.class);

    /** Reads the file now. */
    public Figures(final TelemetryReader reader) {
        for (final Counter counter : Counter.values()) {
            values.put(Metric.nameOf(counter), (double) reader.count(counter));
        }
        for (final Distribution distribution : Distribution.values()) {
            final Histogram histogram = reader.histogram(distribution);
            final HistogramCells copy = histogram.cells();
            cells.put(distribution, copy);
            values.put(Metric.nameOf(distribution) + "_count", (double) copy.count());
            values.put(Metric.nameOf(distribution) + "_sum", histogram.total() * NS);
        }
        for (final TelemetryReader.Sample sample : reader.samples()) {
            values.put(key(sample), sample.value());
        }
    }

    /** Every value by its name and labels, as they stand on {@code /metrics}; of histograms count and sum. */
    public Map<String, Double> values() {
        return values;
    }

    /** One value; 0 if it is not told. */
    public double value(final String name) {
        return values.getOrDefault(name, 0.0);
    }

    /** A counter's or gauge's value. */
    public double value(final Counter counter) {
        return value(Metric.nameOf(counter));
    }

    /** A histogram's cells. */
    public HistogramCells cells(final Distribution distribution) {
        final HistogramCells found = cells.get(distribution);
        if (found == null) {
            throw new IllegalStateException("every distribution was read: " + distribution);
        }
        return found;
    }

    private static String key(final TelemetryReader.Sample sample) {
        if (sample.labels().isEmpty()) {
            return sample.series().metric();
        }
        final StringBuilder key = new StringBuilder(sample.series().metric()).append('{');
        for (int label = 0; label < sample.labels().size(); label++) {
            key.append(label == 0 ? "" : ",")
                    .append(sample.series().labels().get(label))
                    .append("=\"")
                    .append(sample.labels().get(label).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return key.append('}').toString();
    }
}
