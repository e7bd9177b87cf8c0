package io.tos.engine.net;

/**
 * Datagram blocks under way, ordered by time and, at the same time, by order of entry: a binary heap over plain arrays.
 * Fixed capacity, nothing allocated after construction.
 */
final class DeliveryQueue {
    private final long[] dueNs;
    private final long[] order;
    private final int[] block;
    private int count;
    private long entered;

    DeliveryQueue(final int capacity) {
        this.dueNs = new long[capacity];
        this.order = new long[capacity];
        this.block = new int[capacity];
    }

    int count() {
        return count;
    }

    /** When the first is due; {@link Long#MAX_VALUE} when none is under way. */
    long firstDueNs() {
        return count == 0 ? Long.MAX_VALUE : dueNs[0];
    }

    void add(final long atNs, final int blockIndex) {
        assert count < block.length : "as many places as blocks";
        int place = count++;
        final long ticket = entered++;
        while (place > 0) {
            final int parent = (place - 1) >>> 1;
            if (!comesBefore(atNs, ticket, parent)) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, atNs, ticket, blockIndex);
    }

    /** Removes the first and returns its block. */
    int takeFirst() {
        assert count > 0;
        final int first = block[0];
        final int last = --count;
        if (last > 0) {
            sink(dueNs[last], order[last], block[last]);
        }
        return first;
    }

    private void sink(final long atNs, final long ticket, final int blockIndex) {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && comesBefore(dueNs[child + 1], order[child + 1], child)) {
                child++;
            }
            if (comesBefore(atNs, ticket, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, atNs, ticket, blockIndex);
    }

    private boolean comesBefore(final long atNs, final long ticket, final int other) {
        return atNs < dueNs[other] || (atNs == dueNs[other] && ticket < order[other]);
    }

    private void move(final int from, final int to) {
        put(to, dueNs[from], order[from], block[from]);
    }

    private void put(final int place, final long atNs, final long ticket, final int blockIndex) {
        dueNs[place] = atNs;
        order[place] = ticket;
        block[place] = blockIndex;
    }
}
