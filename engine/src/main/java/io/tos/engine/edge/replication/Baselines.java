package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * What each viewer is known to have of each entity in its sight, by alias, which is the slot of the entity in the viewer's
 * sights. Half a cache line each. Tick thread only.
 *
 * <pre>
 * 0 entity index u32 | 4 net id u32 | 8 base: a tick at which the viewer's state was in force, u32
 * 12 tick of the last part that carried it, or in which it came, u32 | 16 carried u64, bit n: part serial - n carried it
 * 24 serial of the last part that carried it u32 | 28 priority &lt;&lt; 8 | flags: 1 has a base, 2 was sent, 4 was lost
 * </pre>
 */
final class Baselines implements AutoCloseable {
    private static final int ALIASES = 256;
    private static final long BYTES = 32;
    private static final long NET_ID = 4;
    private static final long BASE = 8;
    private static final long SENT = 12;
    private static final long CARRIED = 16;
    private static final long SERIAL = 24;
    private static final long FLAGS = 28;
    private static final int HAS_BASE = 1;
    private static final int WAS_SENT = 1 << 1;
    private static final int WAS_LOST = 1 << 2;
    private static final int FLAGS_MASK = 0xFF;
    private static final int PRIORITY_SHIFT = 8;
    private static final int PRIORITY_MAX = (1 << 23) - 1;

    private final Region region;
    private final MemorySegment memory;

    Baselines(final String name, final int viewersMax) {
        region = Region.shared("baselines " + name, (long) viewersMax * ALIASES * BYTES, 64);
        memory = region.memory();
    }

    /** Where a viewer's baseline of an alias lies. */
    static long at(final int viewer, final int alias) {
        return ((long) viewer * ALIASES + alias) * BYTES;
    }

    /** An entity came into sight: nothing is known, nothing sent. */
    void begin(final long at, final int entity, final int netId, final int tick) {
        memory.set(JAVA_INT, at, entity);
        memory.set(JAVA_INT, at + NET_ID, netId);
        memory.set(JAVA_INT, at + SENT, tick);
        forget(at);
        memory.set(JAVA_INT, at + FLAGS, 0);
    }

    /** What was sent so far counts no more: the entity was lost, or the viewer says that it has nothing. */
    void forget(final long at) {
        memory.set(JAVA_LONG, at + CARRIED, 0);
        flags(at, flags(at) & ~HAS_BASE);
    }

    int entity(final long at) {
        return memory.get(JAVA_INT, at);
    }

    int netId(final long at) {
        return memory.get(JAVA_INT, at + NET_ID);
    }

    boolean hasBase(final long at) {
        return (flags(at) & HAS_BASE) != 0;
    }

    /** A tick at which the state that the viewer has was in force. */
    int base(final long at) {
        return memory.get(JAVA_INT, at + BASE);
    }

    /** The viewer has the state that was in force at {@code tick}. */
    void base(final long at, final int tick) {
        memory.set(JAVA_INT, at + BASE, tick);
        flags(at, flags(at) | HAS_BASE);
    }

    boolean wasSent(final long at) {
        return (flags(at) & WAS_SENT) != 0;
    }

    /** Tick of the last part that carried it; if there is none, when it came into sight. */
    int sent(final long at) {
        return memory.get(JAVA_INT, at + SENT);
    }

    boolean wasLost(final long at) {
        return (flags(at) & WAS_LOST) != 0;
    }

    /** If the part of this serial was the last that carried it, it must be sent again. True if so. */
    boolean lost(final long at, final int serial) {
        if (memory.get(JAVA_INT, at + SERIAL) != serial || !wasSent(at)) {
            return false;
        }
        sendAgain(at);
        return true;
    }

    /** It must be sent again although nothing changed. */
    void sendAgain(final long at) {
        flags(at, flags(at) | WAS_LOST);
    }

    int priority(final long at) {
        return flags(at) >>> PRIORITY_SHIFT;
    }

    void priority(final long at, final int priority) {
        flags(at, (flags(at) & FLAGS_MASK) | (Math.min(priority, PRIORITY_MAX) << PRIORITY_SHIFT));
    }

    /** The part being written carries it. */
    void carried(final long at, final int serial, final int tick) {
        final int apart = serial - memory.get(JAVA_INT, at + SERIAL);
        final long before = apart >= 0 && apart < Long.SIZE ? memory.get(JAVA_LONG, at + CARRIED) << apart : 0;
        memory.set(JAVA_LONG, at + CARRIED, before | 1);
        memory.set(JAVA_INT, at + SERIAL, serial);
        memory.set(JAVA_INT, at + SENT, tick);
        flags(at, (flags(at) & HAS_BASE) | WAS_SENT);
    }

    /** Serial of the last part that carried it. */
    int serial(final long at) {
        return memory.get(JAVA_INT, at + SERIAL);
    }

    /** Those of the acked parts, as {@link Viewers#acked} has them, that carried it since it was last forgotten. */
    long arrived(final long at, final int serial, final long acked) {
        final int apart = serial - 1 - memory.get(JAVA_INT, at + SERIAL);
        return apart >= 0 && apart < Long.SIZE ? (memory.get(JAVA_LONG, at + CARRIED) << apart) & acked : 0;
    }

    @Override
    public void close() {
        region.close();
    }

    private int flags(final long at) {
        return memory.get(JAVA_INT, at + FLAGS);
    }

    private void flags(final long at, final int flags) {
        memory.set(JAVA_INT, at + FLAGS, flags);
    }
}
