package io.tos.engine.net.admission;

import io.tos.engine.protocol.ConnectionId;

/**
 * Sessions opened at one shard whose peer has not spoken yet, in order of their deadlines: a list linked through arrays by
 * slot, so every step costs the same. Network agent only.
 */
final class UnprovenSessions {
    private static final int END = ConnectionId.SLOTS;

    private final int[] cidBySlot = new int[ConnectionId.SLOTS];
    private final long[] dueNsBySlot = new long[ConnectionId.SLOTS];
    private final int[] next = new int[ConnectionId.SLOTS + 1];
    private final int[] previous = new int[ConnectionId.SLOTS + 1];

    UnprovenSessions() {
        next[END] = END;
        previous[END] = END;
    }

    /** Goes to the end: deadlines never fall. */
    void add(final int cid, final long deadlineNs) {
        final int slot = ConnectionId.slot(cid);
        assert cidBySlot[slot] == ConnectionId.NONE : "the slot's former tenant was taken out";
        cidBySlot[slot] = cid;
        dueNsBySlot[slot] = deadlineNs;
        link(previous[END], slot);
        link(slot, END);
    }

    /** Takes out one that proved itself. */
    void remove(final int cid) {
        final int slot = ConnectionId.slot(cid);
        if (cidBySlot[slot] == cid) {
            cidBySlot[slot] = ConnectionId.NONE;
            link(previous[slot], next[slot]);
        }
    }

    /** Takes out the next whose deadline is over, or returns {@link ConnectionId#NONE}. */
    int takeDue(final long nowNs) {
        final int slot = next[END];
        if (slot == END || dueNsBySlot[slot] > nowNs) {
            return ConnectionId.NONE;
        }
        final int cid = cidBySlot[slot];
        remove(cid);
        return cid;
    }

    private void link(final int before, final int after) {
        next[before] = after;
        previous[after] = before;
    }
}
