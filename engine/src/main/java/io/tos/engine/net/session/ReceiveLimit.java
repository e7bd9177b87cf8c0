package io.tos.engine.net.session;

import java.lang.foreign.MemorySegment;

/**
 * How much a peer may send. Twice the fair rate is dropped before any cryptography, what is above the fair rate after
 * it. Only packets that open are charged to the peer: forged ones from its address have a large budget of their own,
 * those from elsewhere a small one, so that neither eats the peer's.
 *
 * <pre> 0 before opening, packets | 16 before opening, packets from elsewhere | 32 after, packets | 48 after, bytes
 * | 64 forged packets | 80 patience, each a {@link TokenBucket} </pre>
 */
final class ReceiveLimit {
    /** Bytes it takes in a session's record. */
    static final int BYTES = 6 * TokenBucket.BYTES;

    private static final long BEFORE = SessionRecord.LIMIT;
    private static final long ELSEWHERE = BEFORE + TokenBucket.BYTES;
    private static final long PACKETS = ELSEWHERE + TokenBucket.BYTES;
    private static final long VOLUME = PACKETS + TokenBucket.BYTES;
    private static final long FORGED = VOLUME + TokenBucket.BYTES;
    private static final long PATIENCE = FORGED + TokenBucket.BYTES;
    private static final int ELSEWHERE_PER_SECOND = 32;

    /** Genuine packets above the fair rate that are borne, at once and for long; a line that stood still may bring some. */
    private static final int PATIENCE_BURST = 512;

    private static final int PATIENCE_PER_SECOND = 32;

    /** What failed openings may cost per session: 4,096 take about 2 ms of a core's second. */
    private static final int FORGED_PER_SECOND = 4_096;

    private static final int FORGED_BURST = 1_024;

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
        TokenBucket.begin(memory, session + FORGED, FORGED_BURST, nowNs);
        TokenBucket.begin(memory, session + PATIENCE, PATIENCE_BURST, nowNs);
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
            TokenBucket.fill(memory, session + FORGED, FORGED_PER_SECOND, FORGED_BURST, nowNs);
            return TokenBucket.level(memory, session + BEFORE) > 0 && TokenBucket.level(memory, session + FORGED) > 0;
        }
        TokenBucket.fill(memory, session + ELSEWHERE, ELSEWHERE_PER_SECOND, ELSEWHERE_PER_SECOND, nowNs);
        return TokenBucket.take(memory, session + ELSEWHERE, 1);
    }

    /** A packet from the proven address was opened, or was found to be forged. */
    void onTried(final long session, final boolean isGenuine) {
        if (rates.isLimited()) {
            TokenBucket.spend(memory, session + (isGenuine ? BEFORE : FORGED), 1);
        }
    }

    /** After a genuine packet above the fair rate: whether its sender has gone on like that for too long. */
    boolean isFlooding(final long session, final long nowNs) {
        TokenBucket.fill(memory, session + PATIENCE, PATIENCE_PER_SECOND, PATIENCE_BURST, nowNs);
        return !TokenBucket.take(memory, session + PATIENCE, 1);
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
