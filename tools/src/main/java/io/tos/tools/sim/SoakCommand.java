package io.tos.tools.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.sim.Soak;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos sim soak}: hours of churn over bad lines, and nothing may be left. */
@Command(
        name = "soak",
        description = "Clients come, talk, move, vanish and come back over bad lines; nothing may be lost or left.",
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", defaultValue = "15", description = "Simulated minutes, 1 to 10000; 15 if not given.")
    private int minutes;

    @Option(
            names = "--clients",
            defaultValue = "1000",
            description = "Most clients at once, 64 to 4096; 1000 if not given.")
    private int clients;

    @Option(names = "--seed", description = "Decides everything; a new one if not given.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 fine, 1 something went wrong, 2 usage. */
    @Override
    public Integer call() throws JsonProcessingException {
        if (minutes < 1 || minutes > 10_000 || clients < 64 || clients > 4_096) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--minutes must be 1 to 10000 and --clients 64 to 4096: " + minutes + ", " + clients);
        }
        final long given = seed == null ? System.nanoTime() : seed;
        final String again = "./tos sim soak --minutes " + minutes + " --clients " + clients + " --seed " + given;
        spec.commandLine().getErr().println("tos: seed " + given);
        final long startNs = System.nanoTime();
        final Soak soak = new Soak(new Soak.SoakPlan(given, minutes, clients));
        final ObjectNode report = new ObjectMapper().createObjectNode();
        String problem;
        try {
            problem = soak.run();
        } catch (final RuntimeException | AssertionError thrown) {
            thrown.printStackTrace(spec.commandLine().getErr());
            problem = "thrown: " + thrown;
        }
        report.put("seed", given).put("seconds", Math.round((System.nanoTime() - startNs) / NS_PER_SECOND));
        soak.figures().forEach(report::put);
        report.put("problem", problem).put("again", again);
        Reports.print(spec.commandLine().getOut(), report, json);
        return problem == null ? 0 : 1;
    }
}
