package io.tos.engine.net.session;

import io.tos.engine.net.Transport;

/**
 * Where everything of one session lies in its off-heap record. {@code session} in other classes is the offset of such a
 * record. Parts with a layout of their own say it in their class.
 */
final class SessionRecord {
    /** i32: the id peers of this session put into their packets; 0 while the slot is free. */
    static final long CID = 0;

    /** i32: the id we put into ours. */
    static final long PEER_CID = 4;

    /** u8. */
    static final long STATE = 8;

    /** u8. */
    static final long FLAGS = 9;

    /** i64: when the state began. */
    static final long STATE_NS = 16;

    /** i64: when the last authentic packet came. */
    static final long HEARD_NS = 24;

    /** i64: when the last packet left. */
    static final long SENT_NS = 32;

    /** i64: when the peer last took part. */
    static final long ACTIVE_NS = 40;

    /** i64: longest time we hold an ack back. */
    static final long ACK_DELAY_NS = 48;

    /** i64: longest time the peer holds an ack back. */
    static final long PEER_ACK_DELAY_NS = 56;

    /** The peer's proven address, one {@link io.tos.engine.net.PeerAddress} slot. */
    static final long ADDRESS = 64;

    /** See {@link ReplayWindow}. */
    static final long REPLAY = ADDRESS + Transport.ADDRESS_SLOT_BYTES;

    /** See {@link AckTracker}. */
    static final long ACKS = REPLAY + ReplayWindow.BYTES;

    /** See {@link RttEstimator}. */
    static final long RTT = ACKS + AckTracker.BYTES;

    /** See {@link SentPackets}. */
    static final long SENT = RTT + RttEstimator.BYTES;

    private static final long END = SENT + SentPackets.BYTES;

    /** Length of a record, a multiple of 64. */
    static final int BYTES = (int) (END + 63 & ~63L);

    private SessionRecord() {}
}
