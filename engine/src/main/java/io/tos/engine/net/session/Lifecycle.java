package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.net.Transport;
import io.tos.engine.protocol.AckSection;
import io.tos.engine.protocol.CloseFrame;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;

/**
 * How a session begins and ends: reserved, opening, established, closing or draining, free. One per agent; {@code
 * session} is the offset of a record.
 */
final class Lifecycle {
    private static final int CLOSES = 3;
    private static final int STRAYS_ANSWERED = 8;
    private static final long CLOSE_INTERVAL_NS = 50_000_000L;
    private static final int SKIP_FIRST_MIN = 300;
    private static final int SKIP_FIRST_SPREAD = 700;

    private final SessionParts parts;
    private final MemorySegment memory;
    private final PacketSender sender;

    Lifecycle(final SessionParts parts, final PacketSender sender) {
        this.parts = parts;
        this.memory = parts.memory;
        this.sender = sender;
    }

    /** Takes a slot for a handshake, which gives it back or opens it. Returns its id, or 0 when there is none. */
    int reserve(final long nowNs) {
        final long session = parts.slots.reserve(nowNs);
        if (session == Slots.NONE) {
            return 0;
        }
        parts.deadlines.set(session, Deadlines.NEVER);
        return parts.cid(session);
    }

    /** Gives a reserved session its keys. */
    void open(final long session, final SessionOpening opening, final long nowNs) {
        assert parts.state(session) == SessionState.RESERVED : parts.state(session);
        final long firstSent = opening.firstSent();
        final long firstReceived = opening.firstReceived();
        memory.set(JAVA_INT, session + SessionRecord.PEER_CID, opening.peerCid());
        enter(session, SessionState.OPENING, nowNs);
        parts.time(session, SessionRecord.HEARD_NS, nowNs);
        parts.time(session, SessionRecord.SENT_NS, nowNs);
        parts.time(session, SessionRecord.ACTIVE_NS, nowNs);
        parts.time(session, SessionRecord.ACK_DELAY_NS, opening.ackDelayUnits() * AckSection.DELAY_UNIT_NS);
        parts.time(session, SessionRecord.PEER_ACK_DELAY_NS, opening.peerAckDelayUnits() * AckSection.DELAY_UNIT_NS);
        memory.set(JAVA_LONG, session + SessionRecord.SEQUENCED_NEXT, firstReceived);
        final MemorySegment source = opening.keys();
        MemorySegment.copy(
                source, SessionOpening.ADDRESS, memory, session + SessionRecord.ADDRESS, Transport.ADDRESS_SLOT_BYTES);
        final int identityLength = opening.identityLength();
        memory.set(JAVA_SHORT, session + SessionRecord.IDENTITY_LENGTH, (short) identityLength);
        MemorySegment.copy(source, SessionOpening.IDENTITY, memory, session + SessionRecord.IDENTITY, identityLength);
        ReplayWindow.begin(memory, session + SessionRecord.REPLAY, firstReceived);
        AckTracker.begin(memory, session + SessionRecord.ACKS, firstReceived);
        RttEstimator.begin(memory, session + SessionRecord.RTT);
        parts.keys.begin(session, opening, nowNs);
        parts.limit.begin(session, nowNs);
        parts.rate.begin(session, opening.bytesPerSecond(), opening.bytesPerSecondMax(), nowNs);
        parts.path.begin(session, nowNs);
        parts.outbound.begin(session);
        parts.inbound.begin(session);
        final long skip = firstSent + SKIP_FIRST_MIN + parts.rolls.next(SKIP_FIRST_SPREAD);
        parts.sent.begin(session, firstSent, skip);
        parts.deadlines.set(session, nowNs + parts.config.timing().openMaxNs());
    }

    /** The first authentic packet came. False when that cannot be told now. */
    boolean establish(final long session, final long nowNs) {
        final int identityLength = Short.toUnsignedInt(memory.get(JAVA_SHORT, session + SessionRecord.IDENTITY_LENGTH));
        if (!parts.events.onOpened(
                parts.cid(session),
                memory,
                session + SessionRecord.ADDRESS,
                session + SessionRecord.IDENTITY,
                identityLength)) {
            return false;
        }
        enter(session, SessionState.ESTABLISHED, nowNs);
        parts.time(session, SessionRecord.ACTIVE_NS, nowNs);
        parts.deadlines.sooner(session, nowNs + parts.config.timing().keepAliveNs());
        parts.counters.increment(Counter.SESSIONS_OPENED);
        return true;
    }

    /**
     * Ends a session from here: CLOSE leaves three times, then strays are answered for a while.
     *
     * @param text UTF-8, or length 0.
     */
    void close(
            final long session,
            final int code,
            final MemorySegment text,
            final long from,
            final int textLength,
            final long nowNs) {
        assert textLength <= CloseFrame.TEXT_BYTES_MAX : textLength;
        if (parts.state(session) == SessionState.OPENING) {
            forget(session); // nobody was told of it
            return;
        }
        if (parts.state(session) != SessionState.ESTABLISHED) {
            return;
        }
        MemorySegment.copy(text, from, memory, session + SessionRecord.CLOSE_TEXT, textLength);
        memory.set(JAVA_BYTE, session + SessionRecord.CLOSE_TEXT_LENGTH, (byte) textLength);
        memory.set(JAVA_BYTE, session + SessionRecord.CLOSES_LEFT, (byte) (CLOSES - 1));
        memory.set(JAVA_BYTE, session + SessionRecord.STRAYS_LEFT, (byte) STRAYS_ANSWERED);
        end(session, SessionState.CLOSING, code, nowNs);
        sender.close(session, nowNs);
        parts.time(session, SessionRecord.CLOSE_NS, nowNs + CLOSE_INTERVAL_NS);
        parts.deadlines.set(session, nowNs + CLOSE_INTERVAL_NS);
    }

    /** As above, for a reason that needs no words. */
    void close(final long session, final CloseReason reason, final long nowNs) {
        close(session, reason.code(), memory, 0, 0, nowNs);
    }

    /** The peer sent a CLOSE. */
    void onPeerClosed(final long session, final int code, final long nowNs) {
        end(session, SessionState.DRAINING, code, nowNs);
        parts.time(session, SessionRecord.CLOSE_NS, nowNs + 3 * parts.sent.probeDelayNs(session));
        parts.deadlines.set(session, parts.time(session, SessionRecord.CLOSE_NS));
    }

    /** The peer is gone: there is nobody to tell but the tick. */
    void onTimeout(final long session, final long nowNs) {
        parts.counters.increment(Counter.SESSIONS_TIMED_OUT);
        end(session, SessionState.DRAINING, CloseReason.TIMEOUT.code(), nowNs);
        parts.time(session, SessionRecord.CLOSE_NS, nowNs);
        parts.deadlines.set(session, nowNs);
    }

    private void end(final long session, final byte state, final int code, final long nowNs) {
        enter(session, state, nowNs);
        memory.set(JAVA_SHORT, session + SessionRecord.CLOSE_CODE, (short) code);
        parts.outbound.end(session);
        parts.inbound.end(session);
        parts.sent.drop(session);
        parts.path.revert(session);
        parts.counters.increment(Counter.SESSIONS_CLOSED);
        SessionFlags.set(memory, session, SessionFlags.END_UNTOLD);
        tell(session);
    }

    private void tell(final long session) {
        final int code = Short.toUnsignedInt(memory.get(JAVA_SHORT, session + SessionRecord.CLOSE_CODE));
        if (parts.events.onClosed(parts.cid(session), code)) {
            SessionFlags.clear(memory, session, SessionFlags.END_UNTOLD);
        }
    }

    /** An authentic packet came to a session that we ended: the peer may not know. */
    void onStray(final long session, final long nowNs) {
        final int left = memory.get(JAVA_BYTE, session + SessionRecord.STRAYS_LEFT);
        if (parts.state(session) == SessionState.CLOSING && left > 0) {
            memory.set(JAVA_BYTE, session + SessionRecord.STRAYS_LEFT, (byte) (left - 1));
            sender.close(session, nowNs);
        }
    }

    /** The deadline of a session that is not established came. */
    void onDeadline(final long session, final long nowNs) {
        final byte state = parts.state(session);
        if (state == SessionState.OPENING) {
            if (nowNs - parts.time(session, SessionRecord.STATE_NS)
                    >= parts.config.timing().openMaxNs()) {
                forget(session);
            } else {
                parts.deadlines.set(
                        session,
                        parts.time(session, SessionRecord.STATE_NS)
                                + parts.config.timing().openMaxNs());
            }
            return;
        }
        if (SessionFlags.has(memory, session, SessionFlags.END_UNTOLD)) {
            tell(session);
        }
        if (nowNs >= parts.time(session, SessionRecord.CLOSE_NS)) {
            onCloseDue(session, nowNs);
        } else {
            parts.deadlines.set(session, parts.time(session, SessionRecord.CLOSE_NS));
        }
    }

    private void onCloseDue(final long session, final long nowNs) {
        final int left = memory.get(JAVA_BYTE, session + SessionRecord.CLOSES_LEFT);
        if (parts.state(session) == SessionState.CLOSING && left > 0) {
            sender.close(session, nowNs);
            memory.set(JAVA_BYTE, session + SessionRecord.CLOSES_LEFT, (byte) (left - 1));
            final long nextNs = left > 1 ? CLOSE_INTERVAL_NS : 3 * parts.sent.probeDelayNs(session);
            parts.time(session, SessionRecord.CLOSE_NS, nowNs + nextNs);
            parts.deadlines.set(session, nowNs + nextNs);
        } else if (SessionFlags.has(memory, session, SessionFlags.END_UNTOLD)) {
            parts.deadlines.set(session, nowNs + parts.config.timing().tickNs());
        } else {
            forget(session);
        }
    }

    /** Frees the slot at once. */
    void forget(final long session) {
        if (parts.state(session) != SessionState.RESERVED) {
            parts.keys.forget(session);
        }
        parts.deadlines.set(session, Deadlines.NEVER);
        parts.slots.release(session);
    }

    private void enter(final long session, final byte state, final long nowNs) {
        memory.set(JAVA_BYTE, session + SessionRecord.STATE, state);
        parts.time(session, SessionRecord.STATE_NS, nowNs);
    }
}
