package io.tos.engine.edge.replication;

import io.tos.engine.ecs.World;
import io.tos.engine.edge.SnapshotOutbox;
import io.tos.engine.game.interest.Interest;
import io.tos.engine.game.interest.Sights;
import io.tos.engine.game.interest.SlotSet;
import io.tos.engine.game.place.Grid;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.Rates;
import io.tos.engine.protocol.SnapshotWriter;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;

/**
 * Tells the viewers of one world what happens in their sight: each in its own rhythm one part of at most 1,100 bytes, as
 * STANDARD section 9 has it. Everything is counted in ticks, records and bytes, never in time. Tick thread only; allocates
 * nothing after construction.
 */
public final class Replicator implements AutoCloseable {
    /** Full states a viewer may ask for in 60 ticks. */
    public static final int MISSES_PER_SECOND = 20;

    private static final int CAPPED = 0;
    private static final int STARVED = 1;
    private static final int ENCODED = 2;
    private static final int COPIED = 3;
    private static final int VIEWERS = 4;
    private static final int VISIBLE = 5;

    private final World world;
    private final Counters counters;
    private final int viewersMax;
    private final int bytesPerSecond;
    private final Interest interest;
    private final Sights sights;
    private final Viewers viewers;
    private final Baselines baselines;
    private final Wheel wheel;
    private final History history;
    private final Bases bases;
    private final Encodings encodings;
    private final DueLists lists;
    private final OwnState own;
    private final IntegrityCheck integrity;
    private final Records records;
    private final Region stalenessRegion;
    private final Histogram staleness;
    private final SnapshotWriter writer = new SnapshotWriter();
    private final long[] reported = new long[VISIBLE + 1];
    private long visible;

    /**
     * @param grid of the world; the owner brings it up to date after the systems of a tick and before {@link #emit}.
     * @param counters of the tick agent.
     */
    public Replicator(final World world, final Grid grid, final ReplicationConfig config, final Counters counters) {
        final String name = world.config().name();
        this.world = world;
        this.counters = counters;
        this.viewersMax = config.viewersMax();
        this.bytesPerSecond = config.bytesPerSecond();
        this.interest = new Interest(world, grid, viewersMax, config.concealment());
        this.sights = interest.sights();
        this.viewers = new Viewers(name, viewersMax);
        this.baselines = new Baselines(name, viewersMax);
        this.wheel = new Wheel(name, viewersMax);
        this.history = new History(world);
        this.bases = new Bases(viewers, baselines, history);
        this.encodings = new Encodings(history);
        this.lists = new DueLists(viewers, sights, baselines, wheel, history);
        this.own = new OwnState(world, viewers, viewersMax);
        this.integrity = new IntegrityCheck(viewers, sights, baselines, history, bases);
        this.stalenessRegion = Region.shared("staleness " + name, Histogram.BLOCK_BYTES, 64);
        this.staleness = new Histogram(stalenessRegion.memory(), 0);
        this.records = new Records(
                new Tables(viewers, sights, baselines, wheel, history, encodings, bases, lists), counters, staleness);
    }

    /**
     * A session's player is in the world and its ENTER_WORLD was acked.
     *
     * @param entity its avatar.
     * @param epoch of the ENTER_WORLD.
     * @param snapshotHz 10, 20, 30 or 60.
     * @return the viewer's number for all other calls, or -1 if there are as many viewers as may be.
     */
    public int join(final int cid, final long entity, final int epoch, final int snapshotHz) {
        assert Rates.isSnapshotHz(snapshotHz) : snapshotHz;
        final int viewer = viewers.open(cid, entity, epoch, snapshotHz);
        if (viewer >= 0) {
            viewers.pace(viewer, bytesPerSecond);
            interest.open(viewer, entity);
            wheel.open(viewer);
            own.open(viewer);
            integrity.open(viewer, history.now());
        }
        return viewer;
    }

    /** The viewer is told no more, and its number may be given out again. */
    public void leave(final int viewer) {
        visible -= sights.count(viewer);
        viewers.close(viewer);
        interest.open(viewer, 0);
    }

    /**
     * What the viewer's next parts say about its inputs.
     *
     * @param consumedTick of the last input consumed.
     * @param leadQ8 how early the newest came, in 1/256 tick.
     */
    public void onInput(final int viewer, final int consumedTick, final int leadQ8) {
        viewers.input(viewer, consumedTick, leadQ8);
    }

    /** A part of the viewer arrived or was lost. Ids that are not waited for, and repetitions, do nothing. */
    public void onFate(final int viewer, final int snapshotId, final boolean acked) {
        final int serial = viewers.serialOf(viewer, snapshotId);
        if (serial == viewers.serial(viewer)) {
            return;
        }
        if (acked) {
            viewers.arrived(viewer, serial);
            return;
        }
        counters.increment(Counter.SNAPSHOTS_LOST);
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long seen = sights.visible(viewer, index); seen != 0; seen &= seen - 1) {
                final int alias = SlotSet.slot(index, seen);
                if (baselines.lost(Baselines.at(viewer, alias), serial)) {
                    wheel.urgent(viewer, alias);
                }
            }
        }
    }

    /**
     * The viewer's client says that it has nothing it can use of an alias: it gets a full state, at most
     * {@link #MISSES_PER_SECOND}.
     *
     * @param cause {@link MissFrame#CAUSE_BASE} or {@link MissFrame#CAUSE_HASH}.
     */
    public void onMiss(final int viewer, final int cause, final int alias) {
        counters.increment(cause == MissFrame.CAUSE_HASH ? Counter.INTEGRITY_MISMATCHES : Counter.BASE_MISSES);
        final boolean inSight = alias >= SnapshotWriter.ALIAS_MIN
                && alias <= SnapshotWriter.ALIAS_MAX
                && sights.isVisible(viewer, alias);
        final long at = Baselines.at(viewer, alias & 0xFF);
        // Without a base a full state is on its way already, and is sent again should it be lost.
        bases.aim(viewer);
        if (!inSight || (!baselines.hasBase(at) && !bases.hasArrived(at))) {
            return;
        }
        if (!viewers.countMiss(viewer, history.now(), MISSES_PER_SECOND)) {
            counters.increment(Counter.BASE_MISSES_LIMITED);
            return;
        }
        baselines.forget(at);
        baselines.sendAgain(at);
        wheel.urgent(viewer, alias);
    }

    /** The rate at which the viewer's path takes bytes changed: UDP payload, snapshots and all that travels with them. */
    public void onPath(final int viewer, final int newBytesPerSecond) {
        if (viewers.pace(viewer, newBytesPerSecond)) {
            for (int index = 0; index < SlotSet.WORDS; index++) {
                for (long seen = sights.visible(viewer, index); seen != 0; seen &= seen - 1) {
                    wheel.urgent(viewer, SlotSet.slot(index, seen));
                }
            }
        }
    }

    /** Tells everybody whose turn it is. Call once for every tick, after its systems ran and the grid was updated. */
    public void emit(final long tick, final SnapshotOutbox outbox) {
        observe(tick);
        look(tick);
        tell(tick, outbox);
    }

    /** First part of {@link #emit}: how everybody looks now. */
    public void observe(final long tick) {
        history.update(tick);
    }

    /** Second part of {@link #emit}: who sees whom. */
    public void look(final long tick) {
        interest.begin();
        viewers.begin(tick);
        for (int viewer = 0; viewer < viewersMax; viewer++) {
            if (!viewers.isTurn(viewer) || !interest.isDue(viewer, tick)) {
                continue;
            }
            final int before = sights.count(viewer);
            interest.look(viewer, tick);
            visible += sights.count(viewer) - before;
            takeOver(viewer, (int) tick);
        }
    }

    /** Last part of {@link #emit}: the parts. */
    public void tell(final long tick, final SnapshotOutbox outbox) {
        viewers.begin(tick);
        // Another one begins in each tick: when room runs out it is not always the same who go without.
        final int first = (int) (tick * 7919 % viewersMax);
        for (int turn = 0; turn < viewersMax; turn++) {
            final int viewer = first + turn < viewersMax ? first + turn : first + turn - viewersMax;
            if (viewers.isTurn(viewer) && world.isAlive(viewers.entity(viewer)) && lists.add(viewer)) {
                tellListed((int) tick, outbox);
            }
        }
        tellListed((int) tick, outbox);
        records.end();
        report(CAPPED, Counter.ENTERS_CAPPED, interest.capped());
        report(STARVED, Counter.ALIAS_STARVED, interest.starved());
        report(ENCODED, Counter.RECORDS_ENCODED, encodings.encoded());
        report(COPIED, Counter.RECORDS_COPIED, encodings.copied());
        report(VIEWERS, Counter.VIEWERS, viewers.count());
        report(VISIBLE, Counter.VISIBLE_PAIRS, visible);
    }

    /** Whether an entity, by its index, is in a viewer's sight. Looks through all of it: for operators and tests. */
    public boolean sees(final int viewer, final int entity) {
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long seen = sights.visible(viewer, index); seen != 0; seen &= seen - 1) {
                if (sights.entity(viewer, SlotSet.slot(index, seen)) == entity) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many viewers there are. */
    public int viewers() {
        return viewers.count();
    }

    /** Entities in sight, over all viewers: divided by {@link #viewers()} the mean. */
    public long visiblePairs() {
        return visible;
    }

    /** Ticks from an entity's change, or its coming into sight, to the part that told it: one value per record. */
    public Histogram staleness() {
        return staleness;
    }

    /** Frees its memory. */
    @Override
    public void close() {
        report(VIEWERS, Counter.VIEWERS, 0);
        report(VISIBLE, Counter.VISIBLE_PAIRS, 0);
        interest.close();
        viewers.close();
        baselines.close();
        wheel.close();
        history.close();
        encodings.close();
        own.close();
        stalenessRegion.close();
    }

    /** Adds what a figure of this world rose or fell by: the counters are those of all worlds together. */
    private void report(final int figure, final Counter counter, final long value) {
        if (value != reported[figure]) {
            counters.add(counter, value - reported[figure]);
            reported[figure] = value;
        }
    }

    private void takeOver(final int viewer, final int tick) {
        int came = 0;
        int lost = 0;
        for (int index = 0; index < SlotSet.WORDS; index++) {
            for (long slots = sights.came(viewer, index); slots != 0; slots &= slots - 1) {
                final int alias = SlotSet.slot(index, slots);
                final long at = Baselines.at(viewer, alias);
                baselines.begin(at, sights.entity(viewer, alias), sights.netId(viewer, alias), tick);
                wheel.urgent(viewer, alias);
                came++;
            }
            for (long slots = sights.lost(viewer, index); slots != 0; slots &= slots - 1) {
                baselines.forget(Baselines.at(viewer, SlotSet.slot(index, slots)));
                lost++;
            }
        }
        counters.add(Counter.ENTITIES_CAME, came);
        counters.add(Counter.ENTITIES_LOST, lost);
    }

    private void tellListed(final int tick, final SnapshotOutbox outbox) {
        lists.fill(tick);
        for (int turn = 0; turn < lists.viewerCount(); turn++) {
            if (outbox.claimSnapshot(viewers.cid(lists.viewer(turn)))) {
                tell(turn, tick, outbox);
            } else {
                counters.increment(Counter.SNAPSHOTS_NO_ROOM);
                lists.giveBack(turn);
            }
        }
        lists.clear();
    }

    private void tell(final int turn, final int tick, final SnapshotOutbox outbox) {
        final int viewer = lists.viewer(turn);
        writer.begin(
                outbox.snapshotMemory(), outbox.snapshotAt(), viewers.partBytes(viewer), tick, viewers.epoch(viewer));
        writer.input(viewers.consumedTick(viewer), viewers.leadQ8(viewer));
        bases.aim(viewer);
        own.tell(viewer, tick, writer);
        integrity.tell(viewer, tick, writer);
        records.tell(turn, tick, writer);
        outbox.commitSnapshot(viewers.serial(viewer) & 0xFFFF, writer.length());
        viewers.sent(viewer, tick);
        counters.increment(Counter.SNAPSHOTS_OUT);
        counters.add(Counter.SNAPSHOT_BYTES, writer.length());
        visible -= records.gone();
        counters.add(Counter.ENTITIES_LOST, records.gone());
    }

    /** What the parts of the replicator share. */
    record Tables(
            Viewers viewers,
            Sights sights,
            Baselines baselines,
            Wheel wheel,
            History history,
            Encodings encodings,
            Bases bases,
            DueLists lists) {}
}
