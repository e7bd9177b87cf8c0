package io.tos.benchmarks.swarm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.benchmarks.Machine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench latency}: from an input's datagram to a snapshot that covers it, over real UDP on this machine. */
@Command(
        name = "latency",
        description = "From sending an input to a snapshot that covers it, at two pairs of rates.",
        mixinStandardHelpOptions = true)
public final class LatencyCommand implements Callable<Integer> {
    @Option(names = "--players", defaultValue = "1000", description = "Default ${DEFAULT-VALUE}.")
    private int players = 1_000;

    @Option(names = "--seconds", defaultValue = "20", description = "Measured at each pair. Default ${DEFAULT-VALUE}.")
    private int seconds = 20;

    @Option(
            names = "--creatures",
            defaultValue = "10000",
            description = "Beside the players. Default ${DEFAULT-VALUE}.")
    private int creatures = 10_000;

    @Option(names = "--json", description = "One JSON object on standard output, the table on standard error.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        final Playground playground = new Playground(Path.of(System.getProperty("tos.root", "")));
        final PrintStream talk = json ? System.err : System.out;
        final ObjectMapper mapper = new ObjectMapper();
        final ObjectNode object = mapper.createObjectNode();
        object.set("machine", mapper.valueToTree(Machine.facts()));
        final ArrayNode list = object.putArray("rows");
        for (final Trial trial : List.of(
                new Trial(players, seconds, 60, 60, 1, creatures), new Trial(players, seconds, 20, 20, 2, creatures))) {
            final Row row = Row.of(playground.run(trial));
            talk.printf(
                    "%d inputs/s, %d snapshots/s, lead %d ticks: input to effect p50 %.1f ms, p99 %.1f ms;"
                            + " %d players, %.1f in sight, tick p99 %d us%n",
                    trial.inputHz(),
                    trial.snapshotHz(),
                    trial.leadTicks(),
                    row.inputToEffectP50Ms(),
                    row.inputToEffectP99Ms(),
                    row.connected(),
                    row.meanVisible(),
                    row.tickP99Us());
            final ObjectNode node = mapper.valueToTree(trial);
            node.setAll((ObjectNode) mapper.valueToTree(row));
            list.add(node);
        }
        if (json) {
            System.out.println(mapper.writeValueAsString(object));
        }
        return 0;
    }
}
