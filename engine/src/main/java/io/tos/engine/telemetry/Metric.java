package io.tos.engine.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A row of the catalogue of metrics: every name that is exported, wherever its figures come from.
 *
 * @param name as exported, unit and {@code _total} included.
 * @param type of the Prometheus text format: counter, gauge or histogram.
 * @param unit of the exported value.
 * @param labels that tell its values apart.
 * @param help one sentence.
 */
public record Metric(String name, String type, String unit, List<String> labels, String help) {
    /** The name under which a counter is exported. */
    public static String nameOf(final Counter counter) {
        final String name = "tos_" + counter.name().toLowerCase(Locale.ROOT);
        return counter.kind() == MetricKind.COUNTER ? name + "_total" : name;
    }

    /** The name under which a histogram is exported. */
    public static String nameOf(final Distribution distribution) {
        return "tos_" + distribution.name().toLowerCase(Locale.ROOT) + "_seconds";
    }

    /** What is said of a counter. */
    public static String helpOf(final Counter counter) {
        return sentence(counter.unit() + " " + counter.meaning());
    }

    /** What is said of a histogram. */
    public static String helpOf(final Distribution distribution) {
        return sentence("seconds " + distribution.meaning());
    }

    /** What is said of a series. */
    public static String helpOf(final Series series) {
        return sentence(
                series.metric().contains("_seconds") && series.kind() == MetricKind.COUNTER
                        ? "seconds that " + series.meaning()
                        : series.meaning());
    }

    /** All of them, by name. */
    public static List<Metric> catalogue() {
        final List<Metric> all = new ArrayList<>();
        for (final Counter counter : Counter.values()) {
            all.add(new Metric(nameOf(counter), type(counter.kind()), counter.unit(), List.of(), helpOf(counter)));
        }
        for (final Distribution distribution : Distribution.values()) {
            all.add(new Metric(nameOf(distribution), "histogram", "seconds", List.of(), helpOf(distribution)));
        }
        for (final Series series : Series.values()) {
            all.add(new Metric(series.metric(), type(series.kind()), unit(series), series.labels(), helpOf(series)));
        }
        all.sort(Comparator.comparing(Metric::name));
        return List.copyOf(all);
    }

    private static String type(final MetricKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String unit(final Series series) {
        final String[] words = series.metric().replaceFirst("_total$", "").split("_", -1);
        return words[words.length - 1];
    }

    private static String sentence(final String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
