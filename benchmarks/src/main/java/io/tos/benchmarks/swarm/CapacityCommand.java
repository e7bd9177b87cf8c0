package io.tos.benchmarks.swarm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.benchmarks.Machine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench capacity}: how a real server does with more and more real players, over real UDP on this machine. */
@Command(
        name = "capacity",
        description = "A real server with more and more real players: where it stops to hold, and what a packet costs.",
        mixinStandardHelpOptions = true)
public final class CapacityCommand implements Callable<Integer> {
    private static final int RATE_HZ = 20;
    private static final int QUICK_SECONDS = 10;

    @Option(
            names = "--players",
            split = ",",
            defaultValue = "500,1000,2000,5000,10000",
            description = "Sizes, in this order. Default ${DEFAULT-VALUE}.")
    private List<Integer> players = List.of();

    @Option(names = "--seconds", defaultValue = "60", description = "Measured at each size. Default ${DEFAULT-VALUE}.")
    private int seconds = 60;

    @Option(
            names = "--creatures",
            defaultValue = "10000",
            description = "Beside the players. Default ${DEFAULT-VALUE}.")
    private int creatures = 10_000;

    @Option(names = "--quick", description = "10 s each, up to 2,000 players: rough.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object on standard output, the table on standard error.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        final Playground playground = new Playground(Path.of(System.getProperty("tos.root", "")));
        final PrintStream talk = json ? System.err : System.out;
        talk.printf(
                "wandering on bench_plain beside %,d creatures, %d inputs and %d snapshots a second%n",
                creatures, RATE_HZ, RATE_HZ);
        talk.println("""
                players  in   lost | ticks/s  p50 us  p99 us   drops | seen   B/s  stale99 | \
                pairs/s  server ns (network tick) bots ns | cores server bots""");
        final List<Row> rows = new ArrayList<>();
        for (final int size : players) {
            if (!quick || size <= 2_000) {
                final Trial trial = new Trial(size, quick ? QUICK_SECONDS : seconds, RATE_HZ, RATE_HZ, 2, creatures);
                rows.add(Row.of(playground.run(trial)));
                print(talk, rows.getLast());
            }
        }
        final int most =
                rows.stream().filter(Row::holds).mapToInt(Row::players).max().orElse(0);
        talk.printf("holds up to %,d (all in, none lost, 59 ticks/s, tick p99 under 16.67 ms, no drop)%n", most);
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(object(rows, most)));
        }
        return 0;
    }

    private static void print(final PrintStream out, final Row row) {
        out.printf(
                "%7d %5d %4d | %6.1f %7d %8d %7d | %5.1f %6.0f %6.0f | %7.0f %7d (%d %d) %d | %.2f %.2f%s%n",
                row.players(),
                row.connected(),
                row.disconnects(),
                row.tickRateHz(),
                row.tickP50Us(),
                row.tickP99Us(),
                row.drops(),
                row.meanVisible(),
                row.bytesPerPlayerPerSecond(),
                row.stalenessP99Ms(),
                row.pairsPerSecond(),
                row.serverNsPerPair(),
                row.networkNsPerPair(),
                row.tickNsPerPair(),
                row.botsNsPerPair(),
                row.serverCores(),
                row.botsCores(),
                row.holds() ? "" : "  does not hold");
    }

    private ObjectNode object(final List<Row> rows, final int most) {
        final ObjectMapper mapper = new ObjectMapper();
        final ObjectNode object = mapper.createObjectNode();
        object.set("machine", mapper.valueToTree(Machine.facts()));
        object.put("map", "bench_plain")
                .put("creatures", creatures)
                .put("inputHz", RATE_HZ)
                .put("snapshotHz", RATE_HZ);
        object.put("seconds", quick ? QUICK_SECONDS : seconds);
        final ArrayNode list = object.putArray("rows");
        for (final Row row : rows) {
            final ObjectNode node = mapper.valueToTree(row);
            list.add(node.put("holds", row.holds()));
        }
        return object.put("holdsUpTo", most);
    }
}
