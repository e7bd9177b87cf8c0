package io.tos.engine.edge.replication;

import io.tos.engine.game.interest.SlotSet;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * When each entity in sight is next looked at for its viewer: a wheel of 12 ticks of which each part of the viewer takes
 * one set of aliases, and a set of those that cannot wait. So a part touches the baselines of those that are due and no
 * others. An entity is due in the same parts for all viewers that see it at the same rate: they have the same bases and share
 * one encoding. Tick thread only.
 *
 * <pre> viewer: 0 urgent {@link SlotSet} | 32 times a set of the wheel, 12 </pre>
 */
final class Wheel implements AutoCloseable {
    /** Band: told in every part. */
    static final int NEAR = 0;

    /** Band: told every sixth tick. */
    static final int MIDDLE = 1;

    /** Band: told every twelfth tick. */
    static final int FAR = 2;

    private static final int BANDS = 3;
    private static final int MIDDLE_TICKS = 6;
    private static final int INTERVAL_MAX = 6;
    private static final byte[] NEXT = nexts();

    private static final long VIEWER_BYTES = (1 + Viewers.ROUND_TICKS) * (long) SlotSet.BYTES;

    private final Region region;
    private final MemorySegment memory;

    Wheel(final String name, final int viewersMax) {
        region = Region.shared("wheel " + name, viewersMax * VIEWER_BYTES, 64);
        memory = region.memory();
    }

    /** The next place in the round at which an entity of a band has its turn, the same for all viewers of an interval. */
    static int next(final int interval, final int place, final int band, final int entity) {
        return NEXT[nextAt(interval, place, band) + entity % Viewers.ROUND_TICKS];
    }

    /** The place in the round of the part that a viewer of this interval is sent in a tick. */
    static int place(final int tick, final int interval) {
        return Integer.remainderUnsigned(tick, Viewers.ROUND_TICKS) / interval;
    }

    /** Nobody is due. */
    void open(final int viewer) {
        for (int set = 0; set <= Viewers.ROUND_TICKS; set++) {
            SlotSet.clear(memory, viewer * VIEWER_BYTES + (long) set * SlotSet.BYTES);
        }
    }

    /** The alias is due in the viewer's next part. */
    void urgent(final int viewer, final int alias) {
        SlotSet.add(memory, viewer * VIEWER_BYTES, alias);
    }

    /** The alias is due in the part {@code place} of the round. */
    void put(final int viewer, final int place, final int alias) {
        SlotSet.add(memory, set(viewer, place), alias);
    }

    /** Takes out word {@code index} of those that are due in the part {@code place} of the round, and those that are urgent. */
    long take(final int viewer, final int place, final int index) {
        final long set = set(viewer, place);
        final long urgent = viewer * VIEWER_BYTES;
        final long due = SlotSet.word(memory, set, index) | SlotSet.word(memory, urgent, index);
        SlotSet.word(memory, set, index, 0);
        SlotSet.word(memory, urgent, index, 0);
        return due;
    }

    @Override
    public void close() {
        region.close();
    }

    private static long set(final int viewer, final int place) {
        return viewer * VIEWER_BYTES + (1L + place) * SlotSet.BYTES;
    }

    private static int nextAt(final int interval, final int place, final int band) {
        return ((interval * Viewers.ROUND_TICKS + place) * BANDS + band) * Viewers.ROUND_TICKS;
    }

    private static byte[] nexts() {
        final byte[] nexts = new byte[(INTERVAL_MAX + 1) * Viewers.ROUND_TICKS * BANDS * Viewers.ROUND_TICKS];
        for (int interval = 1; interval <= INTERVAL_MAX; interval++) {
            final int round = Viewers.ROUND_TICKS / interval;
            for (int place = 0; place < round; place++) {
                for (int band = NEAR; band <= FAR; band++) {
                    final int ticks = band == NEAR ? interval : band == MIDDLE ? MIDDLE_TICKS : Viewers.ROUND_TICKS;
                    final int parts = Math.max(1, ticks / interval);
                    for (int entity = 0; entity < Viewers.ROUND_TICKS; entity++) {
                        final int ahead = 1 + Math.floorMod(entity - place - 1, parts);
                        nexts[nextAt(interval, place, band) + entity] = (byte) ((place + ahead) % round);
                    }
                }
            }
        }
        return nexts;
    }
}
