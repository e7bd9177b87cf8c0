package io.tos.tools.stranger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the client in {@code tools/src/main/node} and gives what it said. Test thread only. */
final class Stranger {
    static final Path STANDARD = Path.of("..", "docs", "protocol", "STANDARD.md");

    private static final Path CLIENT = Path.of("src", "main", "node", "stranger.mjs");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");
    private static final int NODE_MIN = 20;

    /** How a run ended: its exit code, and its output, line by line. */
    record Outcome(int exitCode, List<String> lines) {
        String lastLine() {
            return lines.isEmpty() ? "" : lines.getLast();
        }
    }

    private Stranger() {}

    /** Skips the test that calls it, with the reason, where there is no Node new enough. */
    static void assumeNode() throws InterruptedException {
        String found;
        try {
            found = run(List.of("node", "--version")).lastLine();
        } catch (final IOException absent) {
            found = "none";
        }
        final Matcher version = VERSION.matcher(found);
        assumeTrue(
                version.matches() && Integer.parseInt(version.group(1)) >= NODE_MIN,
                "needs Node " + NODE_MIN + " or newer, found: " + found);
    }

    /** Runs the client to its end. */
    static Outcome run(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("node", CLIENT.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Outcome run(final List<String> command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final List<String> lines = process.inputReader().lines().toList();
        return new Outcome(process.waitFor(), lines);
    }
}
