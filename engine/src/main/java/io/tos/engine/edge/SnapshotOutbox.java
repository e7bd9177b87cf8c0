package io.tos.engine.edge;

import java.lang.foreign.MemorySegment;

/** Where snapshots leave a world: the part of an {@link Outbox} that replication needs. Tick thread only. */
public interface SnapshotOutbox {
    /**
     * Looks for room for one snapshot part of at most 1,100 bytes; then write it at {@link #snapshotAt()} in
     * {@link #snapshotMemory()} and end with {@link #commitSnapshot}, or claim again for another session and nothing is
     * sent. Snapshots may fill three quarters of the road, so that promises always find room.
     *
     * @param cid of the session it is for.
     */
    boolean claimSnapshot(int cid);

    /** Where the part claimed last goes. */
    MemorySegment snapshotMemory();

    /** Offset of the part claimed last. */
    long snapshotAt();

    /**
     * Sends the part claimed last.
     *
     * @param snapshotId under which its fate is told, u16, of the session.
     * @param length of the part.
     */
    void commitSnapshot(int snapshotId, int length);
}
