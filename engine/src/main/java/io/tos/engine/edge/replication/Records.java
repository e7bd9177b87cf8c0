package io.tos.engine.edge.replication;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.interest.Sights;
import io.tos.engine.game.interest.SlotSet;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.SnapshotWriter;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;

/**
 * Chooses which entities a part tells about, and tells: whoever changed since it was last told, was lost on the way, or was
 * quiet for five seconds. How often an entity is looked at depends on its distance; if not all fit, those of the highest
 * priority go, and whoever waited {@link #STARVING_TICKS} goes first. Tick thread only.
 */
final class Records {
    /** A change that waited so long goes before all others. */
    static final int STARVING_TICKS = 45;

    /** An entity that does not change is told again after so long. */
    static final int REFRESH_TICKS = 300;

    /** A part whose fate is not known after so long is taken for lost. */
    static final int FATE_TICKS = 60;

    private static final int NOTHING = -1;
    private static final int RECORD_BYTES_MAX = SnapshotWriter.RECORD_HEAD_BYTES + EntityRecord.LENGTH_MAX;

    /** 20 m and 60 m in 1/256 m, squared. */
    private static final long NEAR_SQUARE = 5_120L * 5_120;

    private static final long MIDDLE_SQUARE = 15_360L * 15_360;
    private static final int NEAR = 0;
    private static final int MIDDLE = 1;
    private static final int FAR = 2;
    private static final int MIDDLE_TICKS = 6;
    private static final int[] BAND_WEIGHT = {4, 2, 1};

    private final Viewers viewers;
    private final Sights sights;
    private final Baselines baselines;
    private final Wheel wheel;
    private final History history;
    private final Encodings encodings;
    private final Bases bases;
    private final Counters counters;
    private final Histogram staleness;

    private final int[] due = new int[256];
    private final byte[] ages = new byte[256];
    private final byte[] waits = new byte[256];
    private final long[] order = new long[256];
    private int viewer;
    private int tick;
    private int place;
    private int round;
    private int interval;
    private long ownPlace;
    private int waited;
    private int band;
    private int full;
    private int deltas;
    private int left;

    Records(final Replicator.Tables tables, final Counters counters, final Histogram staleness) {
        this.viewers = tables.viewers();
        this.sights = tables.sights();
        this.baselines = tables.baselines();
        this.wheel = tables.wheel();
        this.history = tables.history();
        this.encodings = tables.encodings();
        this.bases = tables.bases();
        this.counters = counters;
        this.staleness = staleness;
    }

    /** Fills a part. The bases are aimed at the viewer. */
    void tell(final int viewer, final int tick, final SnapshotWriter writer) {
        this.viewer = viewer;
        this.tick = tick;
        interval = viewers.interval(viewer);
        round = Viewers.ROUND_TICKS / interval;
        place = Integer.remainderUnsigned(tick, Viewers.ROUND_TICKS) / interval;
        ownPlace = history.place(History.row(EntityId.index(viewers.entity(viewer))));
        full = 0;
        deltas = 0;
        left = 0;
        tellLost(writer);
        final int count = gather();
        if (count * RECORD_BYTES_MAX <= writer.room()) {
            for (int index = 0; index < count; index++) {
                final int age = visit(due[index]);
                if (age != NOTHING) {
                    write(due[index], age, waited, writer);
                }
            }
        } else {
            tellByRank(rank(count), writer);
        }
        counters.add(Counter.RECORDS_FULL, full);
        counters.add(Counter.RECORDS_DELTA, deltas);
        counters.add(Counter.RECORDS_LEFT, left);
    }

    private void tellLost(final SnapshotWriter writer) {
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long waiting = sights.waiting(viewer, index); waiting != 0; waiting &= waiting - 1) {
                final int alias = SlotSet.slot(index, waiting);
                final long at = Baselines.at(viewer, alias);
                if (bases.hasArrived(at)) {
                    sights.release(viewer, alias);
                } else if (writer.leave(alias)) {
                    baselines.carried(at, viewers.serial(viewer), tick);
                    left++;
                }
            }
        }
    }

    private int gather() {
        int count = 0;
        for (int index = 0; index < SlotSet.WORDS; index++) {
            long aliases = wheel.take(viewer, place, index) & sights.visible(viewer, index);
            for (; aliases != 0; aliases &= aliases - 1) {
                due[count++] = SlotSet.slot(index, aliases);
            }
        }
        return count;
    }

    /** Says with which base age an alias is to be told about, or that it is not; sees to it that it is looked at again. */
    private int visit(final int alias) {
        final long at = Baselines.at(viewer, alias);
        final int entity = baselines.entity(at);
        final long row = History.row(entity);
        if (history.netId(row) != baselines.netId(at)) {
            sights.lose(viewer, alias);
            baselines.forget(at);
            return NOTHING;
        }
        band = bandOf(history.place(row));
        wheel.put(viewer, next(entity), alias);
        final int age = bases.age(at, row);
        final int silent = tick - baselines.sent(at);
        if (bases.isCurrent()) {
            waited = 0;
            return silent < REFRESH_TICKS ? NOTHING : age;
        }
        if (!baselines.wasSent(at)) {
            waited = silent;
            return age;
        }
        final long changes = history.changesSince(row, baselines.sent(at));
        waited = changes == History.UNKNOWN
                ? silent - 1
                : Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(changes));
        return changes != 0 || baselines.wasLost(at) || silent >= FATE_TICKS ? age : NOTHING;
    }

    private int bandOf(final long place) {
        final int stepX = ((EntityState.x(place) - EntityState.x(ownPlace)) << 8) >> 8;
        final int stepY = ((EntityState.y(place) - EntityState.y(ownPlace)) << 8) >> 8;
        final long square = (long) stepX * stepX + (long) stepY * stepY;
        return square <= NEAR_SQUARE ? NEAR : square <= MIDDLE_SQUARE ? MIDDLE : FAR;
    }

    /** The next place in the round at which an entity of this band has its turn, the same for all viewers. */
    private int next(final int entity) {
        final int parts = band == NEAR ? 1 : (band == FAR ? Viewers.ROUND_TICKS : MIDDLE_TICKS) / interval;
        final int ahead = 1 + Math.floorMod(entity - place - 1, parts);
        return (place + ahead) % round;
    }

    /** Orders those that are to be told about, highest priority first; says how many they are. */
    private int rank(final int count) {
        int told = 0;
        for (int index = 0; index < count; index++) {
            final int alias = due[index];
            final int age = visit(alias);
            if (age == NOTHING) {
                continue;
            }
            final long at = Baselines.at(viewer, alias);
            final int priority = baselines.priority(at) + weight(at);
            baselines.priority(at, priority);
            ages[alias] = (byte) age;
            waits[alias] = (byte) Math.min(waited, Byte.MAX_VALUE);
            final long first = waited >= STARVING_TICKS ? 1L << 40 : 0;
            order[told++] = -((first + priority) << 8) | alias;
        }
        Ranking.ascending(order, told);
        return told;
    }

    private int weight(final long at) {
        final long row = History.row(baselines.entity(at));
        final int sort = Kind.sort(EntityState.kind(history.place(row)));
        final int importance = sort == Kind.PLAYER || sort == Kind.BOSS ? 3 : sort == Kind.CREATURE ? 2 : 1;
        final int hurry = baselines.wasLost(at) || !baselines.wasSent(at) ? 2 : 1;
        return hurry * importance * BAND_WEIGHT[band] * (16 + EntityState.speed(history.looks(row)));
    }

    private void tellByRank(final int told, final SnapshotWriter writer) {
        int index = 0;
        while (index < told) {
            final int alias = (int) order[index] & 0xFF;
            if (!write(alias, ages[alias], waits[alias], writer)) {
                break;
            }
            index++;
        }
        counters.add(Counter.RECORDS_DEFERRED, told - index);
        for (; index < told; index++) {
            wheel.urgent(viewer, (int) order[index] & 0xFF);
        }
    }

    private boolean write(final int alias, final int age, final int waitedTicks, final SnapshotWriter writer) {
        final long at = Baselines.at(viewer, alias);
        final long record = encodings.record(baselines.entity(at), age);
        if (!writer.record(alias, age, encodings.memory(), record, encodings.length(record))) {
            return false;
        }
        baselines.carried(at, viewers.serial(viewer), tick);
        staleness.record(waitedTicks);
        if (age == SnapshotWriter.AGE_FULL) {
            full++;
        } else {
            deltas++;
        }
        return true;
    }
}
