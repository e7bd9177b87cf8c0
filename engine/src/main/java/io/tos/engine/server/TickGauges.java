package io.tos.engine.server;

import io.tos.engine.edge.MapInstance;
import io.tos.engine.edge.Worlds;
import io.tos.engine.telemetry.Cell;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import org.jspecify.annotations.Nullable;

/** Tells what the parts of a tick and each map cost. Tick thread only; allocates nothing after its making. */
final class TickGauges {
    private static final int PARTS = 3;

    private final Worlds worlds;
    private final @Nullable MapGauges[] maps;
    private final @Nullable Cell[] parts = new Cell[PARTS];
    private final long[] totalsNs = new long[PARTS];

    TickGauges(final Worlds worlds, final TelemetryFile file, final int ticksPerSecond) {
        this.worlds = worlds;
        this.maps = new MapGauges[worlds.mapCount()];
        for (int place = 0; place < maps.length; place++) {
            final MapInstance map = worlds.map(place);
            maps[place] = map == null ? null : new MapGauges(map, file);
        }
        parts[0] = file.cell(Series.TICK_PART, "take");
        parts[1] = file.cell(Series.TICK_PART, "run");
        parts[2] = file.cell(Series.TICK_PART, "give");
        final Cell target = file.cell(Series.TICK_TARGET);
        if (target != null) {
            target.set(ticksPerSecond);
        }
    }

    /**
     * After a tick. Maps that were stopped keep their last figures.
     *
     * @param takeNs what came was taken to the maps.
     * @param runNs the maps ran and viewers were told.
     * @param giveNs what leaves was handed to network and store.
     */
    void tell(final long takeNs, final long runNs, final long giveNs) {
        add(0, takeNs);
        add(1, runNs);
        add(2, giveNs);
        for (int place = 0; place < maps.length; place++) {
            final MapGauges map = maps[place];
            if (map != null && worlds.map(place) != null) {
                map.tell();
            }
        }
    }

    private void add(final int part, final long tookNs) {
        totalsNs[part] += tookNs;
        final Cell cell = parts[part];
        if (cell != null) {
            cell.set(totalsNs[part]);
        }
    }
}
