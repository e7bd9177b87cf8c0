package io.tos.benchmarks.swarm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where trials take place: {@code ./tos server} in one process, {@code ./tos bots} in another, both of this copy. */
final class Playground {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final int STARTS_WITHIN_MS = 120_000;
    private static final int POLL_MS = 100;
    private static final int ENDS_WITHIN_SECONDS = 30;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "reaper"));
    }

    private final String launcher;

    /** @param root of this copy. */
    Playground(final Path root) {
        launcher = root.resolve("tos").toString();
    }

    /**
     * Runs one trial.
     *
     * @return the players' report, which has the server's figures in {@code server}.
     * @throws IOException when one of the two cannot run or says nothing.
     */
    ObjectNode run(final Trial trial) throws IOException, InterruptedException {
        final Path data = Files.createTempDirectory("tos-bench");
        Process server = null;
        try {
            final Path config = Files.writeString(data.resolve("tos.yaml"), trial.configuration());
            server = start(
                    List.of(
                            launcher,
                            "server",
                            "--data",
                            data.toString(),
                            "--port",
                            "0",
                            "--config",
                            config.toString()),
                    ProcessBuilder.Redirect.DISCARD);
            awaitControl(data, server);
            final List<String> players = new ArrayList<>(List.of(launcher, "bots", "--data", data.toString()));
            players.addAll(trial.arguments());
            return report(players);
        } finally {
            if (server != null) {
                stop(server);
            }
            delete(data);
        }
    }

    private static Process start(final List<String> command, final ProcessBuilder.Redirect output) throws IOException {
        final Process process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ALIVE.add(process);
        return process;
    }

    private static void awaitControl(final Path data, final Process server) throws IOException, InterruptedException {
        for (int waitedMs = 0; !Files.exists(data.resolve(ControlAgent.SOCKET_NAME)); waitedMs += POLL_MS) {
            if (!server.isAlive() || waitedMs > STARTS_WITHIN_MS) {
                throw new IOException("the server does not start; try it by hand: tos server");
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static ObjectNode report(final List<String> command) throws IOException, InterruptedException {
        final Process players = start(command, ProcessBuilder.Redirect.PIPE);
        try {
            final String said = new String(players.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            players.waitFor();
            final String last = said.lines().reduce("", (earlier, line) -> line);
            if (new ObjectMapper().readTree(last) instanceof final ObjectNode report) {
                return report;
            }
            throw new IOException("no report of the players, exit code " + players.exitValue());
        } finally {
            ALIVE.remove(players);
        }
    }

    private static void stop(final Process server) throws InterruptedException {
        server.destroy();
        if (!server.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
        ALIVE.remove(server);
    }

    private static void delete(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
