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
    private static final long VIEWER_BYTES = (1 + Viewers.ROUND_TICKS) * (long) SlotSet.BYTES;

    private final Region region;
    private final MemorySegment memory;

    Wheel(final String name, final int viewersMax) {
        region = Region.shared("wheel " + name, viewersMax * VIEWER_BYTES, 64);
        memory = region.memory();
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
}
