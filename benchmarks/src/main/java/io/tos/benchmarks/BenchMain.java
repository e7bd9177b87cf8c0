package io.tos.benchmarks;

import io.tos.benchmarks.ecs.EcsCommand;
import io.tos.benchmarks.swarm.CapacityCommand;
import io.tos.benchmarks.swarm.LatencyCommand;
import io.tos.benchmarks.tick.TickCommand;
import io.tos.benchmarks.transport.TransportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process behind {@code ./tos bench}: picks the subcommand and ends with its exit code. */
@Command(
        name = "bench",
        description = "Measures parts of the server against their peers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TransportCommand.class,
            CapacityCommand.class,
            EcsCommand.class,
            JmhCommand.class,
            LatencyCommand.class,
            TickCommand.class
        })
public final class BenchMain {
    private BenchMain() {}

    /** Exit codes: 0 fine, 2 usage, 70 internal. */
    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new BenchMain()).setExecutionExceptionHandler((problem, command, parsed) -> {
            command.getErr().println("bench: " + problem);
            return 70;
        });
    }
}
