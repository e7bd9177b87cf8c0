package io.tos.engine.edge;

import io.tos.engine.ecs.EntityId;
import org.agrona.collections.IntArrayList;

/** The places for players in one map: which session and which avatar has each. Tick thread only. */
final class Seats {
    /** No seat. */
    static final int NONE = -1;

    final int[] cid;
    final long[] entity;
    final int[] epoch;
    final int[] snapshotHz;
    /** The replicator's number of who sits here; {@link #NONE} before the first input. */
    final int[] viewer;

    private final IntArrayList free = new IntArrayList();
    private int end;
    private int taken;

    Seats(final int seatsMax) {
        cid = new int[seatsMax];
        entity = new long[seatsMax];
        epoch = new int[seatsMax];
        snapshotHz = new int[seatsMax];
        viewer = new int[seatsMax];
        free.ensureCapacity(seatsMax);
    }

    /** Takes a seat; {@link #NONE} if all are taken. */
    int take(final long avatar, final Joiner who) {
        final int seat = next();
        if (seat != NONE) {
            taken++;
            cid[seat] = who.cid;
            entity[seat] = avatar;
            epoch[seat] = who.epoch;
            snapshotHz[seat] = who.snapshotHz;
            viewer[seat] = NONE;
        }
        return seat;
    }

    /** Gives a seat back. */
    void free(final int seat) {
        assert entity[seat] != EntityId.NONE : seat;
        entity[seat] = EntityId.NONE;
        taken--;
        free.addInt(seat);
    }

    /** Whether somebody has this seat. */
    boolean isTaken(final int seat) {
        return entity[seat] != EntityId.NONE;
    }

    /** Whether none is free. */
    boolean isFull() {
        return taken == cid.length;
    }

    /** One past the last seat ever taken. */
    int end() {
        return end;
    }

    /** How many are taken. */
    int taken() {
        return taken;
    }

    private int next() {
        if (!free.isEmpty()) {
            return free.removeAt(free.size() - 1);
        }
        return end < cid.length ? end++ : NONE;
    }
}
