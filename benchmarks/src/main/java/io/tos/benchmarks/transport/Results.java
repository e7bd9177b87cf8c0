package io.tos.benchmarks.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All trials of a run by row and round; medians and medians of per-round ratios over them. */
final class Results {
    /** What one row of the report is about. */
    record RowKey(Variant variant, TrialCase kind, int payload) {}

    private final Map<RowKey, List<@Nullable Trial>> rounds = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();

    /** Adds what a round gave; null when the trial failed. */
    void add(final RowKey key, final @Nullable Trial trial) {
        rounds.computeIfAbsent(key, _ -> new ArrayList<>()).add(trial);
    }

    /** Remembers why a trial failed; the first reason of a row stands. */
    void fail(final RowKey key, final String problem) {
        problems.putIfAbsent(key.variant().name() + " " + key.kind().word() + " " + key.payload(), problem);
    }

    /** Row to reason, for rows with failed trials. */
    Map<String, String> problems() {
        return problems;
    }

    /** Rows with at least one good trial, in the order of the run. */
    List<RowKey> keys() {
        return rounds.keySet().stream().filter(key -> !good(key).isEmpty()).toList();
    }

    /** Rounds of the row that gave a figure. */
    int goodCount(final RowKey key) {
        return good(key).size();
    }

    double median(final RowKey key, final ToDoubleFunction<Trial> figure) {
        return median(good(key).stream().mapToDouble(figure).toArray());
    }

    /** Median over the rounds of the row's ns per datagram divided by the reference's in the same round; NaN if none. */
    double ratio(final RowKey key, final RowKey reference) {
        final List<@Nullable Trial> ours = trials(key);
        final List<@Nullable Trial> theirs = trials(reference);
        final double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        int count = 0;
        for (int round = 0; round < ratios.length; round++) {
            final Trial our = ours.get(round);
            final Trial their = theirs.get(round);
            if (our != null && their != null) {
                ratios[count++] = our.nsPerDatagram() / their.nsPerDatagram();
            }
        }
        return median(Arrays.copyOf(ratios, count));
    }

    /** The row of this family with the lowest median for the same case and payload; null if there is none. */
    @Nullable
    RowKey best(final Variant.Family family, final RowKey like) {
        RowKey best = null;
        double bestNs = Double.MAX_VALUE;
        for (final RowKey key : keys()) {
            if (key.variant().family() == family && key.kind() == like.kind() && key.payload() == like.payload()) {
                final double ns = median(key, Trial::nsPerDatagram);
                if (ns < bestNs) {
                    best = key;
                    bestNs = ns;
                }
            }
        }
        return best;
    }

    /** The row of that name for the same case and payload; null if there is none. */
    @Nullable
    RowKey named(final String name, final TrialCase kind, final int payload) {
        return keys().stream()
                .filter(key -> key.variant().name().equals(name) && key.kind() == kind && key.payload() == payload)
                .findFirst()
                .orElse(null);
    }

    private List<Trial> good(final RowKey key) {
        final List<Trial> good = new ArrayList<>();
        for (final Trial trial : trials(key)) {
            if (trial != null) {
                good.add(trial);
            }
        }
        return good;
    }

    private List<@Nullable Trial> trials(final RowKey key) {
        return rounds.getOrDefault(key, List.of());
    }

    private static double median(final double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(values);
        final int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
