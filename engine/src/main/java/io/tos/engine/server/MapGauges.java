package io.tos.engine.server;

import io.tos.engine.ecs.Schedule;
import io.tos.engine.edge.MapInstance;
import io.tos.engine.telemetry.Cell;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import org.jspecify.annotations.Nullable;

/** Tells what one map holds and what each of its systems costs. Tick thread only; allocates nothing after its making. */
final class MapGauges {
    private final MapInstance map;
    private final Schedule schedule;
    private final @Nullable Cell[] times;
    private final @Nullable Cell[] worst;
    private final @Nullable Cell entities;
    private final @Nullable Cell players;

    MapGauges(final MapInstance map, final TelemetryFile file) {
        this.map = map;
        this.schedule = map.schedule();
        final String name = map.content().id();
        this.times = new Cell[schedule.stepCount()];
        this.worst = new Cell[schedule.stepCount()];
        for (int step = 0; step < times.length; step++) {
            times[step] = file.cell(Series.SYSTEM_TIME, name, schedule.stepName(step));
            worst[step] = file.cell(Series.SYSTEM_WORST, name, schedule.stepName(step));
        }
        this.entities = file.cell(Series.MAP_ENTITIES, name);
        this.players = file.cell(Series.MAP_PLAYERS, name);
    }

    /** After a tick. */
    void tell() {
        for (int step = 0; step < times.length; step++) {
            set(times[step], schedule.totalNs(step));
            set(worst[step], schedule.worstNs(step));
        }
        set(entities, map.world().alive());
        set(players, map.players());
    }

    private static void set(final @Nullable Cell cell, final long value) {
        if (cell != null) {
            cell.set(value);
        }
    }
}
