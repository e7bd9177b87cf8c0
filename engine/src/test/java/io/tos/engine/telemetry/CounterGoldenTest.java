package io.tos.engine.telemetry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.house.GoldenPage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The catalogue of counters: ids are unique and have room, and docs/reference/counters.md lists them. */
final class CounterGoldenTest {
    private static final int IDS_MAX = Counters.BLOCK_BYTES / Long.BYTES;

    @Test
    void shouldListEveryCounterWhenThePageIsRead() {
        final StringBuilder page = new StringBuilder("""
                # Counters

                Everything the server counts, written by `CounterGoldenTest` from `Counter`. An id is the counter's place in the
                counters file and is never used again; [add a counter](../how-to/add-a-counter.md) says how one is added. The metric
                is its name on `/metrics`: the sum over all agents; one that ends in `_total` only rises.

                | id | name | metric | unit | meaning |
                | ---: | --- | --- | --- | --- |
                """);
        Arrays.stream(Counter.values())
                .sorted(Comparator.comparingInt(Counter::id))
                .forEach(counter -> page.append("| %d | `%s` | `%s` | %s | %s |\n"
                        .formatted(
                                counter.id(),
                                counter.name().toLowerCase(Locale.ROOT),
                                Metric.nameOf(counter),
                                counter.unit(),
                                counter.meaning())));
        GoldenPage.check("reference/counters.md", page.toString());
    }

    @Test
    void shouldHaveACellOfItsOwnWhenItIsACounter() {
        final Set<Integer> ids = new HashSet<>();
        for (final Counter counter : Counter.values()) {
            assertTrue(ids.add(counter.id()), counter + " has the id of another");
            assertTrue(counter.id() >= 0 && counter.id() < IDS_MAX, counter + " has no cell");
        }
    }
}
