package io.tos.engine.edge.replication;

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
    private static final int GONE = -2;
    private static final int RECORD_BYTES_MAX = SnapshotWriter.RECORD_HEAD_BYTES + EntityRecord.LENGTH_MAX;

    /** 20 m and 60 m in 1/256 m, squared. */
    private static final long NEAR_SQUARE = 5_120L * 5_120;

    private static final long MIDDLE_SQUARE = 15_360L * 15_360;
    private static final int[] BAND_WEIGHT = {4, 2, 1};

    private final Viewers viewers;
    private final Sights sights;
    private final Baselines baselines;
    private final Wheel wheel;
    private final History history;
    private final Encodings encodings;
    private final Bases bases;
    private final DueLists lists;
    private final Counters counters;
    private final Histogram staleness;

    private final int[] aliases = new int[256];
    private final int[] entities = new int[256];
    private final long[] basePlaces = new long[256];
    private final byte[] bands = new byte[256];
    private final byte[] ages = new byte[256];
    private final byte[] waits = new byte[256];
    private final long[] order = new long[256];
    private final int[] waitCounts = new int[Byte.MAX_VALUE + 1];
    private int viewer;
    private int tick;
    private int serial;
    private int place;
    private int interval;
    private long ownPlace;
    private int waited;
    private int full;
    private int deltas;
    private int left;
    private int gone;

    Records(final Replicator.Tables tables, final Counters counters, final Histogram staleness) {
        this.viewers = tables.viewers();
        this.sights = tables.sights();
        this.baselines = tables.baselines();
        this.wheel = tables.wheel();
        this.history = tables.history();
        this.encodings = tables.encodings();
        this.bases = tables.bases();
        this.lists = tables.lists();
        this.counters = counters;
        this.staleness = staleness;
    }

    /** Fills a part of one of the viewers whose lists were filled. The bases are aimed at it. */
    void tell(final int turn, final int tick, final SnapshotWriter writer) {
        viewer = lists.viewer(turn);
        this.tick = tick;
        serial = viewers.serial(viewer);
        interval = viewers.interval(viewer);
        place = Wheel.place(tick, interval);
        ownPlace = lists.ownPlace(turn);
        full = 0;
        deltas = 0;
        left = 0;
        gone = 0;
        final int before = writer.length();
        tellLost(writer);
        final int told = choose(DueLists.start(turn), lists.count(turn));
        for (int index = 0; index < told; index++) {
            basePlaces[index] = encodings.basePlace(entities[index], ages[index]);
        }
        if (told * RECORD_BYTES_MAX <= writer.room()) {
            for (int index = 0; index < told; index++) {
                write(index, writer);
            }
        } else {
            tellByRank(told, writer);
        }
        counters.add(Counter.RECORDS_FULL, full);
        counters.add(Counter.RECORDS_DELTA, deltas);
        counters.add(Counter.RECORDS_LEFT, left);
        counters.add(Counter.RECORD_BYTES, writer.length() - before);
    }

    /** Ends a tick: how long changes had waited joins the other ticks'. */
    void end() {
        for (int ticks = 0; ticks < waitCounts.length; ticks++) {
            if (waitCounts[ticks] != 0) {
                staleness.record(ticks, waitCounts[ticks]);
                waitCounts[ticks] = 0;
            }
        }
    }

    /** How many entities in the viewer's sight turned out to be gone. */
    int gone() {
        return gone;
    }

    private void tellLost(final SnapshotWriter writer) {
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long waiting = sights.waiting(viewer, index); waiting != 0; waiting &= waiting - 1) {
                final int alias = SlotSet.slot(index, waiting);
                final long at = Baselines.at(viewer, alias);
                if (bases.hasArrived(at)) {
                    sights.release(viewer, alias);
                } else if (writer.leave(alias)) {
                    baselines.carried(at, serial, tick);
                    left++;
                }
            }
        }
    }

    /** Lists those who are due and to be told about. */
    private int choose(final int start, final int count) {
        int told = 0;
        for (int at = start; at < start + count; at++) {
            final int alias = lists.aliases[at];
            final int entity = lists.entities[at];
            final int band = bandOf(lists.places[at]);
            final int age = visit(alias, entity);
            if (age == GONE) {
                gone++;
                continue;
            }
            wheel.put(viewer, Wheel.next(interval, place, band, entity), alias);
            if (age != NOTHING) {
                aliases[told] = alias;
                entities[told] = entity;
                bands[told] = (byte) band;
                ages[told] = (byte) age;
                waits[told++] = (byte) waited;
            }
        }
        return told;
    }

    /** With which base age an alias is to be told about; or that nothing is to be told, or that its entity is gone. */
    private int visit(final int alias, final int entity) {
        final long at = Baselines.at(viewer, alias);
        final long row = History.row(entity);
        if (history.netId(row) != baselines.netId(at)) {
            sights.lose(viewer, alias);
            baselines.forget(at);
            return GONE;
        }
        final int age = bases.age(at, row);
        final int sent = baselines.sent(at);
        waited = 0;
        if (bases.isCurrent()) {
            return tick - sent < REFRESH_TICKS ? NOTHING : age;
        }
        if (!baselines.wasSent(at)) {
            waited = Math.min(tick - sent, Byte.MAX_VALUE);
            return age;
        }
        waited = history.waited(row, sent);
        final boolean changed = history.changesSince(row, sent) != 0;
        return changed || baselines.wasLost(at) || tick - sent >= FATE_TICKS ? age : NOTHING;
    }

    private int bandOf(final long place) {
        final int stepX = ((EntityState.x(place) - EntityState.x(ownPlace)) << 8) >> 8;
        final int stepY = ((EntityState.y(place) - EntityState.y(ownPlace)) << 8) >> 8;
        final long square = (long) stepX * stepX + (long) stepY * stepY;
        return square <= NEAR_SQUARE ? Wheel.NEAR : square <= MIDDLE_SQUARE ? Wheel.MIDDLE : Wheel.FAR;
    }

    /** Tells those of the highest priority as long as there is room; the others are due again in the next part. */
    private void tellByRank(final int told, final SnapshotWriter writer) {
        for (int index = 0; index < told; index++) {
            final long at = Baselines.at(viewer, aliases[index]);
            final int priority = baselines.priority(at) + weight(index, at);
            baselines.priority(at, priority);
            final long first = waits[index] >= STARVING_TICKS ? 1L << 40 : 0;
            order[index] = -((first + priority) << 8) | index;
        }
        Ranking.ascending(order, told);
        int index = 0;
        while (index < told && write((int) order[index] & 0xFF, writer)) {
            index++;
        }
        counters.add(Counter.RECORDS_DEFERRED, told - index);
        for (; index < told; index++) {
            wheel.urgent(viewer, aliases[(int) order[index] & 0xFF]);
        }
    }

    private int weight(final int index, final long at) {
        final long row = History.row(entities[index]);
        final int sort = Kind.sort(EntityState.kind(history.place(row)));
        final int importance = sort == Kind.PLAYER || sort == Kind.BOSS ? 3 : sort == Kind.CREATURE ? 2 : 1;
        final int hurry = baselines.wasLost(at) || !baselines.wasSent(at) ? 2 : 1;
        return hurry * importance * BAND_WEIGHT[bands[index]] * (16 + EntityState.speed(history.looks(row)));
    }

    private boolean write(final int index, final SnapshotWriter writer) {
        final int alias = aliases[index];
        final int age = ages[index];
        final int length = encodings.encode(entities[index], age, basePlaces[index]);
        final boolean fits = length <= Long.BYTES
                ? writer.record(alias, age, encodings.word(), length)
                : writer.record(alias, age, encodings.memory(), 0, length);
        if (!fits) {
            return false;
        }
        baselines.carried(Baselines.at(viewer, alias), serial, tick);
        waitCounts[waits[index]]++;
        if (age == SnapshotWriter.AGE_FULL) {
            full++;
        } else {
            deltas++;
        }
        return true;
    }
}
