package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * When each session next needs care, one dense column: looking through 16,384 of them takes some 10 us, which is less
 * than keeping them sorted. A deadline may be too early, never too late.
 */
final class Deadlines implements AutoCloseable {
    /** Nothing to do. */
    static final long NEVER = Long.MAX_VALUE;

    private final Region region;
    private final MemorySegment memory;
    private final int count;

    /** @param count of sessions. */
    Deadlines(final int count) {
        this.count = count;
        this.region = Region.shared("session-deadlines", (long) count * Long.BYTES, 64);
        this.memory = region.memory();
        for (int index = 0; index < count; index++) {
            memory.setAtIndex(JAVA_LONG, index, NEVER);
        }
    }

    /** Moves the deadline of record {@code session}, either way. */
    void set(final long session, final long dueNs) {
        memory.setAtIndex(JAVA_LONG, Slots.index(session), dueNs);
    }

    /** Moves the deadline of record {@code session}, only forward. */
    void sooner(final long session, final long dueNs) {
        final int index = Slots.index(session);
        if (dueNs < memory.getAtIndex(JAVA_LONG, index)) {
            memory.setAtIndex(JAVA_LONG, index, dueNs);
        }
    }

    /** The first record at or after index {@code from} that is due, as an index; -1 when none is. */
    int nextDue(final int from, final long nowNs) {
        for (int index = from; index < count; index++) {
            if (memory.getAtIndex(JAVA_LONG, index) <= nowNs) {
                return index;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        region.close();
    }
}
