package io.tos.engine.sim;

import io.tos.engine.server.GameServer;
import io.tos.engine.telemetry.Counter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Invariant 7: every datagram a server received ended in exactly one counter of its door, and every CONNECT that the
 * door passed on in exactly one of the admission agent. Any thread, but exact only between two steps.
 */
public final class DatagramLedger {
    private static final Set<Counter> DOOR = EnumSet.of(
            Counter.DATAGRAMS_TOO_SHORT,
            Counter.PACKETS_ACCEPTED,
            Counter.PACKETS_RESERVED_BITS,
            Counter.PACKETS_UNKNOWN_SESSION,
            Counter.PACKETS_TOO_FAR,
            Counter.PACKETS_REPLAYED,
            Counter.PACKETS_TOO_OLD,
            Counter.PACKETS_RATE_LIMITED,
            Counter.PACKETS_BAD_TAG,
            Counter.PACKETS_OVER_RATE,
            Counter.PACKETS_REFUSED,
            Counter.PACKETS_MALFORMED,
            Counter.PACKETS_ACK_VIOLATION,
            Counter.PACKETS_KEY_VIOLATION,
            Counter.PACKETS_AFTER_CLOSE,
            Counter.HANDSHAKE_UNKNOWN,
            Counter.HELLO_MALFORMED,
            Counter.CHALLENGES_SENT,
            Counter.CHALLENGES_LIMITED,
            Counter.CHALLENGES_LIMITED_PREFIX,
            Counter.CHALLENGES_NO_SLOT,
            Counter.COOKIES_NOT_READY,
            Counter.CONNECT_MALFORMED,
            Counter.CONNECT_VERSION,
            Counter.COOKIE_STALE,
            Counter.COOKIE_WRONG,
            Counter.TOKEN_EXPIRED,
            Counter.TOKEN_TOO_FAR_AHEAD,
            Counter.TOKEN_OTHER_INSTANCE,
            Counter.TOKEN_OTHER_PROTOCOL,
            Counter.TOKEN_MALFORMED,
            Counter.CONNECT_QUEUE_FULL,
            Counter.CONNECTS_PASSED_ON);

    private static final Set<Counter> ADMISSION = EnumSet.of(
            Counter.CONNECT_LIMITED_HOST,
            Counter.CONNECT_LIMITED_PREFIX,
            Counter.TOKEN_EXPIRED,
            Counter.TOKEN_TOO_FAR_AHEAD,
            Counter.TOKEN_FORGED,
            Counter.TOKEN_MALFORMED,
            Counter.TOKEN_REUSED,
            Counter.TOKEN_BUSY,
            Counter.TOKEN_HISTORY_FULL,
            Counter.ACCEPTS_RESENT,
            Counter.ACCEPT_RESEND_LIMIT,
            Counter.HALF_OPEN_FULL,
            Counter.HALF_OPEN_PREFIX_FULL,
            Counter.MESSAGE1_INVALID,
            Counter.CONNECT_PAYLOAD_INVALID,
            Counter.ACCEPTED,
            Counter.REFUSED_VERSION,
            Counter.REFUSED_FULL,
            Counter.REFUSED_HOST_LIMIT,
            Counter.REFUSED_ENTRY_RATE,
            Counter.REFUSED_BANNED,
            Counter.REFUSED_DUPLICATE,
            Counter.REFUSED_DRAINING);

    private DatagramLedger() {}

    /** What does not add up at the door now, or null. */
    public static @Nullable String imbalance(final GameServer server) {
        final long received = server.countAtDoor(Counter.DATAGRAMS_IN);
        final long ended = DOOR.stream().mapToLong(server::countAtDoor).sum();
        return received == ended ? null : received + " datagrams came and " + ended + " were counted";
    }

    /** CONNECTs passed on and not judged yet: those on the way to admission and in the curves. */
    public static long pendingConnects(final GameServer server) {
        final long judged = ADMISSION.stream()
                .mapToLong(counter -> server.count(counter) - server.countAtDoor(counter))
                .sum();
        return server.countAtDoor(Counter.CONNECTS_PASSED_ON) - judged;
    }
}
