package io.tos.engine.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A road for messages inside a session, with its promise and its limits. The limits bound what the receiver must be ready
 * to hold: messages and bytes sent and not yet acknowledged.
 */
public enum Channel {
    /** Settings, queue, session matters. Goes before all else. */
    CONTROL(0, true, true, 64, 8 << 10, 64, 16 << 10),
    /** Actions and inventory, in order. */
    GAMEPLAY(1, true, true, 256, 32 << 10, 1024, 256 << 10),
    /** Events and chat, each once, in any order. */
    EVENTS(2, true, false, 256, 32 << 10, 1024, 128 << 10),
    /** Snapshots and inputs: what is older than the newest has no worth. */
    SEQUENCED(3, false, true, 0, 0, 0, 0),
    /** Effects: may be lost, may overtake. */
    UNRELIABLE(4, false, false, 0, 0, 0, 0),
    /** World data in order, with the lowest weight. */
    BULK(5, true, true, 0, 0, 1024, 4 << 20);

    /** How many channels there are. */
    public static final int COUNT = 6;

    /** Ids of messages in flight on one channel span at most this many. */
    public static final int WINDOW = 1024;

    /** Longest message body in one frame; a longer one travels in fragments. */
    public static final int BODY_BYTES_MAX = 1024;

    /** Length of every fragment but the last. */
    public static final int FRAGMENT_BYTES = 1024;

    /** Most fragments of a message to the server. */
    public static final int FRAGMENTS_TO_SERVER_MAX = 16;

    /** Most fragments of a message to a client. */
    public static final int FRAGMENTS_TO_CLIENT_MAX = 256;

    /** Most half-received messages at the server, over all channels of a session. */
    public static final int PARTIALS_TO_SERVER_MAX = 4;

    private static final Channel[] ALL = values();

    private final int id;
    private final boolean reliable;
    private final boolean ordered;
    private final int toServerMessages;
    private final int toServerBytes;
    private final int toClientMessages;
    private final int toClientBytes;

    Channel(
            final int id,
            final boolean reliable,
            final boolean ordered,
            final int toServerMessages,
            final int toServerBytes,
            final int toClientMessages,
            final int toClientBytes) {
        this.id = id;
        this.reliable = reliable;
        this.ordered = ordered;
        this.toServerMessages = toServerMessages;
        this.toServerBytes = toServerBytes;
        this.toClientMessages = toClientMessages;
        this.toClientBytes = toClientBytes;
    }

    /** Number on the wire. */
    public int id() {
        return id;
    }

    /** Whether every message arrives exactly once. */
    public boolean isReliable() {
        return reliable;
    }

    /** Whether messages are delivered in the order of sending; unreliable ones drop what comes late. */
    public boolean isOrdered() {
        return ordered;
    }

    /** Most messages sent and not yet acknowledged, at most {@link #WINDOW}; 0 closes the road in that direction. */
    public int messagesMax(final Direction direction) {
        return direction == Direction.TO_SERVER ? toServerMessages : toClientMessages;
    }

    /** Most bytes of message bodies sent and not yet acknowledged. */
    public int bytesMax(final Direction direction) {
        return direction == Direction.TO_SERVER ? toServerBytes : toClientBytes;
    }

    /** Most fragments of one message that way. */
    public static int fragmentsMax(final Direction direction) {
        return direction == Direction.TO_SERVER ? FRAGMENTS_TO_SERVER_MAX : FRAGMENTS_TO_CLIENT_MAX;
    }

    /** The channel with this id, or null. */
    public static @Nullable Channel byId(final int id) {
        return id >= 0 && id < COUNT ? ALL[id] : null;
    }
}
