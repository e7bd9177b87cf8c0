package io.tos.engine.edge;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;

/**
 * Where a world's doors put what leaves it; behind it are the slabs that the network agent empties. Tick thread only.
 * Each call says whether there was room; what found none is the caller's to say again or to leave out.
 */
public interface Outbox extends SnapshotOutbox {
    /** Sends a message on the channel of its type. */
    boolean message(int cid, MessageType type, MemorySegment payload, long at, int length);

    /** Sends a message on its reliable channel once the journal is durable up to a sequence. */
    boolean gated(int cid, MessageType type, MemorySegment payload, long at, int length, long journal);

    /** Says that the session's player is in a world: from now on only inputs count as taking part. */
    boolean entered(int cid);

    /** Ends a session. */
    boolean close(int cid, CloseReason reason);
}
