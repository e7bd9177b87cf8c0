package io.tos.engine.net.session;

import io.tos.engine.net.Transport;
import io.tos.engine.protocol.CloseFrame;

/**
 * Where everything of one session lies in its off-heap record. {@code session} in other classes is the offset of such a
 * record. Parts with a layout of their own say it in their class.
 */
final class SessionRecord {
    /** i32: the id the peer puts into its packets; 0 while the slot is free. */
    static final long CID = 0;

    /** i32: the id we put into ours. */
    static final long PEER_CID = 4;

    /** u8, see {@link SessionState}. */
    static final long STATE = 8;

    /** u8, bits of {@link SessionFlags}. */
    static final long FLAGS = 9;

    /** u16: what the peer's PING is called, for the PONG. */
    static final long PONG_ID = 10;

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

    /** i64: number of the newest packet that brought a sequenced message, plus one. */
    static final long SEQUENCED_NEXT = 64;

    /** i64: clock of the peer's PING. */
    static final long PONG_SENT_US = 72;

    /** i64: when that PING came. */
    static final long PONG_HEARD_NS = 80;

    /** i64: token of the PATH_RESPONSE that is due. */
    static final long RESPONSE_TOKEN = 88;

    /** u16: why the session ends. */
    static final long CLOSE_CODE = 96;

    /** u8: CLOSE packets still to be sent by themselves. */
    static final long CLOSES_LEFT = 98;

    /** u8: answers to strays still allowed. */
    static final long STRAYS_LEFT = 99;

    /** u8: length of the text behind {@link #CLOSE_TEXT}. */
    static final long CLOSE_TEXT_LENGTH = 100;

    /** u16: bytes of {@link #IDENTITY}. */
    static final long IDENTITY_LENGTH = 102;

    /** i64: when the next CLOSE is due, or the record may be forgotten. */
    static final long CLOSE_NS = 104;

    /** i64: when the 250 ms of {@link SendRate} end. */
    static final long ADJUST_NS = 112;

    /** The slot's last eight generations, i32 each. */
    static final long GENERATIONS = 120;

    /** The peer's proven address, one {@link io.tos.engine.net.PeerAddress} slot. */
    static final long ADDRESS = GENERATIONS + 8 * 4;

    /** See {@link ReplayWindow}. */
    static final long REPLAY = ADDRESS + Transport.ADDRESS_SLOT_BYTES;

    /** See {@link AckTracker}. */
    static final long ACKS = REPLAY + ReplayWindow.BYTES;

    /** See {@link RttEstimator}. */
    static final long RTT = ACKS + AckTracker.BYTES;

    /** See {@link KeyPhases}. */
    static final long KEYS = RTT + RttEstimator.BYTES;

    /** See {@link ReceiveLimit}. */
    static final long LIMIT = KEYS + KeyPhases.BYTES;

    /** See {@link SendRate}. */
    static final long RATE = LIMIT + ReceiveLimit.BYTES;

    /** See {@link PathProver}. */
    static final long PATH = RATE + SendRate.BYTES;

    /** See {@link OutboundChannels}. */
    static final long OUTBOUND = PATH + PathProver.BYTES;

    /** See {@link InboundChannels}. */
    static final long INBOUND = OUTBOUND + OutboundChannels.BYTES;

    /** See {@link SentPackets}. */
    static final long SENT = INBOUND + InboundChannels.BYTES;

    /** Who the peer is: what the handshake proved, opaque here. */
    static final long IDENTITY = SENT + SentPackets.BYTES;

    /** Longest identity. */
    static final int IDENTITY_BYTES_MAX = 320;

    /** Words of the CLOSE. */
    static final long CLOSE_TEXT = IDENTITY + IDENTITY_BYTES_MAX;

    private static final long END = CLOSE_TEXT + CloseFrame.TEXT_BYTES_MAX;

    /** Length of a record, a multiple of 64. */
    static final int BYTES = (int) (END + 63 & ~63L);

    private SessionRecord() {}
}
