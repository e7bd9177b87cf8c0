package io.tos.benchmarks.transport;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tos.benchmarks.transport.Results.RowKey;
import io.tos.benchmarks.transport.Variant.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the report; what {@code rows} of the JSON holds.
 *
 * @param name of the variant.
 * @param trialCase receive, send, echo or drain60.
 * @param payload bytes.
 * @param nsPerDatagramMedian CPU of the server's thread; echo counts a pair as one.
 * @param datagramsPerSecond median over the rounds.
 * @param allocatedBytes on the heap per datagram, median; null for C, which has none.
 * @param ratioToC median of per-round ratios to the best C variant; rows that begin with mmsg: to c-mmsg.
 * @param ratioToNetty median of per-round ratios to Netty's better transport.
 * @param busy part of the window the server's thread ran.
 * @param rounds that gave a figure.
 */
record Row(
        String name,
        @JsonProperty("case") String trialCase,
        int payload,
        double nsPerDatagramMedian,
        long datagramsPerSecond,
        @Nullable Double allocatedBytes,
        @Nullable Double ratioToC,
        @Nullable Double ratioToNetty,
        double busy,
        int rounds) {

    static List<Row> of(final Results results) {
        final List<Row> rows = new ArrayList<>();
        for (final RowKey key : results.keys()) {
            rows.add(of(results, key));
        }
        return rows;
    }

    private static Row of(final Results results, final RowKey key) {
        final Variant variant = key.variant();
        return new Row(
                variant.name(),
                key.kind().word(),
                key.payload(),
                round(results.median(key, Trial::nsPerDatagram), 10),
                Math.round(results.median(key, Trial::datagramsPerSecond)),
                variant.family() == Family.C ? null : round(results.median(key, Trial::allocatedPerDatagram), 1000),
                ratio(results, key, referenceInC(results, key)),
                ratio(results, key, results.best(Family.NETTY, key)),
                round(results.median(key, Trial::busy), 1000),
                results.goodCount(key));
    }

    /** What the row's ratio to C is taken from. */
    static @Nullable RowKey referenceInC(final Results results, final RowKey key) {
        return key.variant().name().startsWith("mmsg")
                ? results.named("c-mmsg", key.kind(), key.payload())
                : results.best(Family.C, key);
    }

    private static @Nullable Double ratio(final Results results, final RowKey key, final @Nullable RowKey reference) {
        if (reference == null) {
            return null;
        }
        final double ratio = results.ratio(key, reference);
        return Double.isNaN(ratio) ? null : round(ratio, 1000);
    }

    private static double round(final double value, final int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
