package io.tos.benchmarks.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run says in the end, for people and for programs.
 *
 * @param machine CPU, kernel, cores, JVM.
 * @param rows all figures.
 * @param verdicts one per target.
 * @param absent row name to why it is missing.
 * @param problems row to why a trial of it failed.
 */
record Report(
        Map<String, String> machine,
        List<Row> rows,
        List<Verdict> verdicts,
        Map<String, String> absent,
        Map<String, String> problems) {
    private static final Comparator<Row> BY_GROUP =
            Comparator.comparing((Row row) -> TrialCase.of(row.trialCase())).thenComparingInt(Row::payload);

    /** One line. */
    String json() throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(this);
    }

    /** A table per case and payload, then the verdicts. */
    void print(final PrintWriter out) {
        out.println(machine.get("cpu") + ", " + machine.get("cores") + " cores, " + machine.get("kernel") + ", "
                + machine.get("jvm"));
        String group = "";
        for (final Row row : rows.stream().sorted(BY_GROUP).toList()) {
            final String rowGroup = row.trialCase() + ", " + row.payload() + " bytes";
            if (!rowGroup.equals(group)) {
                group = rowGroup;
                out.printf(
                        Locale.ROOT,
                        "%n%-22s %9s %10s %9s %7s %8s %5s%n",
                        group,
                        "ns/dgram",
                        "dgrams/s",
                        "B/dgram",
                        "to C",
                        "to Netty",
                        "busy");
            }
            out.printf(
                    Locale.ROOT,
                    "  %-20s %9.1f %,10d %9s %7s %8s %5.2f%n",
                    row.name(),
                    row.nsPerDatagramMedian(),
                    row.datagramsPerSecond(),
                    cell(row.allocatedBytes()),
                    cell(row.ratioToC()),
                    cell(row.ratioToNetty()),
                    row.busy());
        }
        out.println();
        for (final Verdict verdict : verdicts) {
            out.printf(
                    Locale.ROOT,
                    "%-6s %-55s %8.3f (at most %.3f)%n",
                    verdict.isMet() ? "met" : "MISSED",
                    verdict.target(),
                    verdict.figure(),
                    verdict.limit());
        }
        absent.forEach((name, reason) -> out.println("absent " + name + ": " + reason));
        problems.forEach((row, reason) -> out.println("failed " + row + ": " + reason));
        out.flush();
    }

    private static String cell(final @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
