package io.tos.engine.edge;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** An outbox that keeps what was put into it, and is full when a test says so. */
public final class Post implements Outbox {
    /** A message as sent. */
    public record Letter(int cid, MessageType type, MemorySegment payload) {}

    /** An ended session. */
    public record End(int cid, CloseReason reason) {}

    /** Messages in order. */
    public final List<Letter> letters = new ArrayList<>();
    /** Journal sequences that messages waited for, in order. */
    public final List<Long> gates = new ArrayList<>();
    /** Sessions said to play, in order. */
    public final List<Integer> entered = new ArrayList<>();
    /** Sessions ended, in order. */
    public final List<End> ends = new ArrayList<>();
    /** Whether nothing more fits. */
    public boolean isFull;
    /** How many snapshots left. */
    public int snapshots;

    private final int[] newest = new int[ConnectionId.SLOTS];
    private int claimedCid;
    private final MemorySegment snapshot = Arena.ofAuto().allocate(1_100);

    @Override
    public boolean claimSnapshot(final int cid) {
        claimedCid = cid;
        return !isFull;
    }

    /** Id of the last snapshot that left for a session. */
    public int newest(final int cid) {
        return newest[ConnectionId.slot(cid)];
    }

    @Override
    public MemorySegment snapshotMemory() {
        return snapshot;
    }

    @Override
    public long snapshotAt() {
        return 0;
    }

    @Override
    public void commitSnapshot(final int snapshotId, final int length) {
        snapshots++;
        newest[ConnectionId.slot(claimedCid)] = snapshotId;
    }

    @Override
    public boolean message(
            final int cid, final MessageType type, final MemorySegment payload, final long at, final int length) {
        if (!isFull) {
            letters.add(new Letter(cid, type, Arena.ofAuto().allocate(length).copyFrom(payload.asSlice(at, length))));
        }
        return !isFull;
    }

    @Override
    public boolean gated(
            final int cid,
            final MessageType type,
            final MemorySegment payload,
            final long at,
            final int length,
            final long journal) {
        if (!isFull) {
            gates.add(journal);
        }
        return message(cid, type, payload, at, length);
    }

    @Override
    public boolean entered(final int cid) {
        if (!isFull) {
            entered.add(cid);
        }
        return !isFull;
    }

    @Override
    public boolean close(final int cid, final CloseReason reason) {
        if (!isFull) {
            ends.add(new End(cid, reason));
        }
        return !isFull;
    }
}
