package io.tos.engine.net.session;

import java.lang.foreign.MemorySegment;

/**
 * How much a peer may send. Twice the fair rate is dropped before any cryptography, what is above the fair rate after
 * it. Packets from another address than the proven one have a small budget of their own, so that forged ones do not eat
 * the peer's.
 *
 * <pre> 0 before opening, packets | 16 before opening, packets from elsewhere | 32 after, packets | 48 after, bytes
 * each a {@link TokenBucket} </pre>
 */
final class ReceiveLimit {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 4 * TokenBucket.BYTES;

    private static final long BEFORE = SessionRecord.LIMIT;
    private static final long ELSEWHERE = BEFORE + TokenBucket.BYTES;
    private static final long PACKETS = ELSEWHERE + TokenBucket.BYTES;
    private static final long VOLUME = PACKETS + TokenBucket.BYTES;
    private static final int ELSEWHERE_PER_SECOND = 32;

    private final MemorySegment memory;
    private final ReceiveRates rates;

    ReceiveLimit(final MemorySegment memory, final ReceiveRates rates) {
        this.memory = memory;
        this.rates = rates;
    }

    /** Starts with full budgets. */
    void begin(final long session, final long nowNs) {
        TokenBucket.begin(memory, session + BEFORE, 2 * rates.burstPackets(), nowNs);
        TokenBucket.begin(memory, session + ELSEWHERE, ELSEWHERE_PER_SECOND, nowNs);
        TokenBucket.begin(memory, session + PACKETS, rates.burstPackets(), nowNs);
        TokenBucket.begin(memory, session + VOLUME, rates.burstBytes(), nowNs);
    }

    /** Whether a packet is worth opening. */
    boolean mayOpen(final long session, final boolean fromProvenAddress, final long nowNs) {
        if (!rates.isLimited()) {
            return true;
        }
        if (fromProvenAddress) {
            TokenBucket.fill(memory, session + BEFORE, 2 * rates.packetsPerSecond(), 2 * rates.burstPackets(), nowNs);
            return TokenBucket.take(memory, session + BEFORE, 1);
        }
        TokenBucket.fill(memory, session + ELSEWHERE, ELSEWHERE_PER_SECOND, ELSEWHERE_PER_SECOND, nowNs);
        return TokenBucket.take(memory, session + ELSEWHERE, 1);
    }

    /** Whether a genuine packet of this length is within the fair rate. */
    boolean mayTake(final long session, final int lengthBytes, final long nowNs) {
        if (!rates.isLimited()) {
            return true;
        }
        TokenBucket.fill(memory, session + PACKETS, rates.packetsPerSecond(), rates.burstPackets(), nowNs);
        TokenBucket.fill(memory, session + VOLUME, rates.bytesPerSecond(), rates.burstBytes(), nowNs);
        return TokenBucket.level(memory, session + VOLUME) >= lengthBytes
                && TokenBucket.take(memory, session + PACKETS, 1)
                && TokenBucket.take(memory, session + VOLUME, lengthBytes);
    }
}
