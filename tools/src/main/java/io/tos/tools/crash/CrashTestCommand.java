package io.tos.tools.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos crash-test}: real servers on one data directory, killed at random moments under load, one after another. */
@Command(
        name = "crash-test",
        description = "Kills servers with players on them, again and again, and checks what is on disk.",
        mixinStandardHelpOptions = true)
public final class CrashTestCommand implements Callable<Integer> {
    private static final int EXIT_NO = 1;
    private static final int POSITION_AGE_MAX_MS = 5_000;
    private static final long LIFE_MIN_MS = 200;
    private static final long LIFE_MAX_MS = 6_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rounds", defaultValue = "10", description = "How many servers are killed.")
    private int rounds;

    @Option(names = "--players", defaultValue = "20", description = "On each of them.")
    private int players;

    @Option(names = "--data", paramLabel = "DIR", description = "Kept afterwards; a temporary one if not given.")
    private @Nullable Path data;

    @Option(names = "--seed", defaultValue = "1", description = "Decides when each is killed.")
    private long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 nothing was lost, 1 something was, 2 usage. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || players < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds and --players must be at least 1");
        }
        final Path given = data;
        final Path directory = given == null ? Files.createTempDirectory("tos-crash") : given;
        Files.createDirectories(directory);
        final CrashRound round = new CrashRound(java(), directory, players);
        final Random random = new Random(seed);
        final PrintWriter talk =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        final CrashTally tally = new CrashTally(POSITION_AGE_MAX_MS);
        for (int index = 1; index <= rounds; index++) {
            final long lifeMs = random.nextLong(LIFE_MIN_MS, LIFE_MAX_MS);
            final CrashRound.Finding found = round.run(lifeMs);
            tally.add(found);
            talk.printf("round %d: killed after %d ms: %s%n", index, lifeMs, CrashTally.describe(found));
            talk.flush();
        }
        final ObjectNode report =
                tally.report(new ObjectMapper().createObjectNode().put("seed", seed));
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            report.properties().forEach(field -> out.println(field.getKey() + ": " + field.getValue()));
        }
        out.flush();
        return tally.isGood() ? 0 : EXIT_NO;
    }

    /** This process's own Java and libraries, with a server's heap. */
    private static List<String> java() {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xms256m",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtos.root=" + System.getProperty("tos.root", ""),
                "-cp",
                System.getProperty("java.class.path"));
    }
}
