package io.tos.engine.protocol;

import org.jspecify.annotations.Nullable;

/** Why a session ended or was refused: a code on the wire, and whether a client may try again by itself. */
public enum CloseReason {
    /** The peer is done. */
    GOODBYE(0x0000, false, "left on purpose"),
    /** Nothing authentic came for 10 s. Never sent: there is nobody to read it. */
    TIMEOUT(0x0001, true, "nothing heard for too long"),
    /** Authentic bytes that no correct peer sends. */
    PROTOCOL(0x0002, false, "protocol error"),
    /** An ack of a packet that was never sent. */
    ACK_VIOLATION(0x0003, false, "acknowledged what was never sent"),
    /** More fragments or bytes in flight than the channel allows. */
    REASSEMBLY_LIMIT(0x0004, false, "too much in flight"),
    /** Far more packets than the session may send. */
    FLOOD(0x0005, false, "too many packets"),
    /** A key phase that cannot be. */
    KEY(0x0007, true, "key error"),
    /** Version or message table do not match. */
    VERSION(0x0008, false, "version does not match"),
    /** Reliable messages pile up unacknowledged. */
    STALLED(0x0009, true, "receiver too slow"),
    /** Alive, but not taking part. */
    INACTIVE(0x000A, false, "inactive"),

    /** Only in reports: bad tokens are met with silence. */
    TOKEN_INVALID(0x1001, false, "token is not valid"),
    /** Only in reports. */
    TOKEN_EXPIRED(0x1002, false, "token has expired"),
    /** The token or ticket was used before. */
    TOKEN_REUSED(0x1003, false, "token was used before"),
    /** No slot and no place in the queue. */
    FULL(0x1004, true, "server is full"),
    /** The account came in again somewhere else. */
    DUPLICATE_LOGIN(0x1005, false, "account signed in elsewhere"),
    /** Not welcome. */
    BANNED(0x1006, false, "banned"),
    /** No new players: the server is about to stop. */
    DRAINING(0x1007, true, "server takes no new players"),
    /** More sessions from one address than allowed. */
    ADDRESS_LIMIT(0x1008, true, "too many sessions from this address"),

    /** By an operator. */
    KICKED(0x2001, false, "kicked"),
    /** Too long without input. */
    AFK(0x2002, false, "away for too long"),
    /** By the cheat score. */
    CHEAT(0x2003, false, "cheating"),

    /** Stops for good. */
    SHUTDOWN(0x3001, false, "server shuts down"),
    /** Comes back soon; resume tickets stay good. */
    RESTART(0x3002, true, "server restarts"),
    /** The map failed and was stopped. */
    MAP_STOPPED(0x3003, true, "map was stopped");

    private final int code;
    private final boolean retry;
    private final String text;

    CloseReason(final int code, final boolean retry, final String text) {
        this.code = code;
        this.retry = retry;
        this.text = text;
    }

    /** Number on the wire, u16. */
    public int code() {
        return code;
    }

    /** Whether a client may connect again without asking its player. */
    public boolean mayRetry() {
        return retry;
    }

    /** A few plain words. */
    public String text() {
        return text;
    }

    /** The reason with this code, or null if there is none; unknown codes are legal on the wire. */
    public static @Nullable CloseReason byCode(final int code) {
        for (final CloseReason reason : ALL) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }

    private static final CloseReason[] ALL = values();
}
