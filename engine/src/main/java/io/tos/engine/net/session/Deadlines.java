package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * When each session next needs care, one dense column, and for each 64 of them a time before which none does: with
 * nothing due a look takes a compare per 64 sessions. A deadline may be too early, never too late.
 */
final class Deadlines implements AutoCloseable {
    /** Nothing to do. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BLOCK_BITS = 6;

    private final Region region;
    private final MemorySegment memory;
    private final int count;
    private final int blocks;

    /** @param count of sessions. */
    Deadlines(final int count) {
        this.count = count;
        this.blocks = (count + (1 << BLOCK_BITS) - 1) >>> BLOCK_BITS;
        this.region = Region.shared("session-deadlines", (long) (count + blocks) * Long.BYTES, 64);
        this.memory = region.memory();
        for (int index = 0; index < count + blocks; index++) {
            memory.setAtIndex(JAVA_LONG, index, NEVER);
        }
    }

    /** Moves the deadline of record {@code session}, either way. */
    void set(final long session, final long dueNs) {
        final int index = Slots.index(session);
        memory.setAtIndex(JAVA_LONG, index, dueNs);
        lower(block(index), dueNs);
    }

    /** Moves the deadline of record {@code session}, only forward. */
    void sooner(final long session, final long dueNs) {
        final int index = Slots.index(session);
        lower(index, dueNs);
        lower(block(index), dueNs);
    }

    /** The first record at or after index {@code from} that is due, as an index; -1 when none is. */
    int nextDue(final int from, final long nowNs) {
        for (int block = from >>> BLOCK_BITS; block < blocks; block++) {
            if (memory.getAtIndex(JAVA_LONG, (long) count + block) <= nowNs) {
                final int index = nextDueIn(block, from, nowNs);
                if (index >= 0) {
                    return index;
                }
            }
        }
        return -1;
    }

    /** Looks at each of a block; learns the block's time if none is due. */
    private int nextDueIn(final int block, final int from, final long nowNs) {
        final int end = Math.min(count, (block + 1) << BLOCK_BITS);
        long leastNs = NEVER;
        for (int index = block << BLOCK_BITS; index < end; index++) {
            final long dueNs = memory.getAtIndex(JAVA_LONG, index);
            if (dueNs <= nowNs && index >= from) {
                return index;
            }
            leastNs = Math.min(leastNs, dueNs);
        }
        memory.setAtIndex(JAVA_LONG, (long) count + block, leastNs);
        return -1;
    }

    private int block(final int index) {
        return count + (index >>> BLOCK_BITS);
    }

    private void lower(final int place, final long dueNs) {
        if (dueNs < memory.getAtIndex(JAVA_LONG, place)) {
            memory.setAtIndex(JAVA_LONG, place, dueNs);
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
