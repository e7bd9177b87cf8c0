package io.tos.engine.edge;

import io.tos.engine.memory.Region;
import io.tos.engine.sim.SimulatedStore;
import io.tos.engine.store.RowKey;
import io.tos.engine.store.Store;
import io.tos.engine.store.StoreAgent;
import io.tos.engine.store.StoreAnswers;
import io.tos.engine.store.StoreConfig;
import io.tos.engine.store.StoreDesk;
import io.tos.engine.store.StoreRoads;
import io.tos.engine.store.StoreTimings;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store in memory whose agent works when a test says so; by default between any two ticks. */
public final class InstantStore implements AutoCloseable {
    /** One line each when saving stops working and when it works again. */
    public final List<String> notices = new ArrayList<>();
    /** What is kept. */
    public final Store kept = new SimulatedStore();
    /** Whether the agent gets no time. */
    public boolean isStuck;

    private final Region memory = Region.shared("store rig", Counters.BLOCK_BYTES + Histogram.BLOCK_BYTES, 64);
    private final StoreRoads roads = new StoreRoads();
    private final StoreAgent agent;
    private @Nullable StoreDesk desk;
    private long nowNs;

    InstantStore() {
        final Histogram any = new Histogram(memory.memory(), Counters.BLOCK_BYTES);
        agent = new StoreAgent(
                kept,
                new StoreAgent.Parts(
                        roads,
                        StoreConfig.DEFAULT,
                        new Counters(memory.memory(), 0),
                        new StoreTimings(any, any, any, any, any),
                        () -> nowNs,
                        () -> nowNs / 1_000_000,
                        notices::add));
    }

    /** The tick's side. */
    StoreDesk desk(final Counters counters) {
        desk = new StoreDesk(roads, 0, counters);
        return desk;
    }

    /** Says nothing of importance until no slab is free. */
    public void fillSaves() {
        final RowKey nobody = new RowKey();
        final StoreDesk side = Objects.requireNonNull(desk, "made first");
        int said = 0;
        while (side.left(nobody)) {
            said++;
        }
        assert said > 0 : "it was full before";
    }

    /** Everything said so far reaches the store, and its answers the worlds. */
    public void answer(final StoreAnswers worlds) {
        final StoreDesk side = Objects.requireNonNull(desk, "made first");
        side.publish();
        if (!isStuck) {
            nowNs += 1_000_000_000L;
            agent.doWork();
            side.poll(worlds);
        }
    }

    @Override
    public void close() {
        agent.onClose();
        roads.close();
        memory.close();
    }
}
