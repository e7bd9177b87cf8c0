package io.tos.engine.client;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.MemorySegment;

/**
 * States of entities at ticks, for all {@link WorldView}s of one thread: few entities have a long history, so views share
 * one pool. The states of one alias are a ring: from the newest on through the older ones, and from the newest the step
 * to the newer one leads to the oldest.
 *
 * <pre> node of 32 bytes: 0 place | 8 looks | 16 tick | 20 older node | 24 newer node | 28 unused </pre>
 *
 * It grows by half when it is full; a world that is no larger than before allocates nothing.
 */
public final class StatePool implements AutoCloseable {
    /** No node. */
    static final int NONE = 0;

    private static final int NODE_BYTES = 32;
    private static final int LOOKS = 8;
    private static final int TICK = 16;
    private static final int OLDER = 20;
    private static final int NEWER = 24;

    private final ViewCounts counts = new ViewCounts();
    private final SnapshotReader reader = new SnapshotReader();
    private Region region;
    private MemorySegment memory;
    private int capacity;
    private int freshNode = 1;
    private int freeNode = NONE;
    private int usedCount;

    /** @param states how many it holds before it grows, 16 or more; about 500 for each view with 40 in sight. */
    public StatePool(final int states) {
        assert states >= 16 : states;
        capacity = states;
        region = Region.shared("client-states", (long) NODE_BYTES * capacity, 64);
        memory = region.memory();
    }

    /** What the views of this pool counted. */
    public ViewCounts counts() {
        return counts;
    }

    /** The snapshot that a view of this pool took last; valid until the next one. */
    public SnapshotReader reader() {
        return reader;
    }

    /** States held now. */
    public int usedCount() {
        return usedCount;
    }

    /** Bytes it has reserved. */
    public long lengthBytes() {
        return region.lengthBytes();
    }

    /** A node with these contents, in no ring yet. */
    int take(final int tick, final long place, final long looks) {
        int node = freeNode;
        if (node != NONE) {
            freeNode = older(node);
        } else {
            if (freshNode == capacity) {
                grow();
            }
            node = freshNode++;
        }
        usedCount++;
        final long at = at(node);
        memory.set(JAVA_INT, at + TICK, tick);
        put(node, place, looks);
        return node;
    }

    private void grow() {
        final Region larger = Region.shared("client-states", (long) NODE_BYTES * (capacity + capacity / 2), 64);
        MemorySegment.copy(memory, 0, larger.memory(), 0, region.lengthBytes());
        region.close();
        region = larger;
        memory = larger.memory();
        capacity += capacity / 2;
    }

    private static long at(final int node) {
        return (long) node * NODE_BYTES;
    }

    long place(final int node) {
        return memory.get(JAVA_LONG, at(node));
    }

    long looks(final int node) {
        return memory.get(JAVA_LONG, at(node) + LOOKS);
    }

    void put(final int node, final long place, final long looks) {
        memory.set(JAVA_LONG, at(node), place);
        memory.set(JAVA_LONG, at(node) + LOOKS, looks);
    }

    int tick(final int node) {
        return memory.get(JAVA_INT, at(node) + TICK);
    }

    int older(final int node) {
        return memory.get(JAVA_INT, at(node) + OLDER);
    }

    /** The next newer one; of the newest: the oldest. */
    int newer(final int node) {
        return memory.get(JAVA_INT, at(node) + NEWER);
    }

    /** Makes {@code node} a ring of its own. */
    void single(final int node) {
        link(node, node);
    }

    /** Puts {@code node} into a ring between {@code older} and what was newer than that. */
    void insertAbove(final int older, final int node) {
        final int above = newer(older);
        link(older, node);
        link(node, above);
    }

    /** Takes the oldest out of the ring of {@code newest}, which is another. */
    void dropOldest(final int newest) {
        final int oldest = newer(newest);
        link(newest, newer(oldest));
        free(oldest);
    }

    /** Frees a whole ring. */
    void dropAll(final int newest) {
        while (newer(newest) != newest) {
            dropOldest(newest);
        }
        free(newest);
    }

    private void link(final int lower, final int upper) {
        memory.set(JAVA_INT, at(lower) + NEWER, upper);
        memory.set(JAVA_INT, at(upper) + OLDER, lower);
    }

    private void free(final int node) {
        memory.set(JAVA_INT, at(node) + OLDER, freeNode);
        freeNode = node;
        usedCount--;
    }

    @Override
    public void close() {
        region.close();
    }
}
