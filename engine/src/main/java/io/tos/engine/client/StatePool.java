package io.tos.engine.client;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * States of entities at ticks, for all {@link WorldView}s of one thread: few entities have a long history, so views share
 * one pool. The states of one alias are a <em>run</em>: a block in which they lie by tick, the oldest first, so that the
 * newest and its base are neighbours in memory. A run that is full drops what is no base any more, or moves to a block
 * twice as long.
 *
 * <pre>
 * block of 128, 256, ... 2,048 bytes: 0 count i32 | 4 order i32 | 8 states of 24 bytes: 0 place | 8 looks | 16 tick | 20 unused
 * </pre>
 *
 * A run is named by the number of its first 128 bytes in the pool, a state by its offset. The pool grows by half when it
 * is full; a world that is no larger than before allocates nothing.
 */
public final class StatePool implements AutoCloseable {
    /** No state. */
    static final long NONE = -1;

    private static final int UNIT_BYTES = 128;
    private static final int ORDERS = 5;
    private static final int ORDER = 4;
    private static final int HEAD_BYTES = 8;
    private static final int STATE_BYTES = 24;
    private static final int LOOKS = 8;
    private static final int TICK = 16;
    private static final int NO_RUN = 0;

    private final ViewCounts counts = new ViewCounts();
    private final SnapshotReader reader = new SnapshotReader();
    private final int[] freeRuns = new int[ORDERS];
    private Region region;
    private MemorySegment memory;
    private int unitCount;
    private int freshUnit = 1;
    private long usedBytes;

    /** @param runs of few states that it holds before it grows, 16 or more; about 150 for each view with 40 in sight. */
    public StatePool(final int runs) {
        assert runs >= 1 << (ORDERS - 1) : runs;
        unitCount = runs;
        region = Region.shared("client-states", (long) UNIT_BYTES * unitCount, 64);
        memory = region.memory();
        Arrays.fill(freeRuns, NO_RUN);
    }

    /** What the views of this pool counted. */
    public ViewCounts counts() {
        return counts;
    }

    /** The snapshot that a view of this pool took last; valid until the next one. */
    public SnapshotReader reader() {
        return reader;
    }

    /** Bytes of the runs held now. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Bytes it has reserved. */
    public long lengthBytes() {
        return region.lengthBytes();
    }

    /** A new run of one state. */
    int begin(final int tick, final long place, final long looks) {
        final int run = take(0);
        memory.set(JAVA_INT, at(run), 1);
        put(state(run, 0), tick, place, looks);
        return run;
    }

    /** Frees a run. */
    void drop(final int run) {
        final int order = memory.get(JAVA_INT, at(run) + ORDER);
        memory.set(JAVA_INT, at(run), freeRuns[order]);
        freeRuns[order] = run;
        usedBytes -= (long) UNIT_BYTES << order;
    }

    /** The newest state of a run. */
    long newest(final int run) {
        return state(run, memory.get(JAVA_INT, at(run)) - 1);
    }

    /** The newest state at or before a tick, or {@link #NONE}. */
    long at(final int run, final int tick) {
        final long oldest = state(run, 0);
        long state = newest(run);
        while (tick(state) - tick > 0) {
            if (state == oldest) {
                return NONE;
            }
            state -= STATE_BYTES;
        }
        return state;
    }

    /**
     * Puts a state into a run, in place of one of the same tick.
     *
     * @param keptTick of the states at or before it only the newest is still worth keeping.
     * @return the run, which may have moved.
     */
    int insert(final int run, final int tick, final long place, final long looks, final int keptTick) {
        final long below = at(run, tick);
        if (below != NONE && tick(below) == tick) {
            put(below, tick, place, looks);
            return run;
        }
        int home = run;
        if (count(run) == capacity(order(run))) {
            forget(run, keptTick);
            final boolean isTight = 4 * count(run) >= 3 * capacity(order(run));
            // The longest holds more than there are ticks to keep.
            home = isTight && order(run) < ORDERS - 1 ? move(run) : run;
        }
        final int count = count(home);
        final long after = at(home, tick);
        final long where = after == NONE ? state(home, 0) : after + STATE_BYTES;
        final long end = state(home, count);
        MemorySegment.copy(memory, where, memory, where + STATE_BYTES, end - where);
        put(where, tick, place, looks);
        memory.set(JAVA_INT, at(home), count + 1);
        return home;
    }

    private void forget(final int run, final int keptTick) {
        final int count = count(run);
        int stale = 0;
        while (stale + 1 < count && tick(state(run, stale + 1)) - keptTick <= 0) {
            stale++;
        }
        MemorySegment.copy(memory, state(run, stale), memory, state(run, 0), (long) (count - stale) * STATE_BYTES);
        memory.set(JAVA_INT, at(run), count - stale);
    }

    private int move(final int run) {
        final int count = count(run);
        final int larger = take(order(run) + 1);
        MemorySegment.copy(memory, state(run, 0), memory, state(larger, 0), (long) count * STATE_BYTES);
        memory.set(JAVA_INT, at(larger), count);
        drop(run);
        return larger;
    }

    private int take(final int order) {
        int run = freeRuns[order];
        if (run != NO_RUN) {
            freeRuns[order] = memory.get(JAVA_INT, at(run));
        } else {
            while (freshUnit + (1 << order) > unitCount) {
                grow();
            }
            run = freshUnit;
            freshUnit += 1 << order;
        }
        memory.set(JAVA_INT, at(run) + ORDER, order);
        usedBytes += (long) UNIT_BYTES << order;
        return run;
    }

    private void grow() {
        unitCount += unitCount / 2;
        final Region larger = Region.shared("client-states", (long) UNIT_BYTES * unitCount, 64);
        MemorySegment.copy(memory, 0, larger.memory(), 0, region.lengthBytes());
        region.close();
        region = larger;
        memory = larger.memory();
    }

    private static int capacity(final int order) {
        return ((UNIT_BYTES << order) - HEAD_BYTES) / STATE_BYTES;
    }

    private int count(final int run) {
        return memory.get(JAVA_INT, at(run));
    }

    private int order(final int run) {
        return memory.get(JAVA_INT, at(run) + ORDER);
    }

    private static long at(final int run) {
        return (long) run * UNIT_BYTES;
    }

    private static long state(final int run, final int index) {
        return at(run) + HEAD_BYTES + (long) index * STATE_BYTES;
    }

    private void put(final long state, final int tick, final long place, final long looks) {
        memory.set(JAVA_LONG, state, place);
        memory.set(JAVA_LONG, state + LOOKS, looks);
        memory.set(JAVA_INT, state + TICK, tick);
    }

    long place(final long state) {
        return memory.get(JAVA_LONG, state);
    }

    long looks(final long state) {
        return memory.get(JAVA_LONG, state + LOOKS);
    }

    int tick(final long state) {
        return memory.get(JAVA_INT, state + TICK);
    }

    @Override
    public void close() {
        region.close();
    }
}
