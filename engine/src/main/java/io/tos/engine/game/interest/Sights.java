package io.tos.engine.game.interest;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * What each viewer has in sight, as {@link Interest} decides it. Each entity in sight has a slot, 1 to 254; a slot whose
 * entity was lost stays taken until it is released. Tick thread only.
 *
 * <pre>
 * viewer: 0 in sight {@link SlotSet} | 32 taken | 64 came at the last look | 96 lost at the last look
 *         128 own entity i64 | 136 in sight, count u32 | 140 tick of the last search u32
 *         192 slots, 256 times: entity index u32, net id u32, since tick u32, 0
 * </pre>
 */
public final class Sights implements AutoCloseable {
    static final int SLOT_MIN = 1;
    static final int SLOT_MAX = 254;

    private static final long TAKEN = 32;
    private static final long CAME = 64;
    private static final long LOST = 96;
    private static final long OWN = 128;
    private static final long COUNT = 136;
    private static final long SEARCHED = 140;
    private static final long SLOTS = 192;
    private static final long SLOT_BYTES = 16;
    private static final long VIEWER_BYTES = SLOTS + 256 * SLOT_BYTES;

    private final Region region;
    private final MemorySegment memory;

    Sights(final String name, final int viewersMax) {
        region = Region.shared("sights " + name, viewersMax * VIEWER_BYTES, 64);
        memory = region.memory();
    }

    /** Word {@code index} of the slots in sight. */
    public long visible(final int viewer, final int index) {
        return SlotSet.word(memory, at(viewer), index);
    }

    /** Word {@code index} of the slots that were lost and not released. */
    public long waiting(final int viewer, final int index) {
        final long at = at(viewer);
        return SlotSet.word(memory, at + TAKEN, index) & ~SlotSet.word(memory, at, index);
    }

    /** Word {@code index} of the slots given out at the last look. */
    public long came(final int viewer, final int index) {
        return SlotSet.word(memory, at(viewer) + CAME, index);
    }

    /** Word {@code index} of the slots lost at the last look. */
    public long lost(final int viewer, final int index) {
        return SlotSet.word(memory, at(viewer) + LOST, index);
    }

    /** How many are in sight. */
    public int count(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + COUNT);
    }

    /** Index of the entity in a slot that is taken. */
    public int entity(final int viewer, final int slot) {
        return memory.get(JAVA_INT, slotAt(viewer, slot));
    }

    /** Net id of the entity in a slot that is taken. */
    public int netId(final int viewer, final int slot) {
        return memory.get(JAVA_INT, slotAt(viewer, slot) + 4);
    }

    /** Whether a slot is in sight. */
    public boolean isVisible(final int viewer, final int slot) {
        return SlotSet.has(memory, at(viewer), slot);
    }

    /** Takes the entity in a slot in sight for lost. */
    public void lose(final int viewer, final int slot) {
        final long at = at(viewer);
        assert SlotSet.has(memory, at, slot) : slot;
        SlotSet.remove(memory, at, slot);
        SlotSet.add(memory, at + LOST, slot);
        memory.set(JAVA_INT, at + COUNT, count(viewer) - 1);
    }

    /** A lost slot may be given out again. */
    public void release(final int viewer, final int slot) {
        assert !isVisible(viewer, slot) : slot;
        SlotSet.remove(memory, at(viewer) + TAKEN, slot);
    }

    void open(final int viewer, final long own) {
        final long at = at(viewer);
        for (long offset = 0; offset < SLOTS; offset += Long.BYTES) {
            memory.set(JAVA_LONG, at + offset, 0);
        }
        memory.set(JAVA_LONG, at + OWN, own);
    }

    long own(final int viewer) {
        return memory.get(JAVA_LONG, at(viewer) + OWN);
    }

    /** Begins a look: nothing came and nothing was lost yet. */
    void begin(final int viewer) {
        SlotSet.clear(memory, at(viewer) + CAME);
        SlotSet.clear(memory, at(viewer) + LOST);
    }

    int searchedTick(final int viewer) {
        return memory.get(JAVA_INT, at(viewer) + SEARCHED);
    }

    void searchedTick(final int viewer, final int tick) {
        memory.set(JAVA_INT, at(viewer) + SEARCHED, tick);
    }

    int sinceTick(final int viewer, final int slot) {
        return memory.get(JAVA_INT, slotAt(viewer, slot) + 8);
    }

    /** Gives an entity the lowest free slot, so that few cache lines are in use. False if there is none. */
    boolean take(final int viewer, final int entity, final int netId, final int tick) {
        final int slot = freeSlot(viewer);
        if (slot > SLOT_MAX) {
            return false;
        }
        final long at = at(viewer);
        final long entry = slotAt(viewer, slot);
        memory.set(JAVA_INT, entry, entity);
        memory.set(JAVA_INT, entry + 4, netId);
        memory.set(JAVA_INT, entry + 8, tick);
        SlotSet.add(memory, at, slot);
        SlotSet.add(memory, at + TAKEN, slot);
        SlotSet.add(memory, at + CAME, slot);
        memory.set(JAVA_INT, at + COUNT, count(viewer) + 1);
        return true;
    }

    /** How many slots were lost and not released. */
    int waitingCount(final int viewer) {
        int waiting = 0;
        for (int index = 0; index < SlotSet.WORDS; index++) {
            waiting += Long.bitCount(waiting(viewer, index));
        }
        return waiting;
    }

    @Override
    public void close() {
        region.close();
    }

    private int freeSlot(final int viewer) {
        for (int index = 0; index < SlotSet.WORDS; index++) {
            final long free = ~SlotSet.word(memory, at(viewer) + TAKEN, index) & (index == 0 ? -1L << SLOT_MIN : -1L);
            if (free != 0) {
                return SlotSet.slot(index, free);
            }
        }
        return SLOT_MAX + 1;
    }

    private static long at(final int viewer) {
        return viewer * VIEWER_BYTES;
    }

    private static long slotAt(final int viewer, final int slot) {
        return viewer * VIEWER_BYTES + SLOTS + slot * SLOT_BYTES;
    }
}
