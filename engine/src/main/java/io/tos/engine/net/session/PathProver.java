package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Zeros;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * Follows a peer to a new address once it proves to be there. The newest authentic packet from elsewhere makes that
 * address the candidate; both addresses get a challenge of their own. The answer to the new one, from there, moves the
 * session; an answer to the old one keeps it where it is; silence keeps it too. Before the proof no more bytes go to the
 * candidate than came from it. One per agent; {@code session} is the offset of a record.
 *
 * <pre> 0 candidate, an address slot | 32 token i64: for the candidate, its complement for the old address
 * | 40 beganNs i64 | 48 askedNs i64 | 56 minuteNs i64 | 64 received i32, bytes | 68 sent i32, bytes
 * | 72 begunInMinute i32 | 76 proving u8 </pre>
 */
final class PathProver {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 80;

    private static final long CANDIDATE = SessionRecord.PATH;
    private static final long TOKEN = CANDIDATE + Transport.ADDRESS_SLOT_BYTES;
    private static final long BEGAN = TOKEN + 8;
    private static final long ASKED = TOKEN + 16;
    private static final long MINUTE = TOKEN + 24;
    private static final long RECEIVED = TOKEN + 32;
    private static final long SENT = TOKEN + 36;
    private static final long BEGUN = TOKEN + 40;
    private static final long PROVING = TOKEN + 44;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int PER_MINUTE_MAX = 20;
    private static final int IPV4_ADDRESS_AT = 4;
    private static final int IPV6_ADDRESS_AT = 8;

    private final MemorySegment memory;
    private final Counters counters;

    PathProver(final MemorySegment memory, final Counters counters) {
        this.memory = memory;
        this.counters = counters;
    }

    /** Starts with no candidate. */
    void begin(final long session, final long nowNs) {
        Zeros.fill(memory, session + CANDIDATE, BYTES);
        memory.set(JAVA_LONG, session + BEGAN, nowNs - SECOND_NS);
        memory.set(JAVA_LONG, session + MINUTE, nowNs);
    }

    /** Whether there is a candidate. */
    boolean isProving(final long session) {
        return memory.get(JAVA_BYTE, session + PROVING) != 0;
    }

    /** Offset of the candidate's address slot. */
    static long candidate(final long session) {
        return session + CANDIDATE;
    }

    /** What the candidate must send back. */
    long token(final long session) {
        return memory.get(JAVA_LONG, session + TOKEN);
    }

    /** Whether {@code source} at {@code slot} is the candidate. */
    boolean isCandidate(final long session, final MemorySegment source, final long slot) {
        return isProving(session) && PeerAddress.same(memory, session + CANDIDATE, source, slot);
    }

    /** Bytes came from the candidate. */
    void onReceived(final long session, final int lengthBytes) {
        memory.set(JAVA_INT, session + RECEIVED, memory.get(JAVA_INT, session + RECEIVED) + lengthBytes);
    }

    /**
     * The newest authentic packet came from elsewhere.
     *
     * @param token random.
     * @return whether that place is now the candidate; else it is one change too many, and counted.
     */
    boolean consider(
            final long session, final MemorySegment source, final long slot, final long token, final long nowNs) {
        if (nowNs - memory.get(JAVA_LONG, session + MINUTE) >= 60 * SECOND_NS) {
            memory.set(JAVA_LONG, session + MINUTE, nowNs);
            memory.set(JAVA_INT, session + BEGUN, 0);
        }
        final int begun = memory.get(JAVA_INT, session + BEGUN);
        if (isProving(session)
                || begun >= PER_MINUTE_MAX
                || nowNs - memory.get(JAVA_LONG, session + BEGAN) < SECOND_NS) {
            counters.increment(Counter.PATH_CHURN);
            return false;
        }
        MemorySegment.copy(source, slot, memory, session + CANDIDATE, Transport.ADDRESS_SLOT_BYTES);
        memory.set(JAVA_LONG, session + TOKEN, token);
        memory.set(JAVA_LONG, session + BEGAN, nowNs);
        memory.set(JAVA_LONG, session + ASKED, nowNs);
        memory.set(JAVA_INT, session + RECEIVED, 0);
        memory.set(JAVA_INT, session + SENT, 0);
        memory.set(JAVA_INT, session + BEGUN, begun + 1);
        memory.set(JAVA_BYTE, session + PROVING, (byte) 1);
        counters.increment(Counter.PATHS_CHALLENGED);
        return true;
    }

    /** Whether so many bytes may go to the candidate; if so they are counted. */
    boolean maySend(final long session, final int lengthBytes) {
        final int sent = memory.get(JAVA_INT, session + SENT) + lengthBytes;
        if (sent > memory.get(JAVA_INT, session + RECEIVED)) {
            return false;
        }
        memory.set(JAVA_INT, session + SENT, sent);
        return true;
    }

    /** A challenge left just now. */
    void asked(final long session, final long nowNs) {
        memory.set(JAVA_LONG, session + ASKED, nowNs);
    }

    /** When the last challenge left. */
    long askedNs(final long session) {
        return memory.get(JAVA_LONG, session + ASKED);
    }

    /** When the candidate appeared. */
    long beganNs(final long session) {
        return memory.get(JAVA_LONG, session + BEGAN);
    }

    /** Drops the candidate. */
    void revert(final long session) {
        if (isProving(session)) {
            memory.set(JAVA_BYTE, session + PROVING, (byte) 0);
            counters.increment(Counter.PATHS_REVERTED);
        }
    }

    /**
     * An answer came: moves to the candidate, or stays for good, or does nothing when the token is a guess.
     *
     * @param fromCandidate whether it came from the candidate's address.
     * @return whether the session moved to another IP address; a mere change of port is no new path.
     */
    boolean onResponse(final long session, final long answer, final boolean fromCandidate) {
        if (!isProving(session)) {
            return false;
        }
        if (!fromCandidate && answer == ~token(session)) {
            revert(session);
            return false;
        }
        if (!fromCandidate || answer != token(session)) {
            return false;
        }
        final boolean sameHost = sameHost(session);
        MemorySegment.copy(
                memory, session + CANDIDATE, memory, session + SessionRecord.ADDRESS, Transport.ADDRESS_SLOT_BYTES);
        memory.set(JAVA_BYTE, session + PROVING, (byte) 0);
        counters.increment(Counter.PATHS_MOVED);
        return !sameHost;
    }

    private boolean sameHost(final long session) {
        final long proven = session + SessionRecord.ADDRESS;
        final long candidate = session + CANDIDATE;
        final int family = PeerAddress.family(memory, proven);
        if (family != PeerAddress.family(memory, candidate)) {
            return false;
        }
        if (family == PeerAddress.FAMILY_IPV4) {
            return memory.get(JAVA_INT, proven + IPV4_ADDRESS_AT) == memory.get(JAVA_INT, candidate + IPV4_ADDRESS_AT);
        }
        return memory.get(JAVA_LONG, proven + IPV6_ADDRESS_AT) == memory.get(JAVA_LONG, candidate + IPV6_ADDRESS_AT)
                && memory.get(JAVA_LONG, proven + IPV6_ADDRESS_AT + 8)
                        == memory.get(JAVA_LONG, candidate + IPV6_ADDRESS_AT + 8);
    }
}
