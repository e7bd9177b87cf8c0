package io.tos.engine.net.session;

/** What became of a message offered for sending. */
public enum SendResult {
    /** It will arrive, or was sent if it was unreliable. */
    TAKEN,
    /** It can never fit the channel. */
    TOO_LONG,
    /** The channel, the rate or the memory is full now. */
    NO_ROOM,
    /** There is no such established session. */
    NO_SESSION
}
