package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Zeros;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * The keys of a session and when they change. Each side changes its sending key by itself; the phase bit of a packet
 * says which of two keys it is sealed with. Only one phase ahead is ever derived, and in advance, so a forged bit costs
 * what any forged packet costs. One per agent; {@code session} is the offset of a record.
 *
 * <pre> 0 sendFirst i64: first number of the sending phase | 8 sendNs i64 | 16 receiveFirst i64: lowest number seen of the
 * receiving phase | 24 previousUntilNs i64 | 32 rotatePackets i64 | 40 rotateNs i64 | 48 sendPhase u8 | 49 receivePhase u8
 * | 50 told u8: an ack of the receiving phase left
 * | 64 keys, 32 bytes each: send, receive, next receive, previous receive </pre>
 */
final class KeyPhases {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 64 + 4 * PacketCrypto.KEY_BYTES;

    private static final long SEND_FIRST = SessionRecord.KEYS;
    private static final long SEND_NS = SEND_FIRST + 8;
    private static final long RECEIVE_FIRST = SEND_FIRST + 16;
    private static final long PREVIOUS_UNTIL = SEND_FIRST + 24;
    private static final long ROTATE_PACKETS = SEND_FIRST + 32;
    private static final long ROTATE_NS = SEND_FIRST + 40;
    private static final long SEND_PHASE = SEND_FIRST + 48;
    private static final long RECEIVE_PHASE = SEND_FIRST + 49;
    private static final long TOLD = SEND_FIRST + 50;
    private static final long SEND_KEY = SEND_FIRST + 64;
    private static final long RECEIVE_KEY = SEND_KEY + PacketCrypto.KEY_BYTES;
    private static final long NEXT_KEY = RECEIVE_KEY + PacketCrypto.KEY_BYTES;
    private static final long PREVIOUS_KEY = NEXT_KEY + PacketCrypto.KEY_BYTES;

    private final MemorySegment records;
    private final PacketCrypto crypto;
    private final Counters counters;

    KeyPhases(final MemorySegment records, final PacketCrypto crypto, final Counters counters) {
        this.records = records;
        this.crypto = crypto;
        this.counters = counters;
    }

    /** Starts the first phase of both directions with the keys and numbers of the handshake. */
    void begin(final long session, final SessionOpening opening, final long nowNs) {
        Zeros.fill(records, session + SEND_FIRST, BYTES);
        records.set(JAVA_LONG, session + SEND_FIRST, opening.firstSent());
        records.set(JAVA_LONG, session + SEND_NS, nowNs);
        records.set(JAVA_LONG, session + RECEIVE_FIRST, opening.firstReceived());
        records.set(JAVA_LONG, session + ROTATE_PACKETS, opening.rekeyPackets());
        records.set(JAVA_LONG, session + ROTATE_NS, opening.rekeySeconds() * 1_000_000_000L);
        final MemorySegment keys = opening.keys();
        MemorySegment.copy(keys, SessionOpening.SEND_KEY, records, session + SEND_KEY, PacketCrypto.KEY_BYTES);
        MemorySegment.copy(keys, SessionOpening.RECEIVE_KEY, records, session + RECEIVE_KEY, PacketCrypto.KEY_BYTES);
        crypto.rekey(records, session + RECEIVE_KEY, session + NEXT_KEY);
    }

    /** Overwrites all keys. */
    void forget(final long session) {
        Zeros.fill(records, session + SEND_FIRST, BYTES);
    }

    /** The phase bit of packets we send. */
    int sendPhase(final long session) {
        return records.get(JAVA_BYTE, session + SEND_PHASE);
    }

    /** Seals a packet whose header is written. */
    void seal(final long session, final long number, final MemorySegment packets, final long packet, final int length) {
        crypto.seal(records, session + SEND_KEY, number, packets, packet, length);
    }

    /**
     * Goes to the next sending key if its time has come and the peer acked a packet of this phase.
     *
     * @param next number of the next packet.
     * @param ackedNext largest acked number plus one.
     */
    void rotateIfDue(final long session, final long next, final long ackedNext, final long nowNs) {
        final long first = records.get(JAVA_LONG, session + SEND_FIRST);
        final boolean due = next - first >= records.get(JAVA_LONG, session + ROTATE_PACKETS)
                || nowNs - records.get(JAVA_LONG, session + SEND_NS) >= records.get(JAVA_LONG, session + ROTATE_NS);
        if (!due || ackedNext - first <= 0) {
            return;
        }
        crypto.rekey(records, session + SEND_KEY, session + SEND_KEY);
        records.set(JAVA_BYTE, session + SEND_PHASE, (byte) (sendPhase(session) ^ 1));
        records.set(JAVA_LONG, session + SEND_FIRST, next);
        records.set(JAVA_LONG, session + SEND_NS, nowNs);
        counters.increment(Counter.KEY_ROTATIONS);
    }

    /**
     * Where the key of a packet with this phase and number lies; the choice costs nothing and changes nothing.
     *
     * @return offset of the key, or -1 when the key of its phase is gone.
     */
    long keyFor(final long session, final int phase, final long number, final long nowNs) {
        if (phase == records.get(JAVA_BYTE, session + RECEIVE_PHASE)) {
            return session + RECEIVE_KEY;
        }
        if (number - records.get(JAVA_LONG, session + RECEIVE_FIRST) > 0) {
            return session + NEXT_KEY;
        }
        return nowNs - records.get(JAVA_LONG, session + PREVIOUS_UNTIL) < 0 ? session + PREVIOUS_KEY : -1;
    }

    /** Opens a packet with the key {@link #keyFor} gave. */
    boolean open(final long key, final long number, final MemorySegment packets, final long packet, final int length) {
        return crypto.open(records, key, number, packets, packet, length);
    }

    /**
     * The packet opened with {@code key} proved genuine: commits the next phase if it was that.
     *
     * @param keepNs how long the key before stays good for late packets.
     * @return false when the peer changed keys twice without an ack of ours in between, which no correct peer does.
     */
    boolean onOpened(final long session, final long key, final long number, final long keepNs, final long nowNs) {
        if (key == session + RECEIVE_KEY) {
            if (number - records.get(JAVA_LONG, session + RECEIVE_FIRST) < 0) {
                records.set(JAVA_LONG, session + RECEIVE_FIRST, number);
            }
            return true;
        }
        if (key == session + PREVIOUS_KEY) {
            return true;
        }
        if (records.get(JAVA_BYTE, session + TOLD) == 0) {
            return false;
        }
        MemorySegment.copy(records, session + RECEIVE_KEY, records, session + PREVIOUS_KEY, PacketCrypto.KEY_BYTES);
        MemorySegment.copy(records, session + NEXT_KEY, records, session + RECEIVE_KEY, PacketCrypto.KEY_BYTES);
        crypto.rekey(records, session + RECEIVE_KEY, session + NEXT_KEY);
        final int phase = records.get(JAVA_BYTE, session + RECEIVE_PHASE) ^ 1;
        records.set(JAVA_BYTE, session + RECEIVE_PHASE, (byte) phase);
        records.set(JAVA_LONG, session + RECEIVE_FIRST, number);
        records.set(JAVA_LONG, session + PREVIOUS_UNTIL, nowNs + keepNs);
        records.set(JAVA_BYTE, session + TOLD, (byte) 0);
        return true;
    }

    /** An ack left whose newest number is {@code newest}: the peer may change keys again once it has it. */
    void onAckSent(final long session, final long newest) {
        if (newest - records.get(JAVA_LONG, session + RECEIVE_FIRST) >= 0) {
            records.set(JAVA_BYTE, session + TOLD, (byte) 1);
        }
    }
}
