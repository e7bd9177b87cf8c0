package io.tos.engine.net.admission;

import java.lang.foreign.MemorySegment;

/** What a {@link ShardDoor} needs of the sessions of its shard. Network agent only. */
public interface ShardSessions {
    /** Reserves a free connection id of this shard, or returns 0. */
    int reserve();

    /** How full the shard is, 0 to 255. */
    int load();

    /**
     * A reserved id becomes a session that waits for its peer's first authentic packet. The keys are copied.
     *
     * @param cid reserved before.
     * @param memory holds everything of the OPEN frame.
     * @param open offset of the frame, to be read with {@link OpenFrame}.
     */
    void open(int cid, MemorySegment memory, long open);

    /** A session that was opened never got an authentic packet: its id is free again. Does nothing if it is proven. */
    void release(int cid);

    /** The session's player is let in: from now on its messages matter. */
    void admit(int cid);

    /** The session ends with this reason code, if it is still there. */
    void close(int cid, int reason);

    /** All sessions end with this reason code, those that are proven later too. */
    void closeAll(int reason);

    /** Tells the session's player a place in the queue. */
    void tellQueue(int cid, int place, int waiting);

    /** Gives the session's player a fresh resume ticket. */
    void tellTicket(int cid, MemorySegment memory, long ticket, int length);
}
