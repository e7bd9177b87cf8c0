package io.tos.tools.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.sim.SimulationPlan;
import io.tos.engine.sim.WorldRun;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos sim}: the whole server and players who walk about, in simulated time. */
@Command(
        name = "sim",
        description = "Runs the whole server and its players in simulated time; the same seed ends in the same worlds.",
        mixinStandardHelpOptions = true,
        subcommands = {FuzzCommand.class, SoakCommand.class})
public final class SimCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;
    private static final long STEP_NS = 4_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", defaultValue = "1", description = "Simulated minutes, 0 to 10000; 1 if not given.")
    private int minutes;

    @Option(names = "--players", defaultValue = "50", description = "How many play, 1 to 4096; 50 if not given.")
    private int players;

    @Option(names = "--loss", defaultValue = "0", description = "Percent lost, each direction, 0 to 50.")
    private int loss;

    @Option(names = "--map", description = "Run this map alone; the server's own maps if not given.")
    private @Nullable String map;

    @Option(names = "--seed", description = "Decides everything; a new one if not given.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 fine, 1 something went wrong, 2 usage. */
    @Override
    public Integer call() throws JsonProcessingException {
        if (minutes < 0 || minutes > 10_000 || players < 1 || players > 4_096 || loss < 0 || loss > 50) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes must be 0 to 10000, --players 1 to 4096, --loss 0 to 50");
        }
        final long given = seed == null ? System.nanoTime() : seed;
        final SimulationPlan own = SimulationPlan.of(given, players).withStepNs(STEP_NS);
        final SimulationPlan plan = map == null
                ? own
                : own.withServer(own.server().withWorlds(own.server().worlds().withMap(map)));
        final long startNs = System.nanoTime();
        final WorldRun run = new WorldRun(new WorldRun.WorldPlan(plan, minutes, loss));
        final String problem = run.run();
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        final ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("seed", given).put("hash", String.format("%016x", run.hash()));
        run.figures().forEach(report::put);
        report.put("seconds", Math.round(10 * seconds) / 10.0)
                .put("timesRealTime", Math.round(run.figures().getOrDefault("simulatedSeconds", 0L) / seconds))
                .put("problem", problem);
        Reports.print(spec.commandLine().getOut(), report, json);
        return problem == null ? 0 : 1;
    }
}
