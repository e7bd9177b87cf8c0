package io.tos.engine.edge.replication;

import io.tos.engine.protocol.SnapshotWriter;

/** Says against which state a viewer can be told about an entity. Aimed at one viewer at a time; tick thread only. */
final class Bases {
    private final Viewers viewers;
    private final Baselines baselines;
    private final History history;
    private int viewer;
    private int serial;
    private long acked;
    private boolean current;

    Bases(final Viewers viewers, final Baselines baselines, final History history) {
        this.viewers = viewers;
        this.baselines = baselines;
        this.history = history;
    }

    /** The questions that follow are about this viewer, before its next part leaves. */
    void aim(final int viewer) {
        this.viewer = viewer;
        serial = viewers.serial(viewer);
        acked = viewers.acked(viewer);
    }

    /** Whether a part that carried the alias, since it was last forgotten, is known to have arrived. */
    boolean hasArrived(final long at) {
        return baselines.arrived(at, serial, acked) != 0;
    }

    /**
     * How many ticks ago the newest state that the viewer has was last in force, 1 to 63, or 0 if it has none that can be a
     * base. Whether that is the present state too says {@link #isCurrent}.
     *
     * @param at of the baseline.
     * @param row of the entity in the history.
     */
    int age(final long at, final long row) {
        final long arrived = baselines.arrived(at, serial, acked);
        if (arrived != 0) {
            final int newest = serial - 1 - Long.numberOfTrailingZeros(arrived);
            // Most often the last part that carried it: then no other line of memory is needed.
            final int tick = newest == baselines.serial(at) ? baselines.sent(at) : viewers.tickOf(viewer, newest);
            if (!baselines.hasBase(at) || tick - baselines.base(at) > 0) {
                baselines.base(at, tick);
            }
        }
        current = false;
        if (!baselines.hasBase(at)) {
            return SnapshotWriter.AGE_FULL;
        }
        final long changes = history.changesSince(row, baselines.base(at));
        if (changes == 0) {
            // Still in force: so the base grows no older while nothing happens.
            baselines.base(at, history.now());
            current = true;
            return 1;
        }
        return changes == History.UNKNOWN ? SnapshotWriter.AGE_FULL : Long.SIZE - Long.numberOfLeadingZeros(changes);
    }

    /** Whether the state asked about last is still in force. */
    boolean isCurrent() {
        return current;
    }
}
