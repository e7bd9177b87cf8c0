package io.tos.admin.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured in a stretch of time, in forms that can be added: counts are sums, gauges keep their extremes, sum and
 * number, histograms their used cells.
 *
 * @param counts by name, how much in this stretch.
 * @param gauges by name.
 * @param histograms by name, pairs of cell and count as of the engine's histograms.
 */
record Window(Map<String, Long> counts, Map<String, Gauge> gauges, Map<String, List<List<Long>>> histograms) {
    /** A value that goes up and down. */
    record Gauge(double min, double max, double sum, long number) {
        Gauge plus(final Gauge other) {
            return new Gauge(
                    Math.min(min, other.min), Math.max(max, other.max), sum + other.sum, number + other.number);
        }
    }

    /** Both together. */
    Window plus(final Window other) {
        final Map<String, Long> allCounts = new HashMap<>(counts);
        other.counts.forEach((name, count) -> allCounts.merge(name, count, Long::sum));
        final Map<String, Gauge> allGauges = new HashMap<>(gauges);
        other.gauges.forEach((name, gauge) -> allGauges.merge(name, gauge, Gauge::plus));
        final Map<String, List<List<Long>>> allHistograms = new HashMap<>(histograms);
        other.histograms.forEach((name, cells) -> allHistograms.merge(name, cells, Window::merge));
        return new Window(allCounts, allGauges, allHistograms);
    }

    private static List<List<Long>> merge(final List<List<Long>> one, final List<List<Long>> other) {
        final Map<Long, Long> cells = new TreeMap<>();
        one.forEach(cell -> cells.merge(cell.get(0), cell.get(1), Long::sum));
        other.forEach(cell -> cells.merge(cell.get(0), cell.get(1), Long::sum));
        final List<List<Long>> merged = new ArrayList<>();
        cells.forEach((cell, count) -> merged.add(List.of(cell, count)));
        return merged;
    }
}
