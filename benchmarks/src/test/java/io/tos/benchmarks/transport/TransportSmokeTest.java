package io.tos.benchmarks.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.benchmarks.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs every row of the transport benchmark for a few milliseconds: real processes, real sockets, no figures. */
final class TransportSmokeTest {
    private static final Plan TINY = new Plan(List.of(TrialCase.values()), List.of(64), Set.of(), 1, 0, 1, 20, 60_000);

    /** The case each of our rows is run in when time is short: together they touch every server and every case. */
    private static final Map<String, TrialCase> ONE_EACH = Map.of(
            "uring", TrialCase.RECEIVE,
            "mmsg", TrialCase.DRAIN60,
            "udp", TrialCase.ECHO,
            "memory", TrialCase.ECHO,
            "netty-epoll", TrialCase.SEND,
            "netty-uring", TrialCase.RECEIVE);

    @Test
    void shouldMeasureEachVariantWhenWindowsAreTiny() throws IOException {
        shouldMeasure(variant -> {
            final TrialCase one = ONE_EACH.get(variant.name());
            return one == null
                    ? variant
                    : new Variant(variant.name(), variant.family(), EnumSet.of(one), variant.command());
        });
    }

    @Test
    @Tag("long")
    void shouldMeasureEveryRowWhenWindowsAreTiny() throws IOException {
        shouldMeasure(variant -> variant);
    }

    private static void shouldMeasure(final UnaryOperator<Variant> narrowing) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "server and peer need a core each");
        final StringWriter log = new StringWriter();
        try (NativePrograms programs = NativePrograms.compile()) {
            final Variants all = new Variants(programs);
            final List<Variant> variants = all.present().stream().map(narrowing).toList();
            final Results results =
                    new TransportBench(TINY, variants, Variants.peerCommand(programs), new PrintWriter(log)).run();

            assertEquals(Map.of(), results.problems(), log::toString);
            final List<Row> rows = Row.of(results);
            assertEquals(
                    variants.stream()
                            .mapToInt(variant -> variant.cases().size())
                            .sum(),
                    rows.size(),
                    log::toString);
            for (final Row row : rows) {
                assertTrue(row.nsPerDatagramMedian() > 0 && row.datagramsPerSecond() > 0, row::toString);
            }
            assertHasTheAgreedFields(
                    new Report(Machine.facts(), rows, Verdict.of(rows), all.absent(), results.problems()));
        }
    }

    private static void assertHasTheAgreedFields(final Report report) throws IOException {
        final String json = report.json();
        assertFalse(json.contains("\n"), "one line");
        for (final JsonNode row : new ObjectMapper().readTree(json).get("rows")) {
            for (final String field : List.of(
                    "name",
                    "case",
                    "payload",
                    "nsPerDatagramMedian",
                    "datagramsPerSecond",
                    "allocatedBytes",
                    "ratioToC",
                    "ratioToNetty")) {
                assertTrue(row.has(field), () -> field + " in " + row);
            }
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenAServerCannotRun() throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "server and peer need a core each");
        try (NativePrograms programs = NativePrograms.compile()) {
            final Set<TrialCase> receive = Set.of(TrialCase.RECEIVE);
            final List<Variant> variants = List.of(
                    new Variant("c-broken", Variant.Family.C, receive, List.of("/bin/false")),
                    new Variant("c-mmsg", Variant.Family.C, receive, List.of(programs.path("c-mmsg"))));
            final Plan plan = TINY.withCases(List.of(TrialCase.RECEIVE));
            final Results results = new TransportBench(plan, variants, Variants.peerCommand(programs), log()).run();

            assertEquals(Set.of("c-broken receive 64"), results.problems().keySet());
            assertEquals(
                    List.of("c-mmsg"), Row.of(results).stream().map(Row::name).toList());
        }
    }

    @Test
    void shouldMeasureOurRowsAndNameTheAbsentOnesWhenThereIsNoGcc() throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "server and peer need a core each");
        final Variants all = new Variants(null);
        final List<Variant> mmsg = all.present().stream()
                .filter(variant -> variant.name().equals("mmsg"))
                .toList();

        final Results results = new TransportBench(TINY, mmsg, Variants.peerCommand(null), log()).run();

        assertEquals(Map.of(), results.problems());
        assertEquals(TrialCase.values().length, Row.of(results).size());
        assertEquals(
                Set.of("c-socket", "c-mmsg", "c-uring", "c-uring-coop"),
                all.absent().keySet());
    }

    private static PrintWriter log() {
        return new PrintWriter(new StringWriter());
    }
}
