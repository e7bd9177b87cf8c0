package io.tos.engine.store;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The one writer of the database. Gathers what the tick handed over, makes it durable in one transaction, then says so and
 * answers requests. What could not be written stays here and is tried again, later and later; until then nobody is loaded
 * and the roads fill up, which the tick sees. Store thread only.
 */
public final class StoreAgent implements Agent {
    private static final long RETRY_MIN_NS = 100_000_000L;
    private static final long RETRY_MAX_NS = 5_000_000_000L;
    private static final int LAST_TRIES = 5;

    private final Store store;
    private final Parts parts;
    private final PendingWrites writes;
    private final PendingLoads loads;
    private final Counters counters;
    private long nextNs;
    private long retryNs;
    private long lastMs;

    /**
     * What the agent is made of.
     *
     * @param roads to and from the tick.
     * @param config how often it commits.
     * @param counters written by this agent alone.
     * @param timings likewise.
     * @param nano for durations.
     * @param wall for the stamps of rows.
     * @param notices told, one line each, when saving stops working and when it works again.
     */
    public record Parts(
            StoreRoads roads,
            StoreConfig config,
            Counters counters,
            StoreTimings timings,
            NanoClock nano,
            EpochClock wall,
            Consumer<String> notices) {}

    /** @param store open; this agent's alone from now on. */
    public StoreAgent(final Store store, final Parts parts) {
        this.store = store;
        this.parts = parts;
        this.counters = parts.counters();
        this.writes = new PendingWrites(store, parts.roads(), parts.timings(), counters);
        this.loads = new PendingLoads(store, parts.roads(), parts.timings(), counters);
        this.nextNs = parts.nano().nanoTime();
    }

    @Override
    public int doWork() {
        final long nowNs = parts.nano().nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + parts.config().commitIntervalMs() * 1_000_000L;
        // Requests first: whatever their askers saved before lies on the other roads by now.
        loads.gather();
        writes.gather();
        final int wrote = writes.slabs();
        if (wrote > 0 && !write(nowNs)) {
            loads.refuse();
            return 1;
        }
        return loads.isEmpty() ? wrote : wrote + answer(nowNs);
    }

    /** Everything on the roads is made durable before the thread ends; the tick has stopped by now. */
    @Override
    public void onClose() {
        int failed = 0;
        writes.gather();
        while (writes.slabs() > 0 && failed < LAST_TRIES) {
            failed += write(parts.nano().nanoTime()) ? 0 : 1;
            writes.gather();
        }
        if (writes.slabs() > 0) {
            parts.notices().accept("store: stopped with " + writes.rows() + " rows that could not be saved");
        }
        store.close();
    }

    @Override
    public String roleName() {
        return "store";
    }

    private boolean write(final long nowNs) {
        try {
            store.begin(stampMs());
            writes.write(parts.nano());
        } catch (final StoreException failed) {
            onFailure(failed, nowNs);
            return false;
        }
        writes.onDurable(nowNs, parts.nano().nanoTime());
        counters.set(Counter.STORE_DATABASE_BYTES, store.lengthBytes());
        onSuccess();
        return true;
    }

    private int answer(final long nowNs) {
        try {
            store.begin(stampMs());
            loads.answer(parts.nano());
            onSuccess();
            return 1;
        } catch (final StoreException failed) {
            loads.refuse();
            onFailure(failed, nowNs);
            return 1;
        }
    }

    private void onFailure(final StoreException failed, final long nowNs) {
        try {
            store.rollback();
        } catch (final StoreException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        counters.increment(Counter.STORE_FAILURES);
        counters.set(Counter.STORE_ROWS_HELD, writes.rows());
        if (retryNs == 0) {
            counters.set(Counter.STORE_DEGRADED, 1);
            parts.notices().accept("store: " + failed.getMessage() + "; nothing is lost yet, trying again");
        }
        retryNs = Math.min(RETRY_MAX_NS, Math.max(RETRY_MIN_NS, 2 * retryNs));
        nextNs = nowNs + retryNs;
    }

    private void onSuccess() {
        if (retryNs != 0) {
            retryNs = 0;
            counters.set(Counter.STORE_DEGRADED, 0);
            parts.notices().accept("store: saves again, nothing was lost");
        }
        counters.set(Counter.STORE_ROWS_HELD, 0);
    }

    /** The stamp of rows never runs backwards, whatever the machine's clock does. */
    private long stampMs() {
        final long readMs = parts.wall().time();
        if (readMs < lastMs) {
            counters.increment(Counter.STORE_CLOCK_BACK);
            return lastMs;
        }
        lastMs = readMs;
        return readMs;
    }
}
