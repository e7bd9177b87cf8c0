package io.tos.engine.server;

import io.tos.engine.store.Store;
import io.tos.engine.store.StoreAgent;
import io.tos.engine.store.StoreConfig;
import io.tos.engine.store.StoreDesk;
import io.tos.engine.store.StoreRoads;
import io.tos.engine.store.StoreTimings;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.TelemetryFile;
import java.util.function.Consumer;

/** The saves of one server: the agent that writes them, the tick's side, and the roads between. */
final class Saves implements AutoCloseable {
    private final StoreRoads roads = new StoreRoads();
    private final StoreDesk desk;
    private final StoreAgent agent;

    /**
     * @param store open; closed by the agent when it stops.
     * @param notices told when saving stops working and when it works again.
     */
    Saves(
            final Store store,
            final StoreConfig config,
            final Platform platform,
            final Instruments instruments,
            final Consumer<String> notices) {
        final TelemetryFile file = instruments.file();
        // What lies on disk may be told: the gate begins there.
        instruments.store().set(Counter.JOURNAL_DURABLE, store.lastSequence());
        this.desk = new StoreDesk(roads, store.lastSequence(), instruments.tick());
        final StoreTimings timings = new StoreTimings(
                file.histogram(Distribution.STORE_WAIT),
                file.histogram(Distribution.STORE_SAVE),
                file.histogram(Distribution.STORE_COMMIT),
                file.histogram(Distribution.STORE_LOAD),
                file.histogram(Distribution.JOURNAL));
        this.agent = new StoreAgent(
                store,
                new StoreAgent.Parts(
                        roads, config, instruments.store(), timings, platform.nano(), platform.wall(), notices));
    }

    /** The tick's side. */
    StoreDesk desk() {
        return desk;
    }

    /** The one writer. */
    StoreAgent agent() {
        return agent;
    }

    @Override
    public void close() {
        roads.close();
    }
}
