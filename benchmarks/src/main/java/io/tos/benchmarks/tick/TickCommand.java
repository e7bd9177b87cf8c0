package io.tos.benchmarks.tick;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.benchmarks.tick.TickBench.Plan;
import io.tos.benchmarks.tick.TickBench.Result;
import io.tos.engine.content.Content;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench tick}: what the tick agent does for many players and creatures on one map, without a network. */
@Command(
        name = "tick",
        description = "A tick of the world: movement, interest, replication, in memory.",
        mixinStandardHelpOptions = true)
public final class TickCommand implements Callable<Integer> {
    private static final int TICKS_PER_SECOND = 60;

    @Option(names = "--players", defaultValue = "10000", description = "Default ${DEFAULT-VALUE}.")
    private int players = 10_000;

    @Option(names = "--creatures", defaultValue = "10000", description = "Default ${DEFAULT-VALUE}.")
    private int creatures = 10_000;

    @Option(names = "--map", defaultValue = "bench_plain", description = "Default ${DEFAULT-VALUE}.")
    private String map = "bench_plain";

    @Option(names = "--hz", defaultValue = "20", description = "Snapshots a second: 10, 20, 30, 60. Default 20.")
    private int snapshotHz = 20;

    @Option(names = "--rate", defaultValue = "16384", description = "Bytes a second per player. Default 16384.")
    private int bytesPerSecond = 16_384;

    @Option(names = "--loss", defaultValue = "1", description = "Percent of snapshots lost. Default 1.")
    private int lossPercent = 1;

    @Option(names = "--seconds", defaultValue = "20", description = "Simulated time measured. Default 20.")
    private int seconds = 20;

    @Option(names = "--square", description = "All stay in a square so many metres wide. Default: the whole map.")
    private int squareMetres;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything random. Default 1.")
    private long seed = 1;

    @Option(names = "--quick", description = "5 seconds after 5: rough.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object on standard output, the table on standard error.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        final int measured = quick ? 5 : seconds;
        final int warmUp = quick ? 5 : 10;
        final Plan plan = new Plan(
                players,
                creatures,
                snapshotHz,
                bytesPerSecond,
                lossPercent,
                warmUp * TICKS_PER_SECOND,
                measured * TICKS_PER_SECOND,
                squareMetres * 100,
                seed);
        final Result result = TickBench.run(Content.load(content()).map(map), plan);
        print(json ? System.err : System.out, result);
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(result));
        }
        return 0;
    }

    private void print(final PrintStream out, final Result result) {
        out.printf(
                "%,d players, %,d creatures on %s, %d parts a second, %d ticks after %d, %d %% lost%n",
                players,
                creatures,
                map,
                snapshotHz,
                result.plan().ticks(),
                result.plan().warmUpTicks(),
                lossPercent);
        out.printf("  %-20s %8s %8s %8s   %8s %8s %8s us%n", "step", "p50", "p99", "max", "cpu p50", "p99", "max");
        result.steps()
                .forEach((name, row) -> out.printf(
                        "  %-20s %8.0f %8.0f %8.0f   %8.0f %8.0f %8.0f%n",
                        name, row.p50Us(), row.p99Us(), row.maxUs(), row.cpuP50Us(), row.cpuP99Us(), row.cpuMaxUs()));
        result.systemsMeanUs().forEach((name, us) -> out.printf("  %-32s %12.0f us mean%n", name, us));
        result.figures().forEach((name, value) -> out.printf("  %-32s %12.3f%n", name, value));
    }

    /** Of the sources, or of the distribution. */
    private static Path content() {
        final Path root = Path.of(System.getProperty("tos.root", "."));
        final Path sources = root.resolve("engine").resolve("content");
        return Files.isDirectory(sources) ? sources : root.resolve("content");
    }
}
