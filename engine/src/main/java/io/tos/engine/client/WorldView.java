package io.tos.engine.client;

import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.SnapshotReader;
import io.tos.engine.protocol.StateHash;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What one client sees of its world, put together from snapshots that may come late, twice as old ones, or not at all:
 * section 9.2 of the protocol. A state shown is one the server had at the tick it is shown with, or none is shown.
 *
 * <p>One thread, that of its {@link StatePool}. Allocates nothing but what the pool does. A view takes 4.3 KB, and in the
 * pool 128 to 2,048 bytes for each entity in sight: about 30 KB with 40 that move, at 20 snapshots a second.
 */
public final class WorldView {
    /** What became of a snapshot. */
    public enum Outcome {
        /** Processed; its packet may be acked. */
        TAKEN,
        /** Of a world left behind: dropped; its packet may be acked. */
        FORMER_WORLD,
        /** Of a world whose ENTER_WORLD is still under way: the packet must not be acked. */
        LATER_WORLD,
        /** Bytes that no correct server sends: close PROTOCOL. */
        MALFORMED
    }

    /** States of so many ticks are kept, and the newest before. */
    public static final int HISTORY_TICKS = 64;

    private static final int ALIASES = 256;
    private static final int WORDS = ALIASES / Long.SIZE;
    private static final int NO_EPOCH = -1;
    /** Below every tick that an ENTER_WORLD's world will show before numbers wrap. */
    private static final int LONG_AGO = 1 << 30;

    private final StatePool pool;
    private final ViewCounts counts;
    private final SnapshotReader reader;
    private final int[] netIds = new int[ALIASES];
    /** The states of an alias that is present. */
    private final int[] runs = new int[ALIASES];
    /** Records at or before this tick are of a former owner. */
    private final int[] floor = new int[ALIASES];
    /** The owner's first tick; of an alias without base: the tick a full record must be above to be of use. */
    private final int[] first = new int[ALIASES];

    private final long[] present = new long[WORDS];
    private final long[] missing = new long[WORDS];
    private final long[] wrong = new long[WORDS];
    private int epoch = NO_EPOCH;
    private boolean inWorld;
    private int ownNetId;
    private int newestTick;

    /** @param pool of the thread, shared with its other views. */
    public WorldView(final StatePool pool) {
        this.pool = pool;
        this.counts = pool.counts();
        this.reader = pool.reader();
    }

    /** ENTER_WORLD came: all aliases start anew. */
    public void enter(final EnterWorld message) {
        clear();
        epoch = message.epoch();
        inWorld = true;
        ownNetId = message.netId();
        newestTick = message.tick();
        Arrays.fill(floor, message.tick() - LONG_AGO);
    }

    /** LEAVE_WORLD came, or the connection ended. */
    public void leave() {
        clear();
        inWorld = false;
    }

    /** A new session begins: the epoch of the last one means nothing to it. */
    public void reset() {
        leave();
        epoch = NO_EPOCH;
    }

    private void clear() {
        for (int alias = nextPresent(0); alias >= 0; alias = nextPresent(alias + 1)) {
            pool.drop(runs[alias]);
        }
        Arrays.fill(present, 0);
        Arrays.fill(missing, 0);
        Arrays.fill(wrong, 0);
    }

    /** The body of a SNAPSHOT frame; when it was taken, {@link StatePool#reader} tells the rest of what it says. */
    public Outcome onSnapshot(final MemorySegment memory, final long body, final int length) {
        if (!reader.wrap(memory, body, length)) {
            return Outcome.MALFORMED;
        }
        final int ahead = (byte) (reader.epoch() - epoch);
        if (epoch == NO_EPOCH || ahead > 0) {
            return Outcome.LATER_WORLD;
        }
        if (ahead < 0 || !inWorld) {
            return Outcome.FORMER_WORLD;
        }
        final int tick = reader.tick();
        newestTick = tick - newestTick > 0 ? tick : newestTick;
        int alias = reader.next();
        while (alias >= 0) {
            counts.records++;
            if (reader.isLeave()) {
                onLeft(alias, tick);
            } else if (reader.isFull()) {
                onFull(alias, tick, reader.record());
            } else {
                onDelta(alias, tick, tick - reader.baseAge(), reader.record());
            }
            alias = reader.next();
        }
        if (alias == SnapshotReader.MALFORMED) {
            return Outcome.MALFORMED;
        }
        if (reader.hasIntegrity()) {
            checkIntegrity(tick);
        }
        counts.snapshots++;
        return Outcome.TAKEN;
    }

    private void onFull(final int alias, final int tick, final EntityRecord record) {
        if (tick - lowest(alias) <= 0) {
            counts.lateRecords++;
        } else if (has(missing, alias)) {
            // What came before may be followed by states we ignored: from here on only this one and later ones are
            // bases.
            final int lost = first[alias];
            forget(alias);
            begin(alias, lost, tick, record);
        } else if (!has(present, alias)) {
            begin(alias, floor[alias], tick, record);
        } else if (netIds[alias] == record.netId()) {
            insert(alias, tick, record.place(), record.looks());
            first[alias] = tick - first[alias] < 0 ? tick : first[alias];
        } else if (tick - pool.tick(pool.newest(runs[alias])) > 0) {
            final int last = pool.tick(pool.newest(runs[alias]));
            forget(alias);
            begin(alias, last, tick, record);
        } else {
            counts.lateRecords++;
        }
    }

    /** A full record must be above this tick to be of use. */
    private int lowest(final int alias) {
        return has(missing, alias) ? first[alias] : floor[alias];
    }

    private void begin(final int alias, final int formerTick, final int tick, final EntityRecord record) {
        netIds[alias] = record.netId();
        runs[alias] = pool.begin(tick, record.place(), record.looks());
        floor[alias] = formerTick;
        first[alias] = tick;
        set(present, alias);
    }

    private void forget(final int alias) {
        if (has(present, alias)) {
            pool.drop(runs[alias]);
        }
        unset(present, alias);
        unset(missing, alias);
        unset(wrong, alias);
    }

    private void onDelta(final int alias, final int tick, final int baseTick, final EntityRecord record) {
        if (has(missing, alias)) {
            first[alias] = tick - first[alias] > 0 ? tick : first[alias];
            counts.deltasIgnored++;
            return;
        }
        final boolean owned = has(present, alias);
        if (tick - (owned ? first[alias] : floor[alias]) <= 0) {
            counts.lateRecords++;
            return;
        }
        final long base = owned ? pool.at(runs[alias], baseTick) : StatePool.NONE;
        if (base == StatePool.NONE) {
            counts.baseMisses++;
            miss(alias, tick);
        } else if (record.apply(pool.place(base), pool.looks(base))) {
            insert(alias, tick, record.place(), record.looks());
        } else {
            counts.mismatches++;
            miss(alias, tick);
            set(wrong, alias);
        }
    }

    private void onLeft(final int alias, final int tick) {
        int last = lowest(alias);
        if (!has(missing, alias) && has(present, alias)) {
            last = pool.tick(pool.newest(runs[alias]));
        }
        if (tick - last <= 0) {
            counts.lateRecords++;
            return;
        }
        forget(alias);
        floor[alias] = tick;
    }

    /** From now on deltas of this alias are ignored, until a full state above all ticks that were sent so far. */
    private void miss(final int alias, final int tick) {
        final int last = has(present, alias) ? pool.tick(pool.newest(runs[alias])) : floor[alias];
        first[alias] = tick - last > 0 ? tick : last;
        set(missing, alias);
    }

    private void insert(final int alias, final int tick, final long place, final long looks) {
        runs[alias] = pool.insert(runs[alias], tick, place, looks, newestTick - HISTORY_TICKS);
    }

    private void checkIntegrity(final int tick) {
        long hash = StateHash.START;
        boolean complete = true;
        for (int index = 0; index < reader.integrityEntities(); index++) {
            final int alias = reader.integrityAlias(index);
            final long state =
                    has(present, alias) ? pool.at(runs[alias], tick - reader.integrityAge(index)) : StatePool.NONE;
            if (has(missing, alias) || (state == StatePool.NONE && mayBeGone(alias, tick))) {
                counts.integritySkipped++;
                return;
            }
            complete &= state != StatePool.NONE;
            if (complete) {
                hash = StateHash.add(hash, netIds[alias], pool.place(state), pool.looks(state));
            }
        }
        counts.integrityChecks++;
        if (!complete || StateHash.result(hash) != reader.integrityHash()) {
            counts.mismatches++;
            for (int index = 0; index < reader.integrityEntities(); index++) {
                miss(reader.integrityAlias(index), tick);
                set(wrong, reader.integrityAlias(index));
            }
        }
    }

    /** Whether a late snapshot speaks of a state that newer ones made us forget. */
    private boolean mayBeGone(final int alias, final int tick) {
        return tick != newestTick || tick - floor[alias] <= 0;
    }

    /** Whether ENTER_WORLD came, and no LEAVE_WORLD since. */
    public boolean isInWorld() {
        return inWorld;
    }

    /** That of the last ENTER_WORLD. */
    public int epoch() {
        return epoch;
    }

    /** The own avatar's number. */
    public int ownNetId() {
        return ownNetId;
    }

    /** Tick of the newest snapshot; before the first, that of ENTER_WORLD. */
    public int newestTick() {
        return newestTick;
    }

    /** How many entities are in sight. */
    public int visibleCount() {
        int count = 0;
        for (final long word : present) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The lowest alias from {@code alias} on of an entity in sight, or -1. */
    public int nextPresent(final int alias) {
        return next(present, alias);
    }

    /** Number of the entity behind an alias that is present. */
    public int netId(final int alias) {
        return netIds[alias];
    }

    /** First word of its newest state; see {@link io.tos.engine.protocol.EntityState}. */
    public long place(final int alias) {
        return pool.place(pool.newest(runs[alias]));
    }

    /** Second word of its newest state. */
    public long looks(final int alias) {
        return pool.looks(pool.newest(runs[alias]));
    }

    /** Tick of its newest state. */
    public int tick(final int alias) {
        return pool.tick(pool.newest(runs[alias]));
    }

    /** The lowest alias from {@code alias} on that a BASE_MISS is due for, or -1. */
    public int nextMissing(final int alias) {
        return next(missing, alias);
    }

    /** Why: a cause of {@link MissFrame}. */
    public int missCause(final int alias) {
        return has(wrong, alias) ? MissFrame.CAUSE_HASH : MissFrame.CAUSE_BASE;
    }

    private static boolean has(final long[] set, final int alias) {
        return (set[alias >>> 6] & 1L << alias) != 0;
    }

    private static void set(final long[] set, final int alias) {
        set[alias >>> 6] |= 1L << alias;
    }

    private static void unset(final long[] set, final int alias) {
        set[alias >>> 6] &= ~(1L << alias);
    }

    private static int next(final long[] set, final int from) {
        for (int alias = from; alias < ALIASES; alias = (alias | 63) + 1) {
            final long rest = set[alias >>> 6] >>> alias;
            if (rest != 0) {
                return alias + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }
}
