package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.ecs.Layout;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Position;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.EntityState;
import java.lang.foreign.MemorySegment;

/**
 * What every entity looked like in each of the last 64 ticks, quantised, shared by all viewers. Written once per tick in
 * one run; which ticks changed something is a word of bits per entity, so that the last tick in which a state was in force
 * is one instruction away. Tick thread only.
 *
 * <pre>
 * rows   a cache line per entity index: 0 place u64 | 8 looks u64 | 16 changes u64, bit n: the state of n ticks ago differs
 *        from the one before | 24 tick of the last change u32 | 28 net id u32, 0 nobody | 32 two entries of {@link Encodings}
 * ticks  64 times, by tick modulo 64: place u64, looks u64 per entity index
 * </pre>
 */
final class History implements AutoCloseable {
    /** Ticks a state is kept. */
    static final int TICKS = 64;

    /** Where a row's encodings lie. */
    static final int ENCODINGS = 32;

    /** Length of a row. */
    static final int ROW_BYTES = 64;

    /** What {@link #changesSince} says of a time too long ago to know. */
    static final long UNKNOWN = -1L;

    private static final long LOOKS = 8;
    private static final long CHANGES = 16;
    private static final long CHANGED = 24;
    private static final long NET_ID = 28;
    private static final int STATE_BYTES = 16;
    private static final Query SEEN = Query.having(Identity.ON, Position.ON);

    /** Nothing walks that far in a tick: 1/256 m, 60 m/s. */
    private static final int LEAP = 256;

    /** Ticks for which a leap is shown, so that viewers of every rate are told. */
    private static final int LEAP_TICKS = 15;

    private final World world;
    private final MemorySegment columns;
    private final Region rowsRegion;
    private final Region ticksRegion;
    private final MemorySegment rows;
    private final MemorySegment ticks;
    private final long tickBytes;
    private final long[] present;
    private final int[] leapt;
    private int now;

    History(final World world) {
        this.world = world;
        this.columns = world.memory();
        final int entities = world.config().entitiesMax() + 1;
        final String name = world.config().name();
        this.tickBytes = (long) entities * STATE_BYTES;
        this.rowsRegion = Region.shared("history rows " + name, (long) entities * ROW_BYTES, 64);
        this.ticksRegion = Region.shared("history ticks " + name, TICKS * tickBytes, 64);
        this.rows = rowsRegion.memory();
        this.ticks = ticksRegion.memory();
        this.present = new long[((entities + 63) >> 6) + Query.WORDS];
        this.leapt = new int[entities];
    }

    /** Takes over what everybody looks like at the end of a tick. Called for every tick, or changes would be missed. */
    void update(final long tick) {
        assert now == 0 || (int) tick == now + 1 : tick;
        now = (int) tick;
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                final int first = (chunk << Layout.ROW_BITS) + (word << 6);
                final long seen = SEEN.rows(columns, base, word);
                for (long gone = present[first >> 6] & ~seen; gone != 0; gone &= gone - 1) {
                    rows.set(JAVA_INT, row(first + Long.numberOfTrailingZeros(gone)) + NET_ID, 0);
                }
                present[first >> 6] = seen;
                for (long left = seen; left != 0; left &= left - 1) {
                    update(base, first + Long.numberOfTrailingZeros(left));
                }
            }
        }
    }

    private void update(final long base, final int index) {
        final int columnRow = index & (Layout.ROWS_PER_CHUNK - 1);
        final long row = row(index);
        final int netId = Identity.NET_ID.get(columns, base, columnRow);
        final boolean same = netId == netId(row);
        final long oldPlace = place(row);
        final long place = Appearance.place(columns, base, columnRow);
        if (same && isLeap(oldPlace, place)) {
            leapt[index] = LEAP_TICKS;
        }
        int flags = 0;
        if (leapt[index] > 0) {
            leapt[index] = same ? leapt[index] - 1 : 0;
            flags = same ? EntityState.FLAG_TELEPORTED : 0;
        }
        final long looks = Appearance.looks(columns, base, columnRow, flags);
        final boolean changed = !same || place != oldPlace || looks != looks(row);
        rows.set(JAVA_LONG, row + CHANGES, (same ? changes(row) << 1 : 0) | (changed ? 1 : 0));
        if (changed) {
            rows.set(JAVA_LONG, row, place);
            rows.set(JAVA_LONG, row + LOOKS, looks);
            rows.set(JAVA_INT, row + CHANGED, now);
            rows.set(JAVA_INT, row + NET_ID, netId);
        }
        final long state = state(index, now);
        ticks.set(JAVA_LONG, state, place);
        ticks.set(JAVA_LONG, state + LOOKS, looks);
    }

    /** Offset of an entity's row in {@link #rows()}. */
    static long row(final int index) {
        return (long) index * ROW_BYTES;
    }

    /** The rows: for {@link Encodings}. */
    MemorySegment rows() {
        return rows;
    }

    /** Low 32 bits of the tick taken over last. */
    int now() {
        return now;
    }

    /** Who is in a row; 0 for nobody. */
    int netId(final long row) {
        return rows.get(JAVA_INT, row + NET_ID);
    }

    /** First word of the present state. */
    long place(final long row) {
        return rows.get(JAVA_LONG, row);
    }

    /** Second word of the present state. */
    long looks(final long row) {
        return rows.get(JAVA_LONG, row + LOOKS);
    }

    /** Offset of the state an entity had at a tick of the last 64, by its low 32 bits. */
    long state(final int index, final int tick) {
        return (tick & (TICKS - 1)) * tickBytes + (long) index * STATE_BYTES;
    }

    /** First word of the state at an offset. */
    long placeAt(final long state) {
        return ticks.get(JAVA_LONG, state);
    }

    /** Second word of the state at an offset. */
    long looksAt(final long state) {
        return ticks.get(JAVA_LONG, state + LOOKS);
    }

    /**
     * Changes after a tick: bit n is set if one happened n ticks ago. 0 if the state of then is still in force, {@link #UNKNOWN} if
     * it is not and was replaced longer ago than states are kept, so that it can no longer be a base.
     */
    long changesSince(final long row, final int tick) {
        final int age = now - tick;
        if (age < TICKS) {
            return changes(row) & ((1L << age) - 1);
        }
        return rows.get(JAVA_INT, row + CHANGED) - tick > 0 ? UNKNOWN : 0;
    }

    /** For how many ticks a viewer who was told at {@code tick} has not been told of a change; at most about 64 are known. */
    int waited(final long row, final int tick) {
        final int age = now - tick;
        final long changes = age < TICKS ? changes(row) & ((1L << age) - 1) : changes(row);
        return Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(changes));
    }

    @Override
    public void close() {
        rowsRegion.close();
        ticksRegion.close();
    }

    private long changes(final long row) {
        return rows.get(JAVA_LONG, row + CHANGES);
    }

    private static boolean isLeap(final long from, final long to) {
        final int stepX = ((EntityState.x(to) - EntityState.x(from)) << 8) >> 8;
        final int stepY = ((EntityState.y(to) - EntityState.y(from)) << 8) >> 8;
        return Math.abs(stepX) > LEAP || Math.abs(stepY) > LEAP;
    }
}
