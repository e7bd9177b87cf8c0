package io.tos.engine.server;

import io.tos.engine.edge.Worlds;
import io.tos.engine.store.StoreDesk;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import io.tos.engine.telemetry.TelemetryFile;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Runs ticks on the grid: drain, simulate, emit. Owns tick number and everything the worlds hold. */
final class TickAgent implements Agent {
    private static final int LAST_TRIES = 4_000;
    private static final long LAST_PARK_NS = 1_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final TickConfig config;
    private final NanoClock clock;
    private final SessionDoor[] doors;
    private final Worlds worlds;
    private final StoreDesk store;
    private final Counters counters;
    private final Histogram durations;
    private final Histogram work;
    private final TickGauges gauges;
    private final long intervalNs;
    private TickPacer pacer;
    private long tick;

    /**
     * @param worlds run by this agent; whoever made them closes them.
     * @param store takes what the worlds save and answers what they ask.
     * @param instruments get each tick's time.
     */
    TickAgent(
            final TickConfig config,
            final NanoClock clock,
            final List<Shard> shards,
            final Worlds worlds,
            final StoreDesk store,
            final Instruments instruments) {
        this.config = config;
        this.clock = clock;
        this.doors = shards.stream()
                .map(shard -> shard.door(worlds, config.ticksPerSecond(), instruments))
                .toArray(SessionDoor[]::new);
        this.worlds = worlds;
        this.store = store;
        this.counters = instruments.tick();
        final TelemetryFile telemetry = instruments.file();
        this.durations = telemetry.histogram(Distribution.TICK);
        this.work = telemetry.histogram(Distribution.TICK_WORK);
        this.gauges = new TickGauges(worlds, telemetry, config.ticksPerSecond());
        this.intervalNs = NS_PER_SECOND / config.ticksPerSecond();
        this.pacer = new TickPacer(config.ticksPerSecond(), clock.nanoTime());
    }

    @Override
    public void onStart() {
        pacer = new TickPacer(config.ticksPerSecond(), clock.nanoTime());
    }

    @Override
    public int doWork() {
        final long scheduledNs = pacer.deadlineNs();
        final long startNs = clock.nanoTime();
        if (startNs - scheduledNs < 0) {
            return 0;
        }
        tick++;
        store.onTick(startNs);
        worlds.begin(tick);
        for (final SessionDoor door : doors) {
            door.drain(tick);
        }
        store.poll(worlds);
        final long takenNs = clock.nanoTime();
        worlds.run();
        final long ranNs = clock.nanoTime();
        store.publish();
        for (final SessionDoor door : doors) {
            door.publish();
        }
        final long endNs = clock.nanoTime();
        gauges.tell(takenNs - startNs, ranNs - takenNs, endNs - ranNs);
        durations.record(endNs - scheduledNs);
        work.record(endNs - startNs);
        counters.increment(Counter.TICKS);
        if (endNs - scheduledNs > intervalNs) {
            counters.increment(Counter.TICK_OVERRUNS);
        }
        counters.add(Counter.TICKS_SKIPPED, pacer.onTickDone(endNs));
        return 1;
    }

    /** Number of the last tick that ran, from 1. */
    long tick() {
        return tick;
    }

    /** When the next tick is due, on this agent's clock. Tick thread only. */
    long deadlineNs() {
        return pacer.deadlineNs();
    }

    /** Everybody's last state is handed to the store, which still runs; a store that takes nothing is given 5 s. */
    @Override
    public void onClose() {
        worlds.end();
        worlds.leaveAll();
        store.publish();
        for (int tries = 0; tries < LAST_TRIES && worlds.sayLast() > 0; tries++) {
            store.publish();
            LockSupport.parkNanos(LAST_PARK_NS);
        }
        store.publish();
    }

    @Override
    public String roleName() {
        return "tick";
    }
}
