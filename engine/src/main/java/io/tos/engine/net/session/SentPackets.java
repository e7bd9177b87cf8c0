package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.memory.Zeros;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * The last 128 packets sent of each session and what became of them: acks, loss and probes as RFC 9002 has them, with
 * a fixed mask instead of ranges. One per agent; {@code session} is the offset of a record.
 *
 * <pre> 0 next i64 | 8 ackedNext i64: largest acked plus one | 16 oldest i64: none before it is in flight
 * | 24 skipNext i64: number left out on purpose next | 32 elicitedNs i64: last eliciting packet sent
 * | 40 progressNs i64: see there, 0 while nothing reliable waits | 48 lossNs i64: when the oldest in flight counts as lost, or MAX | 56 first i64
 * | 64 history, 2 longs: 1 = lost, newest lowest | 80 eliciting i32: in flight | 84 threshold u8 | 85 probes u8
 * | 86 futile u8: packets with reliable frames lost since one was acked, at most 255
 * | 88 ackedBefore i64: the 64 numbers before it that were acked, lowest bit next to it
 * | 96 packets, 128 entries of 24 bytes
 * entry: 0 sentNs i64 | 8 number, low i32 | 12 firstBlock i32 | 16 snapshot u16 | 18 state u8 | 19 flags u8 | 20 spare </pre>
 */
final class SentPackets {
    /** Packets remembered; the ack mask covers 65 of them. */
    static final int PACKETS = 128;

    /** Bytes it takes in a session's record. */
    static final int BYTES = 96 + PACKETS * 24;

    /** Answers of {@link #onAck}: the ack is sound. */
    static final boolean SOUND = true;

    private static final long NEXT = SessionRecord.SENT;
    private static final long ACKED_NEXT = NEXT + 8;
    private static final long OLDEST = NEXT + 16;
    private static final long SKIP_NEXT = NEXT + 24;
    private static final long ELICITED = NEXT + 32;
    private static final long PROGRESS = NEXT + 40;
    private static final long LOSS = NEXT + 48;
    private static final long FIRST = NEXT + 56;
    private static final long HISTORY = NEXT + 64;
    private static final long ELICITING = NEXT + 80;
    private static final long THRESHOLD = NEXT + 84;
    private static final long PROBES = NEXT + 85;
    private static final long FUTILE = NEXT + 86;
    private static final long ACKED_BEFORE = NEXT + 88;
    private static final long ENTRIES = NEXT + 96;
    private static final int ENTRY_BYTES = 24;

    private static final long ENTRY_NUMBER = 8;
    private static final long ENTRY_BLOCK = 12;
    private static final long ENTRY_SNAPSHOT = 16;
    private static final long ENTRY_STATE = 18;
    private static final long ENTRY_FLAGS = 19;

    private static final byte STATE_NONE = 0;
    private static final byte STATE_IN_FLIGHT = 1;
    private static final byte STATE_ACKED = 2;
    private static final byte STATE_LOST = 3;
    private static final byte STATE_SKIPPED = 4;
    private static final byte FLAG_ELICITING = 1;
    private static final byte FLAG_SNAPSHOT = 2;

    private static final int FUTILE_MAX = 200;
    private static final int THRESHOLD_MIN = 3;
    private static final int THRESHOLD_MAX = 16;
    private static final long PROBE_MAX_NS = 2_000_000_000L;

    private final MemorySegment memory;
    private final SessionTiming timing;
    private final PacketFates fates;
    private final Counters counters;

    SentPackets(
            final MemorySegment memory, final SessionTiming timing, final PacketFates fates, final Counters counters) {
        this.memory = memory;
        this.timing = timing;
        this.fates = fates;
        this.counters = counters;
    }

    /** Starts with number {@code first}; {@code skip} is the first number left out on purpose. */
    void begin(final long session, final long first, final long skip) {
        Zeros.fill(memory, session + NEXT, BYTES);
        memory.set(JAVA_LONG, session + NEXT, first);
        memory.set(JAVA_LONG, session + FIRST, first);
        memory.set(JAVA_LONG, session + ACKED_NEXT, first);
        memory.set(JAVA_LONG, session + ACKED_BEFORE, -1L); // none before the first is waited for
        memory.set(JAVA_LONG, session + OLDEST, first);
        memory.set(JAVA_LONG, session + SKIP_NEXT, skip);
        memory.set(JAVA_LONG, session + LOSS, Long.MAX_VALUE);
        memory.set(JAVA_BYTE, session + THRESHOLD, (byte) THRESHOLD_MIN);
    }

    /** The session ends: no packet has anything in it any more, and none is waited for. */
    void drop(final long session) {
        for (int entry = 0; entry < PACKETS; entry++) {
            final long at = session + ENTRIES + entry * (long) ENTRY_BYTES;
            memory.set(JAVA_BYTE, at + ENTRY_STATE, STATE_NONE);
            memory.set(JAVA_INT, at + ENTRY_BLOCK, BlockPool.NONE);
        }
        memory.set(JAVA_INT, session + ELICITING, 0);
        memory.set(JAVA_LONG, session + LOSS, Long.MAX_VALUE);
    }

    /** The number of the next packet. */
    long next(final long session) {
        return memory.get(JAVA_LONG, session + NEXT);
    }

    /** Largest acked number plus one; the first number of all while none is acked. */
    long ackedNext(final long session) {
        return memory.get(JAVA_LONG, session + ACKED_NEXT);
    }

    /** Whether the next number is one to leave out, so that a peer who acks what it did not see is found out. */
    boolean isSkipDue(final long session) {
        return next(session) == memory.get(JAVA_LONG, session + SKIP_NEXT);
    }

    /**
     * Leaves the next number out.
     *
     * @param gap from here to the next number left out, at least 2.
     */
    void skip(final long session, final int gap) {
        final long next = next(session);
        final long entry = vacate(session, next);
        memory.set(JAVA_BYTE, entry + ENTRY_STATE, STATE_SKIPPED);
        memory.set(JAVA_LONG, session + NEXT, next + 1);
        memory.set(JAVA_LONG, session + SKIP_NEXT, next + gap);
    }

    /**
     * Notes the packet with number {@link #next} as sent. The number is spent, whatever the transport made of it.
     *
     * @param eliciting whether the peer answers it with an ack of its own.
     * @param firstBlock head of the chain of reliable frames in it, or {@link BlockPool#NONE}.
     * @param snapshot id of the snapshot in it, or {@link PacketFates#NO_SNAPSHOT}.
     */
    void sent(final long session, final boolean eliciting, final int firstBlock, final int snapshot, final long nowNs) {
        final long number = next(session);
        final long entry = vacate(session, number);
        memory.set(JAVA_LONG, entry, nowNs);
        memory.set(JAVA_INT, entry + ENTRY_BLOCK, firstBlock);
        memory.set(JAVA_SHORT, entry + ENTRY_SNAPSHOT, (short) snapshot);
        memory.set(JAVA_BYTE, entry + ENTRY_STATE, STATE_IN_FLIGHT);
        final int flags = (eliciting ? FLAG_ELICITING : 0) | (snapshot >= 0 ? FLAG_SNAPSHOT : 0);
        memory.set(JAVA_BYTE, entry + ENTRY_FLAGS, (byte) flags);
        memory.set(JAVA_LONG, session + NEXT, number + 1);
        if (eliciting) {
            memory.set(JAVA_INT, session + ELICITING, elicitingInFlight(session) + 1);
            memory.set(JAVA_LONG, session + ELICITED, nowNs);
        }
        if (firstBlock != BlockPool.NONE && progressNs(session) == 0) {
            memory.set(JAVA_LONG, session + PROGRESS, nowNs);
        }
    }

    /** Makes the entry of {@code number} free; what was there 128 packets ago and has no fate yet is lost. */
    private long vacate(final long session, final long number) {
        final long entry = entryOf(session, number);
        if (memory.get(JAVA_BYTE, entry + ENTRY_STATE) == STATE_IN_FLIGHT) {
            lose(session, entry);
        }
        memory.set(JAVA_INT, entry + ENTRY_NUMBER, (int) number);
        memory.set(JAVA_INT, entry + ENTRY_BLOCK, BlockPool.NONE);
        memory.set(JAVA_BYTE, entry + ENTRY_STATE, STATE_NONE);
        return entry;
    }

    /** Eliciting packets without a fate. */
    int elicitingInFlight(final long session) {
        return memory.get(JAVA_INT, session + ELICITING);
    }

    /**
     * Takes an ack: {@code largest} and the 64 numbers before it, bit i of {@code before} for {@code largest - 1 - i}.
     *
     * @param ackDelayNs what the peer says it waited, or -1 when it does not know.
     * @return false when it acks what was never sent: the peer cheats.
     */
    boolean onAck(final long session, final long largest, final long before, final long ackDelayNs, final long nowNs) {
        final long next = next(session);
        final long back = next - largest;
        if (back <= 0 || Long.compareUnsigned(largest, memory.get(JAVA_LONG, session + FIRST)) < 0) {
            return !SOUND;
        }
        if (!settle(session, largest, ackDelayNs, true, nowNs)) {
            return !SOUND;
        }
        final long moved = largest + 1 - ackedNext(session);
        final long known = known(session, moved);
        for (long left = before & ~known; left != 0; left &= left - 1) {
            final long number = largest - 1 - Long.numberOfTrailingZeros(left);
            if (!settle(session, number, ackDelayNs, false, nowNs)) {
                return !SOUND;
            }
        }
        if (moved >= 0) {
            memory.set(JAVA_LONG, session + ACKED_NEXT, largest + 1);
            memory.set(JAVA_LONG, session + ACKED_BEFORE, before | known);
        }
        detectLoss(session, nowNs);
        return SOUND;
    }

    /** Which of the 64 numbers before the largest were acked already: most acks repeat what the last one said. */
    private long known(final long session, final long moved) {
        if (moved < 0 || moved > Long.SIZE) {
            return 0;
        }
        final long former = memory.get(JAVA_LONG, session + ACKED_BEFORE);
        if (moved == 0) {
            return former;
        }
        return (moved == Long.SIZE ? 0 : former << moved) | 1L << (moved - 1);
    }

    private boolean settle(
            final long session, final long number, final long ackDelayNs, final boolean largest, final long nowNs) {
        final long entry = entryOf(session, number);
        if (memory.get(JAVA_INT, entry + ENTRY_NUMBER) != (int) number) {
            return SOUND; // left the table long ago
        }
        final byte state = memory.get(JAVA_BYTE, entry + ENTRY_STATE);
        if (state == STATE_SKIPPED) {
            return !SOUND;
        }
        if (state == STATE_LOST) {
            memory.set(JAVA_BYTE, entry + ENTRY_STATE, STATE_ACKED);
            counters.increment(Counter.PACKETS_SPURIOUSLY_LOST);
            final int wider = memory.get(JAVA_BYTE, session + THRESHOLD) + 1;
            memory.set(JAVA_BYTE, session + THRESHOLD, (byte) Math.min(wider, THRESHOLD_MAX));
            memory.set(JAVA_BYTE, session + PROBES, (byte) 0);
        } else if (state == STATE_IN_FLIGHT) {
            if (largest) {
                sampleRtt(session, entry, ackDelayNs, nowNs);
            }
            close(session, entry, STATE_ACKED);
            memory.set(JAVA_BYTE, session + PROBES, (byte) 0);
            final int firstBlock = memory.get(JAVA_INT, entry + ENTRY_BLOCK);
            if (progressNs(session) != 0) {
                memory.set(JAVA_LONG, session + PROGRESS, nowNs);
            }
            if (firstBlock != BlockPool.NONE) {
                memory.set(JAVA_BYTE, session + FUTILE, (byte) 0);
            }
            fates.onAcked(session, firstBlock, snapshotOf(entry));
        }
        return SOUND;
    }

    /** Only the first ack of the largest number tells a round trip; a packet that elicits none may have waited long. */
    private void sampleRtt(final long session, final long entry, final long ackDelayNs, final long nowNs) {
        final boolean eliciting = (memory.get(JAVA_BYTE, entry + ENTRY_FLAGS) & FLAG_ELICITING) != 0;
        if (!eliciting && (ackDelayNs < 0 || ackDelayNs > peerAckDelayNs(session))) {
            return;
        }
        final long believedNs = Math.clamp(ackDelayNs, 0, peerAckDelayNs(session));
        final long sampleNs = nowNs - memory.get(JAVA_LONG, entry);
        RttEstimator.sample(memory, session + SessionRecord.RTT, sampleNs, believedNs);
    }

    /** Declares lost what was overtaken by acked packets, and says when to look again. */
    void detectLoss(final long session, final long nowNs) {
        final long ackedNext = ackedNext(session);
        final long lossDelayNs = RttEstimator.lossDelayNs(memory, session + SessionRecord.RTT, timing.tickNs());
        final int threshold = memory.get(JAVA_BYTE, session + THRESHOLD);
        long lossNs = Long.MAX_VALUE;
        long number = Math.max(memory.get(JAVA_LONG, session + OLDEST) - ackedNext, -PACKETS) + ackedNext;
        boolean gap = false;
        for (; number - ackedNext < 0; number++) {
            final long entry = entryOf(session, number);
            if (memory.get(JAVA_BYTE, entry + ENTRY_STATE) == STATE_IN_FLIGHT
                    && memory.get(JAVA_INT, entry + ENTRY_NUMBER) == (int) number) {
                final long dueNs = memory.get(JAVA_LONG, entry) + lossDelayNs;
                if (ackedNext - 1 - number >= threshold || dueNs - nowNs <= 0) {
                    lose(session, entry);
                } else {
                    lossNs = Math.min(lossNs, dueNs);
                    gap = true;
                }
            }
            if (!gap) {
                memory.set(JAVA_LONG, session + OLDEST, number + 1);
            }
        }
        memory.set(JAVA_LONG, session + LOSS, lossNs);
    }

    private void lose(final long session, final long entry) {
        close(session, entry, STATE_LOST);
        counters.increment(Counter.PACKETS_LOST);
        final int firstBlock = memory.get(JAVA_INT, entry + ENTRY_BLOCK);
        memory.set(JAVA_INT, entry + ENTRY_BLOCK, BlockPool.NONE);
        if (firstBlock != BlockPool.NONE) {
            final int futile = Byte.toUnsignedInt(memory.get(JAVA_BYTE, session + FUTILE)) + 1;
            memory.set(JAVA_BYTE, session + FUTILE, (byte) Math.min(futile, 255));
        }
        fates.onLost(session, firstBlock, snapshotOf(entry));
    }

    private void close(final long session, final long entry, final byte state) {
        memory.set(JAVA_BYTE, entry + ENTRY_STATE, state);
        if ((memory.get(JAVA_BYTE, entry + ENTRY_FLAGS) & FLAG_ELICITING) != 0) {
            memory.set(JAVA_INT, session + ELICITING, elicitingInFlight(session) - 1);
        }
        final long low = memory.get(JAVA_LONG, session + HISTORY);
        final long high = memory.get(JAVA_LONG, session + HISTORY + 8);
        memory.set(JAVA_LONG, session + HISTORY, low << 1 | (state == STATE_LOST ? 1 : 0));
        memory.set(JAVA_LONG, session + HISTORY + 8, high << 1 | low >>> 63);
    }

    /** How many of the last 128 packets with a fate were lost. */
    int lostRecently(final long session) {
        return Long.bitCount(memory.get(JAVA_LONG, session + HISTORY))
                + Long.bitCount(memory.get(JAVA_LONG, session + HISTORY + 8));
    }

    /** When {@link #detectLoss} or {@link #probe} is due; {@link Long#MAX_VALUE} when neither is. */
    long dueNs(final long session) {
        return Math.min(memory.get(JAVA_LONG, session + LOSS), probeNs(session));
    }

    /** When a probe is due: silence for longer than a round trip may take, doubled per probe, at most 2 s. */
    long probeNs(final long session) {
        if (elicitingInFlight(session) == 0) {
            return Long.MAX_VALUE;
        }
        final long delayNs = probeDelayNs(session) << memory.get(JAVA_BYTE, session + PROBES);
        return memory.get(JAVA_LONG, session + ELICITED) + Math.min(delayNs, PROBE_MAX_NS);
    }

    /** The probe time-out without back-off, the unit of the longer times of a session. */
    long probeDelayNs(final long session) {
        return RttEstimator.probeDelayNs(memory, session + SessionRecord.RTT, timing.tickNs(), peerAckDelayNs(session));
    }

    /**
     * The probe is due: the reliable frames of the oldest eliciting packet go out again now.
     *
     * @return whether that packet had any; if not, the caller sends a PING.
     */
    boolean probe(final long session) {
        final int probes = memory.get(JAVA_BYTE, session + PROBES);
        memory.set(JAVA_BYTE, session + PROBES, (byte) Math.min(probes + 1, 8));
        final long next = next(session);
        for (int back = PACKETS; back > 0; back--) {
            final long entry = entryOf(session, next - back);
            final int firstBlock = memory.get(JAVA_INT, entry + ENTRY_BLOCK);
            if (memory.get(JAVA_BYTE, entry + ENTRY_STATE) == STATE_IN_FLIGHT && firstBlock != BlockPool.NONE) {
                memory.set(JAVA_INT, entry + ENTRY_BLOCK, BlockPool.NONE);
                fates.onLost(session, firstBlock, PacketFates.NO_SNAPSHOT);
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the peer withholds acks of reliable frames: it acked nothing at all for long, or other packets but none of
     * the last 200 with reliable frames, which even a path that loses nine of ten does not bring about.
     */
    boolean isStalled(final long session, final long longestNs, final long nowNs) {
        return progressNs(session) != 0
                && (nowNs - progressNs(session) >= longestNs
                        || Byte.toUnsignedInt(memory.get(JAVA_BYTE, session + FUTILE)) >= FUTILE_MAX);
    }

    /** When the peer last acked anything, or the first reliable frame that waits left; 0 while none waits. */
    private long progressNs(final long session) {
        return memory.get(JAVA_LONG, session + PROGRESS);
    }

    /** No reliable frame waits for an ack. */
    void nothingWaits(final long session) {
        memory.set(JAVA_LONG, session + PROGRESS, 0);
    }

    private long peerAckDelayNs(final long session) {
        return memory.get(JAVA_LONG, session + SessionRecord.PEER_ACK_DELAY_NS);
    }

    private int snapshotOf(final long entry) {
        return (memory.get(JAVA_BYTE, entry + ENTRY_FLAGS) & FLAG_SNAPSHOT) == 0
                ? PacketFates.NO_SNAPSHOT
                : Short.toUnsignedInt(memory.get(JAVA_SHORT, entry + ENTRY_SNAPSHOT));
    }

    private static long entryOf(final long session, final long number) {
        return session + ENTRIES + (number & PACKETS - 1) * ENTRY_BYTES;
    }
}
