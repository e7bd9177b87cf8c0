package io.tos.engine.net.session;

import java.lang.foreign.MemorySegment;

/** What happens in sessions, told on the network thread. Bytes handed out are valid until the method returns. */
public interface SessionEvents {
    /**
     * The peer proved itself with its first authentic packet.
     *
     * @param memory holds the peer's address slot and identity.
     * @param address offset of the address slot.
     * @param identity offset of what {@link SessionOpening#IDENTITY} held.
     * @return false when this cannot be told now: the session stays unproven until the peer's next packet.
     */
    boolean onOpened(int cid, MemorySegment memory, long address, long identity, int identityLength);

    /**
     * A message came, once and in the order its channel promises.
     *
     * @return false when there is no room: a reliable message is offered again, an unreliable one is gone.
     */
    boolean onMessage(int cid, int channelId, MemorySegment memory, long from, int length);

    /**
     * A frame of its own kind came: INPUT and BASE_MISS at a server, SNAPSHOT at a client. Late ones come too: they say
     * in themselves how old they are.
     *
     * @return false when it must not be acked, because the peer would build on it.
     */
    boolean onFrame(int cid, int frameType, MemorySegment memory, long from, int length);

    /** What became of a snapshot. Not told when the session ends before. */
    void onSnapshotFate(int cid, int snapshotId, boolean acked);

    /** Four times a second: round trip, its variation, and what may be sent. */
    void onPath(int cid, long smoothedNs, long variationNs, int bytesPerSecond);

    /**
     * The session is over; nothing more comes from it.
     *
     * @param code why, a {@link io.tos.engine.protocol.CloseReason#code()} or one from the peer that is not known here.
     * @return false when this cannot be told now: it is told again.
     */
    boolean onClosed(int cid, int code);
}
