package io.tos.benchmarks.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target and whether this run met it.
 *
 * @param target in words.
 * @param figure what was measured.
 * @param limit what it may be at most.
 * @param isMet figure within limit.
 */
record Verdict(String target, double figure, double limit, boolean isMet) {
    private static final Map<String, Double> TO_C_MAX = Map.of("receive", 1.08, "send", 1.12, "echo", 1.10);
    private static final Map<String, Double> TO_NETTY_MAX = Map.of("receive", 0.80, "send", 1.00, "echo", 0.85);

    /** A thread's own clock reading may cost this; anything per datagram would be far more. */
    private static final double ALLOCATED_BYTES_MAX = 0.01;

    private Verdict(final String target, final double figure, final double limit) {
        this(target, figure, limit, figure <= limit);
    }

    /** One verdict per target that the rows can answer. */
    static List<Verdict> of(final List<Row> rows) {
        final List<Verdict> verdicts = new ArrayList<>();
        for (final Row row : rows) {
            final boolean isUring = row.name().equals("uring");
            if (!isUring && !row.name().equals("mmsg")) {
                continue;
            }
            final String what = row.name() + " " + row.trialCase() + " " + row.payload() + " B";
            add(verdicts, what + ": ratio to " + (isUring ? "best C" : "c-mmsg"), row.ratioToC(), TO_C_MAX, row);
            if (isUring) {
                add(verdicts, what + ": ratio to better Netty", row.ratioToNetty(), TO_NETTY_MAX, row);
            }
            if (row.allocatedBytes() != null) {
                verdicts.add(new Verdict(
                        what + ": allocated bytes per datagram", row.allocatedBytes(), ALLOCATED_BYTES_MAX));
            }
            if (row.trialCase().equals("drain60")) {
                addDrain(verdicts, what, rows, row);
            }
        }
        return verdicts;
    }

    private static void add(
            final List<Verdict> verdicts,
            final String target,
            final @Nullable Double figure,
            final Map<String, Double> limits,
            final Row row) {
        final Double limit = limits.get(row.trialCase());
        if (figure != null && limit != null) {
            verdicts.add(new Verdict(target, figure, limit));
        }
    }

    /** Draining on the 60 Hz grid must cost no more per datagram than the flood does. */
    private static void addDrain(
            final List<Verdict> verdicts, final String what, final List<Row> rows, final Row drain) {
        for (final Row row : rows) {
            if (row.name().equals(drain.name())
                    && row.trialCase().equals("receive")
                    && row.payload() == drain.payload()) {
                verdicts.add(new Verdict(
                        what + ": ns per datagram, flood is the limit",
                        drain.nsPerDatagramMedian(),
                        row.nsPerDatagramMedian()));
            }
        }
    }
}
