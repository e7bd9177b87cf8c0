package io.tos.engine.net.session;

/** Where a session stands, as a byte in its record. Each state is left only for a higher one, or for {@link #FREE}. */
public final class SessionState {
    /** No session. */
    public static final byte FREE = 0;

    /** The handshake holds the slot; there are no keys yet. */
    public static final byte RESERVED = 1;

    /** Keys are there; the first authentic packet proves the peer. */
    public static final byte OPENING = 2;

    /** Proven. */
    public static final byte ESTABLISHED = 3;

    /** We end it: CLOSE leaves three times, strays are answered. */
    public static final byte CLOSING = 4;

    /** The peer ended it: strays are dropped in silence. */
    public static final byte DRAINING = 5;

    private SessionState() {}
}
