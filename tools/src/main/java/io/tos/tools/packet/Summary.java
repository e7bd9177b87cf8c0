package io.tos.tools.packet;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what a capture held. One thread. */
final class Summary {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Long> skipped = new TreeMap<>();
    private @Nullable String complaint;

    /** Counts a datagram. */
    void count(final Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    /** Counts a record that held no UDP datagram. */
    void skip(final String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    /** Keeps why the file ended before its end; null if it did not. */
    void end(final @Nullable String why) {
        complaint = why;
    }

    /** Datagrams by what became of them; none with 0. */
    Map<Outcome, Long> outcomes() {
        return outcomes;
    }

    /** Records without a datagram, by reason. */
    Map<String, Long> skipped() {
        return skipped;
    }

    /** Why the file could not be read to its end, or null. */
    @Nullable
    String complaint() {
        return complaint;
    }

    /** All datagrams. */
    long datagrams() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
