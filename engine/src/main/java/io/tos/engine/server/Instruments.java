package io.tos.engine.server;

import io.tos.engine.memory.Region;
import io.tos.engine.ops.MetricsPage;
import io.tos.engine.ops.MetricsServer;
import io.tos.engine.ops.TelemetryAgent;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.TelemetryFile;
import io.tos.engine.telemetry.TelemetryReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything that counts and measures in one server, and the ways to look at it. Main thread. */
final class Instruments implements AutoCloseable {
    private final TelemetryFile file;
    private final TelemetryReader reader;
    private final @Nullable TelemetryPlace place;
    private final List<Counters> network;
    private final Counters admission;
    private final Counters handshake;
    private final Counters store;
    private final Counters tick;
    private @Nullable MetricsServer metrics;

    /**
     * @param place where the file is; null keeps the figures in memory alone.
     * @param shards how many network agents there are.
     */
    Instruments(final @Nullable TelemetryPlace place, final int shards) {
        this.place = place;
        this.file =
                new TelemetryFile(place == null ? Region.shared("telemetry", TelemetryFile.BYTES, 64) : place.create());
        this.reader = file.reader();
        this.network = IntStream.range(0, shards)
                .mapToObj(shard -> file.counters("net-" + shard))
                .toList();
        this.admission = file.counters("admission");
        this.handshake = file.counters("handshake");
        this.store = file.counters("store");
        this.tick = file.counters("tick");
    }

    /** For histograms and cells. */
    TelemetryFile file() {
        return file;
    }

    /** One block per shard. */
    List<Counters> network() {
        return network;
    }

    /** The admission agent's. */
    Counters admission() {
        return admission;
    }

    /** The handshake agent's. */
    Counters handshake() {
        return handshake;
    }

    /** The store agent's. */
    Counters store() {
        return store;
    }

    /** The tick agent's. */
    Counters tick() {
        return tick;
    }

    /** A counter's sum over all agents. */
    long count(final Counter counter) {
        return reader.count(counter);
    }

    /** Who looks at the machine once a second. */
    TelemetryAgent agent(final Platform platform, final Supplier<long[]> threadIds) {
        return new TelemetryAgent(file, threadIds, platform.nano(), platform.wall());
    }

    /** Serves the figures; a port that is taken costs the operator a line and nothing else. */
    void serve(final TelemetryConfig config, final Consumer<String> notices) {
        if (config.metricsPort() < 0) {
            return;
        }
        try {
            metrics = new MetricsServer(config.metricsPort(), new MetricsPage(reader));
        } catch (final IOException refused) {
            notices.accept("metrics: port " + config.metricsPort() + ": " + refused.getMessage()
                    + "; nothing is served, see telemetry.metrics_port");
        }
    }

    /** Where the figures are served; -1 if nowhere. */
    int metricsPort() {
        return metrics == null ? -1 : metrics.port();
    }

    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
        file.close();
        if (place != null) {
            place.remove();
        }
    }
}
