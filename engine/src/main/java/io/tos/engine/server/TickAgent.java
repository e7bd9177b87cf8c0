package io.tos.engine.server;

import io.tos.engine.edge.Worlds;
import io.tos.engine.telemetry.Cell;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Runs ticks on the grid: drain, simulate, emit. Owns tick number and everything the worlds hold. */
final class TickAgent implements Agent {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final TickConfig config;
    private final NanoClock clock;
    private final SessionDoor[] doors;
    private final Worlds worlds;
    private final Counters counters;
    private final Histogram durations;
    private final Histogram work;
    private final long intervalNs;
    private TickPacer pacer;
    private long tick;

    /**
     * @param worlds run by this agent; whoever made them closes them.
     * @param telemetry gets each tick's time.
     */
    TickAgent(
            final TickConfig config,
            final NanoClock clock,
            final List<Shard> shards,
            final Worlds worlds,
            final Counters counters,
            final TelemetryFile telemetry) {
        this.config = config;
        this.clock = clock;
        this.doors = shards.stream()
                .map(shard -> shard.door(worlds, config.ticksPerSecond()))
                .toArray(SessionDoor[]::new);
        this.worlds = worlds;
        this.counters = counters;
        this.durations = telemetry.histogram(Distribution.TICK);
        this.work = telemetry.histogram(Distribution.TICK_WORK);
        final Cell target = telemetry.cell(Series.TICK_TARGET);
        if (target != null) {
            target.set(config.ticksPerSecond());
        }
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
        worlds.begin(tick);
        for (final SessionDoor door : doors) {
            door.drain(tick);
        }
        worlds.run();
        for (final SessionDoor door : doors) {
            door.publish();
        }
        final long endNs = clock.nanoTime();
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

    @Override
    public String roleName() {
        return "tick";
    }
}
