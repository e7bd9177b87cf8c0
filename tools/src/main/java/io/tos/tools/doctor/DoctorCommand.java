package io.tos.tools.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tos doctor}: prints the findings; exit code 1 when one is red. */
@Command(
        name = "doctor",
        description = "Checks this machine: what is, what should be, and the command that mends it.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final int EXIT_RED = 1;
    private static final String ROW = "%s  %-23s %-38s %s%n";

    private final Host host;

    @Option(names = "--json", description = "Only JSON on standard output.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    /** Looks at this machine. */
    public DoctorCommand() {
        this(Host.local());
    }

    DoctorCommand(final Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        final List<Finding> findings = new Doctor(host).examine();
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(asMap(findings)));
        } else {
            out.printf(ROW, "      ", "", "is", "should be");
            findings.forEach(finding ->
                    print(finding, out, spec.commandLine().getColorScheme().ansi()));
            out.printf(
                    "%n%d green, %d yellow, %d red%n",
                    count(findings, Verdict.GREEN), count(findings, Verdict.YELLOW), count(findings, Verdict.RED));
        }
        out.flush();
        return count(findings, Verdict.RED) > 0 ? EXIT_RED : 0;
    }

    private static Map<String, Object> asMap(final List<Finding> findings) {
        final Map<String, Object> report = new LinkedHashMap<>();
        report.put("green", count(findings, Verdict.GREEN));
        report.put("yellow", count(findings, Verdict.YELLOW));
        report.put("red", count(findings, Verdict.RED));
        report.put("findings", findings);
        return report;
    }

    private static long count(final List<Finding> findings, final Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static void print(final Finding finding, final PrintWriter out, final Ansi ansi) {
        final String word = switch (finding.verdict()) {
            case GREEN -> "@|green ok    |@";
            case YELLOW -> "@|yellow advice|@";
            case RED -> "@|bold,red broken|@";
        };
        out.printf(ROW, ansi.string(word), finding.name(), finding.is(), finding.shouldBe());
        if (finding.verdict() != Verdict.GREEN) {
            out.printf("        mend it: %s%n", finding.fix());
        }
    }
}
