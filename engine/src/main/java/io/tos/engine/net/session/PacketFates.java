package io.tos.engine.net.session;

/** Learns what became of packets sent. */
interface PacketFates {
    /** No snapshot was in the packet. */
    int NO_SNAPSHOT = -1;

    /**
     * The peer has the packet.
     *
     * @param session offset of the session's record.
     * @param firstBlock head of the chain of reliable frames in it, or {@link BlockPool#NONE}.
     * @param snapshot id of the snapshot in it, or {@link #NO_SNAPSHOT}.
     */
    void onAcked(long session, int firstBlock, int snapshot);

    /** The packet counts as lost: its reliable frames go out again, in new packets. Parameters as above. */
    void onLost(long session, int firstBlock, int snapshot);
}
