package io.tos.engine.edge;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.EnterWorld;
import java.util.Arrays;

/** Every session the tick knows, by slot, over all shards: who it is, and in which map it plays. Tick thread only. */
final class Players {
    /** No map. */
    static final int NOWHERE = -1;

    /** What was sent before a LEAVE_WORLD arrived may still come for 5 s. */
    private static final int GRACE_TICKS = 5 * 60;

    /** How far a session has come. */
    enum Phase {
        /** There is none in this slot. */
        NONE,
        /** Its peer has proven its keys; it may have to wait for a place. */
        OPENED,
        /** It has a place, and its character is being loaded. */
        LOADING,
        /** It is to enter a map. */
        ADMITTED,
        /** It plays. */
        IN_WORLD,
        /** It was told that it is over. */
        LEAVING
    }

    final long[] accountId = new long[ConnectionId.SLOTS];
    final long[] characterId = new long[ConnectionId.SLOTS];
    final byte[] inputHz = new byte[ConnectionId.SLOTS];
    final byte[] snapshotHz = new byte[ConnectionId.SLOTS];
    final byte[] epoch = new byte[ConnectionId.SLOTS];
    final byte[] cause = new byte[ConnectionId.SLOTS];
    final int[] map = new int[ConnectionId.SLOTS];
    final int[] seat = new int[ConnectionId.SLOTS];
    final int[] xCm = new int[ConnectionId.SLOTS];
    final int[] yCm = new int[ConnectionId.SLOTS];
    final CloseReason[] reason = new CloseReason[ConnectionId.SLOTS];
    final boolean[] isTold = new boolean[ConnectionId.SLOTS];
    final boolean[] isCounted = new boolean[ConnectionId.SLOTS];
    final boolean[] isReturning = new boolean[ConnectionId.SLOTS];
    final long[] journal = new long[ConnectionId.SLOTS];
    private final int[] cids = new int[ConnectionId.SLOTS];
    private final Phase[] phases = new Phase[ConnectionId.SLOTS];
    private final long[] leftTick = new long[ConnectionId.SLOTS];

    /** Nobody yet. */
    Players() {
        Arrays.fill(phases, Phase.NONE);
        Arrays.fill(reason, CloseReason.GOODBYE);
    }

    /** The slot of a session, or -1 if the tick does not know it. */
    int slot(final int cid) {
        final int slot = ConnectionId.slot(cid);
        return cids[slot] == cid && phases[slot] != Phase.NONE ? slot : -1;
    }

    /** The slot of a session that plays, or -1. */
    int playing(final int cid) {
        final int slot = ConnectionId.slot(cid);
        return cids[slot] == cid && phases[slot] == Phase.IN_WORLD ? slot : -1;
    }

    /** A session begins; its slot is free by then. */
    int open(final int cid) {
        final int slot = ConnectionId.slot(cid);
        assert phases[slot] == Phase.NONE : cid;
        cids[slot] = cid;
        phases[slot] = Phase.OPENED;
        map[slot] = NOWHERE;
        epoch[slot] = 0;
        leftTick[slot] = Long.MIN_VALUE;
        return slot;
    }

    /** How far the session in a slot has come. */
    Phase phase(final int slot) {
        return phases[slot];
    }

    /** The session in a slot has come further. */
    void phase(final int slot, final Phase phase) {
        phases[slot] = phase;
    }

    /** The session in a slot. */
    int cid(final int slot) {
        return cids[slot];
    }

    /** The session in a slot was told in tick {@code tick} that it plays no longer. */
    void onLeft(final int slot, final long tick) {
        leftTick[slot] = tick;
    }

    /** Whether the session in a slot left a world less than 5 s ago. */
    boolean hasJustLeft(final int slot, final long tick) {
        return tick - GRACE_TICKS < leftTick[slot];
    }

    /** What a map must know of the session in a slot. */
    void describe(final int slot, final Joiner into) {
        into.cid = cids[slot];
        into.accountId = accountId[slot];
        into.characterId = characterId[slot];
        into.epoch = Byte.toUnsignedInt(epoch[slot]);
        into.cause = cause[slot];
        into.inputHz = inputHz[slot];
        into.snapshotHz = snapshotHz[slot];
        into.xCm = xCm[slot];
        into.yCm = yCm[slot];
        into.isReturning = into.cause == EnterWorld.CAUSE_JOIN && isReturning[slot];
    }
}
