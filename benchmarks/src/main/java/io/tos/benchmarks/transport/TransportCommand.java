package io.tos.benchmarks.transport;

import io.tos.benchmarks.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench transport}: CPU per datagram of our transports beside Netty's and the kernel's floor. */
@Command(
        name = "transport",
        description = "CPU per datagram: our transports, Netty's and plain C, behind the same peer.",
        mixinStandardHelpOptions = true)
public final class TransportCommand implements Callable<Integer> {
    private static final int CORES_MIN = 2;
    private static final int ROUNDS_MAX = 100;

    @Option(names = "--json", description = "Only JSON on standard output, as its last line.")
    private boolean isJson;

    @Option(names = "--quick", description = "Three short rounds of 64 bytes, under 90 seconds.")
    private boolean isQuick;

    @Option(names = "--case", split = ",", description = "Only these: receive, send, echo, drain60.")
    private List<String> cases = List.of();

    @Option(names = "--payload", split = ",", description = "Only these payloads, bytes, 16 to 1200.")
    private List<Integer> payloads = List.of();

    @Option(names = "--row", split = ",", description = "Only these rows.")
    private Set<String> names = Set.of();

    @Option(names = "--rounds", description = "How often each row is measured.")
    private int rounds;

    @Spec
    private @Nullable CommandSpec spec;

    /** Made by picocli. */
    public TransportCommand() {}

    @Override
    public Integer call() throws IOException {
        final Plan plan = plan();
        if (Runtime.getRuntime().availableProcessors() < CORES_MIN) {
            throw usage("needs two cores: one for the server, one for the peer");
        }
        final PrintWriter log = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        final Report report;
        try (NativePrograms programs = compile(log)) {
            final Variants variants = new Variants(programs);
            final Results results =
                    new TransportBench(plan, variants.present(), Variants.peerCommand(programs), log).run();
            final List<Row> rows = Row.of(results);
            report = new Report(
                    Machine.facts(), rows, Verdict.of(rows), variants.absent(), Map.copyOf(results.problems()));
        }
        report.print(isJson ? log : new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        if (isJson) {
            System.out.println(report.json());
        }
        return 0;
    }

    /** Null where they cannot be had; the rest is measured all the same. */
    private static @Nullable NativePrograms compile(final PrintWriter log) {
        try {
            return NativePrograms.compile();
        } catch (final IOException refused) {
            log.println("bench: without the C rows, and with a slower peer in Java: " + refused.getMessage());
            return null;
        }
    }

    private Plan plan() {
        Plan plan = isQuick ? Plan.quick() : Plan.full();
        try {
            if (!cases.isEmpty()) {
                plan = plan.withCases(cases.stream().map(TrialCase::of).toList());
            }
        } catch (final IllegalArgumentException e) {
            throw usage("--case takes receive, send, echo, drain60");
        }
        if (payloads.stream().anyMatch(bytes -> bytes < 16 || bytes > 1200)) {
            throw usage("--payload takes 16 to 1200");
        }
        if (rounds < 0 || rounds > ROUNDS_MAX) {
            throw usage("--rounds takes 1 to " + ROUNDS_MAX);
        }
        plan = payloads.isEmpty() ? plan : plan.withPayloads(payloads);
        plan = rounds == 0 ? plan : plan.withRounds(rounds);
        return names.isEmpty() ? plan : plan.withNames(names);
    }

    private ParameterException usage(final String problem) {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return new ParameterException(spec.commandLine(), problem);
    }
}
