package io.tos.engine.edge;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;

/**
 * Where a world's doors put what leaves it; behind it are the slabs that the network agent empties. Tick thread only.
 * Each call says whether there was room; what found none is the caller's to say again or to leave out.
 */
public interface Outbox {
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

    /** Sends a message on the channel of its type. */
    boolean message(int cid, MessageType type, MemorySegment payload, long at, int length);

    /** Sends a message on its reliable channel once the journal is durable up to a sequence. */
    boolean gated(int cid, MessageType type, MemorySegment payload, long at, int length, long journal);

    /** Says that the session's player is in a world: from now on only inputs count as taking part. */
    boolean entered(int cid);

    /** Ends a session. */
    boolean close(int cid, CloseReason reason);
}
