package io.tos.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.load.LoadException;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.CloseReason;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tos server}: runs the game server until told to stop. */
@Command(name = "server", aliases = "up", description = "Runs the game server until told to stop.")
final class ServerCommand implements Callable<Integer> {
    private static final int WARM_UP_SECONDS_MAX = 30;

    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch stop;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop by itself after this many seconds.")
    private @Nullable Integer forSeconds;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Where everything is kept.")
    private Path data = Path.of("data");

    @Option(names = "--port", paramLabel = "N", description = "UDP port; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--metrics-port", paramLabel = "N", description = "Of /metrics on loopback; 0 takes a free one.")
    private @Nullable Integer metricsPort;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration; DIR/tos.yaml if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--map",
            paramLabel = "NAME",
            description = "Run this one map; as the configuration says if not given.")
    private @Nullable String map;

    @Option(names = "--record", paramLabel = "DIR", description = "Record all that reaches the maps, for tos replay.")
    private @Nullable Path record;

    @Option(names = "--creatures", paramLabel = "N", description = "How many live in the start map.")
    private @Nullable Integer creatures;

    @Option(names = "--json", description = "Print the run's figures as JSON, last line, nothing else.")
    private boolean json;

    /** @param stop opened when the process is told to end. */
    ServerCommand(final PrintStream out, final PrintStream err, final CountDownLatch stop) {
        this.out = out;
        this.err = err;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        if (forSeconds != null && (forSeconds < 1 || forSeconds > 86_400)) {
            throw new StartException(ExitCode.USAGE, "--for must be 1 to 86400 seconds: " + forSeconds);
        }
        final ServerConfig read = ConfigSources.read(config, data, port, metricsPort, System.getenv());
        return run(read.withWorlds(worlds(read.worlds())), SystemNanoClock.INSTANCE);
    }

    private WorldsConfig worlds(final WorldsConfig read) {
        try {
            final WorldsConfig there = map == null ? read : read.withMap(map);
            final WorldsConfig recorded = record == null ? there : there.withRecord(record.toString());
            return creatures == null ? recorded : recorded.withCreatures(creatures);
        } catch (final IllegalArgumentException refused) {
            throw new LoadException("command line", "--creatures", String.valueOf(refused.getMessage()));
        }
    }

    private int run(final ServerConfig effective, final NanoClock clock)
            throws InterruptedException, JsonProcessingException {
        final PrintStream talk = json ? err : out;
        final Map<String, Object> figures;
        final @Nullable Throwable thrown;
        try (DataDirectory directory = DataDirectory.claim(data);
                GameServer server = new GameServer(
                        effective,
                        directory.path(),
                        Identities.of(directory.path()),
                        Platform.machine(clock, SystemEpochClock.INSTANCE, effective.network()),
                        this::onFailure)) {
            server.start();
            Banner.print(talk, effective, server, directory.path());
            final RunReport report = new RunReport(server, clock);
            server.figures().serve(report);
            server.operators().stopWith(stop::countDown);
            await(report);
            figures = new LinkedHashMap<>(report.figures());
            thrown = failure.getNow(null);
            server.sayGoodbye(thrown == null ? CloseReason.SHUTDOWN : CloseReason.RESTART);
        }
        figures.put("nativeBytesAtExit", Region.openBytes());
        if (thrown != null) {
            talk.println("tos: an agent failed, stopped:");
            thrown.printStackTrace(err);
            return ExitCode.INTERNAL.code();
        }
        talk.println("stopped");
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(figures));
        } else {
            Banner.printFigures(talk, figures);
        }
        return ExitCode.OK.code();
    }

    /** Waits for the end of the run, the signal or a failed agent; marks the end of the warm-up on the way. */
    private void await(final RunReport report) throws InterruptedException {
        final long wholeMs = forSeconds == null ? Long.MAX_VALUE : TimeUnit.SECONDS.toMillis(forSeconds);
        final long warmMs = Math.min(wholeMs / 2, TimeUnit.SECONDS.toMillis(WARM_UP_SECONDS_MAX));
        if (stop.await(warmMs, TimeUnit.MILLISECONDS)) {
            return;
        }
        report.onWarm();
        stop.await(wholeMs - warmMs, TimeUnit.MILLISECONDS);
    }

    private void onFailure(final Throwable thrown) {
        failure.complete(thrown);
        stop.countDown();
    }
}
