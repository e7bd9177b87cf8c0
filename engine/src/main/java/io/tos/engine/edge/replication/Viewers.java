package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Who is told, how often, and what became of the parts sent: parts are numbered from a serial number per join, whose low 16
 * bits are the snapshot id. Tick thread only.
 *
 * <pre>
 * viewer: 0 entity i64 | 8 cid | 12 epoch | 16 interval asked, ticks | 20 zero | 24 bytes per part | 28 input tick
 *         32 lead | 36 next serial | 40 acked u64, bit n: part next - 1 - n | 48 next integrity check, tick
 *         52 second of misses, tick | 56 misses in it | 64 ticks of the last 64 parts, by serial modulo 64, u32 each
 * </pre>
 */
final class Viewers implements AutoCloseable {
    /** Ticks in which every interval comes round. */
    static final int ROUND_TICKS = 12;

    /** Parts whose fate is waited for. */
    static final int PARTS = 64;

    private static final int[] INTERVALS = {1, 2, 3, 6};
    private static final int TICKS_PER_SECOND = 60;

    /** What a part costs besides its own bytes: packet head and tag 24, flags 1, acks up to 12, frame head 3. */
    private static final int OVERHEAD_BYTES = 40;

    /** With less a part is hardly worth its overhead: send fewer. */
    private static final int PART_BYTES_MIN = 160;

    private static final int PART_BYTES_MAX = 1100;

    private static final long CID = 8;
    private static final long EPOCH = 12;
    private static final long ASKED = 16;
    private static final long PART_BYTES = 24;
    private static final long CONSUMED = 28;
    private static final long LEAD = 32;
    private static final long SERIAL = 36;
    private static final long ACKED = 40;
    private static final long INTEGRITY = 48;
    private static final long MISS_TICK = 52;
    private static final long MISSES = 56;
    private static final long TICKS = 64;
    private static final long VIEWER_BYTES = TICKS + PARTS * Integer.BYTES;

    private final Region region;
    private final MemorySegment memory;
    /** Ticks between two parts; 0 for nobody. Apart from the rest, because all are asked in every tick. */
    private final byte[] intervals;

    /** Viewer number modulo interval. */
    private final byte[] phases;

    /** Tick modulo each interval, of the tick that was begun. */
    private final int[] turns = new int[ROUND_TICKS];

    private final int viewersMax;
    private int count;

    Viewers(final String name, final int viewersMax) {
        this.viewersMax = viewersMax;
        this.intervals = new byte[viewersMax];
        this.phases = new byte[viewersMax];
        this.region = Region.shared("viewers " + name, viewersMax * VIEWER_BYTES, 64);
        this.memory = region.memory();
    }

    /** Takes the lowest free number; -1 if there is none. */
    int open(final int cid, final long entity, final int epoch, final int snapshotHz) {
        int viewer = 0;
        while (viewer < viewersMax && intervals[viewer] != 0) {
            viewer++;
        }
        if (viewer == viewersMax) {
            return -1;
        }
        count++;
        final long at = at(viewer);
        for (long offset = 0; offset < VIEWER_BYTES; offset += Long.BYTES) {
            memory.set(JAVA_LONG, at + offset, 0);
        }
        memory.set(JAVA_LONG, at, entity);
        memory.set(JAVA_INT, at + CID, cid);
        memory.set(JAVA_INT, at + EPOCH, epoch);
        memory.set(JAVA_INT, at + ASKED, TICKS_PER_SECOND / snapshotHz);
        interval(viewer, TICKS_PER_SECOND / snapshotHz);
        // Fates of parts that the session was sent in another world must not be taken for those of this one.
        memory.set(JAVA_INT, at + SERIAL, (epoch & 0xFF) << 13);
        return viewer;
    }

    void close(final int viewer) {
        assert isOpen(viewer) : viewer;
        intervals[viewer] = 0;
        count--;
    }

    boolean isOpen(final int viewer) {
        return viewer >= 0 && viewer < viewersMax && intervals[viewer] != 0;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /**
     * Spreads a rate over parts: at the interval asked for or, where that leaves too little for a part, a longer one.
     *
     * @return whether the interval changed.
     */
    boolean pace(final int viewer, final int bytesPerSecond) {
        final long at = at(viewer);
        int interval = memory.get(JAVA_INT, at + ASKED);
        int bytes = 0;
        for (final int longer : INTERVALS) {
            if (longer >= memory.get(JAVA_INT, at + ASKED) && bytes < PART_BYTES_MIN) {
                interval = longer;
                bytes = (int)
                        Math.min(PART_BYTES_MAX, (long) bytesPerSecond * interval / TICKS_PER_SECOND - OVERHEAD_BYTES);
            }
        }
        final boolean changed = interval != interval(viewer);
        interval(viewer, interval);
        memory.set(JAVA_INT, at + PART_BYTES, bytes);
        return changed;
    }

    /** {@link #isTurn} is about this tick from now on. */
    void begin(final long tick) {
        turns[0] = -1;
        for (int interval = 1; interval < ROUND_TICKS; interval++) {
            turns[interval] = (int) (tick % interval);
        }
    }

    /** Whether there is such a viewer and it is its turn: viewers of one interval are spread over its ticks. */
    boolean isTurn(final int viewer) {
        return phases[viewer] == turns[intervals[viewer]];
    }

    long entity(final int viewer) {
        return memory.get(JAVA_LONG, at(viewer));
    }

    int cid(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + CID);
    }

    int epoch(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + EPOCH);
    }

    /** Ticks between two parts. */
    int interval(final int viewer) {
        return intervals[viewer];
    }

    /** Most bytes of one part. */
    int partBytes(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + PART_BYTES);
    }

    void input(final int viewer, final int consumedTick, final int leadQ8) {
        memory.set(JAVA_INT, at(viewer) + CONSUMED, consumedTick);
        memory.set(JAVA_INT, at(viewer) + LEAD, leadQ8);
    }

    int consumedTick(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + CONSUMED);
    }

    int leadQ8(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + LEAD);
    }

    int integrityTick(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + INTEGRITY);
    }

    void integrityTick(final int viewer, final int tick) {
        memory.set(JAVA_INT, at(viewer) + INTEGRITY, tick);
    }

    /** Serial number of the part being written. */
    int serial(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + SERIAL);
    }

    /** Which parts were acked: bit n is the one with the serial {@code serial() - 1 - n}. */
    long acked(final int viewer) {
        return memory.get(JAVA_LONG, at(viewer) + ACKED);
    }

    /** Low 32 bits of the tick of a part of the last 64. */
    int tickOf(final int viewer, final int serial) {
        return memory.get(JAVA_INT, at(viewer) + TICKS + (serial & (PARTS - 1)) * 4L);
    }

    /** Notes that the part of the present serial left. */
    void sent(final int viewer, final int tick) {
        final long at = at(viewer);
        final int serial = serial(viewer);
        memory.set(JAVA_INT, at + TICKS + (serial & (PARTS - 1)) * 4L, tick);
        memory.set(JAVA_LONG, at + ACKED, acked(viewer) << 1);
        memory.set(JAVA_INT, at + SERIAL, serial + 1);
    }

    /** The serial of a snapshot id that may still be told about, or the present one if there is none. */
    int serialOf(final int viewer, final int snapshotId) {
        final int serial = serial(viewer);
        final int back = (serial - 1 - snapshotId) & 0xFFFF;
        return back < PARTS ? serial - 1 - back : serial;
    }

    /** Notes that a part of the last 64 arrived. */
    void arrived(final int viewer, final int serial) {
        final long at = at(viewer);
        memory.set(JAVA_LONG, at + ACKED, acked(viewer) | (1L << (serial(viewer) - 1 - serial)));
    }

    /** Counts a miss; true if it is one of the first {@code most} within 60 ticks. */
    boolean countMiss(final int viewer, final int tick, final int most) {
        final long at = at(viewer);
        if (tick - memory.get(JAVA_INT, at + MISS_TICK) >= TICKS_PER_SECOND) {
            memory.set(JAVA_INT, at + MISS_TICK, tick);
            memory.set(JAVA_INT, at + MISSES, 0);
        }
        final int misses = memory.get(JAVA_INT, at + MISSES) + 1;
        memory.set(JAVA_INT, at + MISSES, Math.min(misses, most + 1));
        return misses <= most;
    }

    @Override
    public void close() {
        region.close();
    }

    private void interval(final int viewer, final int ticks) {
        intervals[viewer] = (byte) ticks;
        phases[viewer] = (byte) (viewer % ticks);
    }

    private static long at(final int viewer) {
        return viewer * VIEWER_BYTES;
    }
}
