package io.tos.engine.ops;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import io.tos.engine.telemetry.TelemetryReader;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at machine and process once a second and writes what it sees into the telemetry file. A second that was missed
 * stays missing: rates are over the time that really passed. Allocates; touches nothing of the game. Telemetry thread
 * only.
 */
public final class TelemetryAgent implements Agent {
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final TelemetryFile file;
    private final Cells cells;
    private final Supplier<long[]> threadIds;
    private final NanoClock nano;
    private final EpochClock wall;
    private final TelemetryReader reader;
    private @Nullable Hardware hardware;
    private @Nullable JavaMachine java;
    private @Nullable GcPauses pauses;
    private long nextNs;
    private long lastNs;
    private long lastTicks;
    private long samples;

    /** @param threadIds of the agents; asked when they run. */
    public TelemetryAgent(
            final TelemetryFile file, final Supplier<long[]> threadIds, final NanoClock nano, final EpochClock wall) {
        this.file = file;
        this.cells = new Cells(file);
        this.threadIds = threadIds;
        this.nano = nano;
        this.wall = wall;
        this.reader = file.reader();
        this.nextNs = nano.nanoTime();
    }

    @Override
    public void onStart() {
        final Histogram gc = file.histogram(Distribution.GC_PAUSE);
        cells.set(Series.STARTED, wall.time());
        hardware = new Hardware(cells);
        java = new JavaMachine(cells, threadIds.get());
        pauses = GcPauses.watch(gc);
        lastNs = nano.nanoTime();
        lastTicks = reader.count(Counter.TICKS);
    }

    @Override
    public int doWork() {
        final long nowNs = nano.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + INTERVAL_NS;
        if (hardware != null && java != null) {
            hardware.sample();
            java.sample();
        }
        rate(nowNs);
        cells.set(Series.SAMPLES, ++samples);
        cells.set(Series.SAMPLED, wall.time());
        return 1;
    }

    @Override
    public void onClose() {
        if (pauses != null) {
            pauses.close();
        }
    }

    @Override
    public String roleName() {
        return "telemetry";
    }

    private void rate(final long nowNs) {
        final long ticks = reader.count(Counter.TICKS);
        final long passedUs = TimeUnit.NANOSECONDS.toMicros(nowNs - lastNs);
        if (passedUs > 0) {
            cells.set(Series.TICK_RATE, (ticks - lastTicks) * 1_000_000_000L / passedUs);
        }
        lastTicks = ticks;
        lastNs = nowNs;
    }
}
