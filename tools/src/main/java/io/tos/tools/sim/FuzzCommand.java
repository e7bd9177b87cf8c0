package io.tos.tools.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.sim.fuzz.Fuzzer;
import io.tos.engine.sim.fuzz.Fuzzer.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos sim fuzz}: bends what lies behind the seals, round after round, until the time is over. */
@Command(
        name = "fuzz",
        description =
                "Bends tokens, packets and datagrams with the keys in hand; nothing may throw, leak or hurt others.",
        mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", defaultValue = "1", description = "Real minutes, 1 to 10000; 1 if not given.")
    private int minutes;

    @Option(names = "--rounds", description = "Stop after so many rounds instead.")
    private @Nullable Integer rounds;

    @Option(names = "--target", description = "One of ${COMPLETION-CANDIDATES}; all in turn if not given.")
    private @Nullable Target target;

    @Option(names = "--seed", description = "Seed of the first round, each next is one more; a new one if not given.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 nothing found, 1 found something, 2 usage. */
    @Override
    public Integer call() throws JsonProcessingException {
        if (minutes < 1 || minutes > 10_000) {
            throw new ParameterException(spec.commandLine(), "--minutes must be 1 to 10000: " + minutes);
        }
        final long first = seed == null ? System.nanoTime() : seed;
        spec.commandLine().getErr().println("tos: seed " + first);
        final List<Target> targets = target == null ? List.of(Target.values()) : List.of(target);
        final Map<Target, Long> bent = new EnumMap<>(Target.class);
        final long endNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        final int roundsMax = rounds == null ? Integer.MAX_VALUE : rounds;
        String problem = null;
        String again = null;
        int round = 0;
        while (problem == null && round < roundsMax && System.nanoTime() - endNs < 0) {
            final Target now = targets.get(round % targets.size());
            final Fuzzer fuzzer = new Fuzzer(now, first + round);
            problem = run(fuzzer);
            bent.merge(now, fuzzer.bentCount(), Long::sum);
            again = "./tos sim fuzz --target " + name(now) + " --rounds 1 --seed " + (first + round);
            round++;
        }
        final ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("seed", first).put("rounds", round);
        bent.forEach((which, count) -> report.put(name(which) + "Bent", count));
        report.put("problem", problem);
        if (problem != null) {
            report.put("again", again);
        }
        Reports.print(spec.commandLine().getOut(), report, json);
        return problem == null ? 0 : 1;
    }

    private @Nullable String run(final Fuzzer fuzzer) {
        try {
            return fuzzer.run();
        } catch (final RuntimeException | AssertionError thrown) {
            thrown.printStackTrace(spec.commandLine().getErr());
            return "thrown: " + thrown;
        }
    }

    private static String name(final Target which) {
        return which.name().toLowerCase(Locale.ROOT);
    }
}
