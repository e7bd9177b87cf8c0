package io.tos.tools.crash;

import io.tos.engine.memory.Region;
import io.tos.engine.store.Autopsy;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Figures;
import io.tos.engine.telemetry.TelemetryReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One life and death of a server: started on the same data as the last, given players, killed without a word. */
final class CrashRound {
    private static final int READY_WITHIN_SECONDS = 60;
    private static final int BOTS_END_WITHIN_SECONDS = 60;
    private static final long POLL_NS = 20_000_000L;

    private static final String SOCKET = "control.sock";
    private static final String TELEMETRY = "telemetry.bin";

    private final List<String> java;
    private final Path data;
    private final int players;

    /**
     * @param java command line of a Java process up to the main class.
     * @param data kept from round to round.
     */
    CrashRound(final List<String> java, final Path data, final int players) {
        this.java = java;
        this.data = data;
        this.players = players;
    }

    /**
     * What was found.
     *
     * @param readyMs from the process's start to its answering operators.
     * @param toldSequence up to which the server had told anybody that the journal is durable.
     * @param playersInWorld when it was killed.
     * @param left what lies on disk.
     */
    record Finding(long readyMs, long toldSequence, long playersInWorld, Autopsy left) {
        /** Events that somebody may have been told of and that are not on disk. */
        long lostEvents() {
            return Math.max(0, toldSequence - left.journalLast());
        }
    }

    /**
     * Runs the round.
     *
     * @param lifeMs from the first player in the world to the kill.
     */
    Finding run(final long lifeMs) throws IOException, InterruptedException {
        // The killed server has left its socket; a new one means that the new server answers.
        Files.deleteIfExists(data.resolve(SOCKET));
        final long startNs = System.nanoTime();
        final Process server = start(
                "io.tos.engine.server.Main", "server", "--port", "0", "--metrics-port", "0", "--data", data.toString());
        try {
            final Region file = whenReady(server);
            final long readyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            final Process bots = start(
                    "io.tos.tools.Main",
                    "bots",
                    "--data",
                    data.toString(),
                    "--players",
                    Integer.toString(players),
                    "--seconds",
                    Long.toString(TimeUnit.MILLISECONDS.toSeconds(lifeMs) + 2));
            try (file) {
                final TelemetryReader reader = new TelemetryReader(file.memory());
                await(server, () -> reader.count(Counter.PLAYERS_IN_WORLD) > 0);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(lifeMs));
                server.destroyForcibly().waitFor();
                final long killedMs = System.currentTimeMillis();
                final Figures last = new Figures(reader);
                // Nobody comes to clear up after the last round.
                Files.deleteIfExists(data.resolve(TELEMETRY).toRealPath());
                Files.deleteIfExists(data.resolve(TELEMETRY));
                return new Finding(
                        readyMs,
                        (long) last.value(Counter.JOURNAL_DURABLE),
                        (long) last.value(Counter.PLAYERS_IN_WORLD),
                        Autopsy.of(data, killedMs));
            } finally {
                bots.destroyForcibly().waitFor(BOTS_END_WITHIN_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** The telemetry file of this process, once the server answers operators. */
    private Region whenReady(final Process server) throws IOException {
        final Path socket = data.resolve(SOCKET);
        final Path file = data.resolve(TELEMETRY);
        await(server, () -> isOf(file, server.pid()) && socket.toFile().exists());
        return Region.mappedToRead("telemetry", file);
    }

    private static boolean isOf(final Path file, final long processId) {
        if (!file.toFile().exists()) {
            return false;
        }
        try (Region region = Region.mappedToRead("telemetry", file)) {
            return new TelemetryReader(region.memory()).processId() == processId;
        } catch (final IllegalArgumentException | IOException notYet) {
            return false;
        }
    }

    private static void await(final Process server, final BooleanSupplier condition) {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!server.isAlive() || System.nanoTime() - untilNs > 0) {
                throw new UncheckedIOException(
                        new IOException("the server " + (server.isAlive() ? "is not ready" : "did not start")));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private Process start(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        data.resolve("crash-test.log").toFile()))
                .start();
    }
}
