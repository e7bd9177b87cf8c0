package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.net.Transport;
import io.tos.engine.protocol.AckSection;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;

/**
 * Makes packets: claims a send slot, writes acks and frames into it, seals it there. Every packet carries the acks;
 * what waits on reliable channels rides along where there is room. One per agent; {@code session} is the offset of a
 * record.
 */
final class PacketSender {
    private static final int PACKETS_PER_FLUSH = 8;
    private static final int SKIP_GAP_MIN = 500;
    private static final int SKIP_GAP_SPREAD = 1_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int PATH_PACKET_BYTES = PacketHeader.OVERHEAD_BYTES + 1 + 1 + Long.BYTES;

    private final SessionParts parts;
    private final MemorySegment memory;
    private final Transport transport;
    private final FrameWriter writer = new FrameWriter();
    private long slot;
    private boolean eliciting;

    PacketSender(final SessionParts parts, final Transport transport) {
        this.parts = parts;
        this.memory = parts.memory;
        this.transport = transport;
    }

    /** Begins a packet; false when the transport has no room. */
    private boolean begin(final long session, final boolean withAcks, final long nowNs) {
        slot = transport.claim();
        if (slot < 0) {
            // A tick's snapshots are more than the transport has slots: what is queued leaves now and frees them.
            transport.flush();
            slot = transport.claim();
            if (slot < 0) {
                parts.counters.increment(Counter.SEND_NO_SLOT);
                return false;
            }
        }
        if (parts.sent.isSkipDue(session)) {
            parts.sent.skip(session, SKIP_GAP_MIN + parts.rolls.next(SKIP_GAP_SPREAD));
        }
        parts.keys.rotateIfDue(session, parts.sent.next(session), parts.sent.ackedNext(session), nowNs);
        writer.wrap(transport.sendMemory(), slot + PacketHeader.LENGTH, PacketHeader.TEXT_BYTES_MAX);
        eliciting = false;
        final long acks = session + SessionRecord.ACKS;
        if (withAcks && AckTracker.any(memory, acks)) {
            final int delay = AckSection.delayOf(AckTracker.delayNs(memory, acks, nowNs));
            final long newest = AckTracker.newest(memory, acks);
            writer.acks(newest, delay, AckTracker.before(memory, acks));
            AckTracker.told(memory, acks);
            parts.keys.onAckSent(session, newest);
        }
        return true;
    }

    /** Seals the packet and gives it to the transport, to the address at {@code address} in the records. */
    private void finish(final long session, final long address, final int chain, final int snapshot, final long nowNs) {
        final int textLength = writer.length();
        final int length = PacketHeader.OVERHEAD_BYTES + textLength;
        final long number = parts.sent.next(session);
        final int peerCid = memory.get(JAVA_INT, session + SessionRecord.PEER_CID);
        final MemorySegment packets = transport.sendMemory();
        PacketHeader.write(packets, slot, parts.keys.sendPhase(session), peerCid, number);
        parts.keys.seal(session, number, packets, slot, textLength);
        transport.send(memory, address, slot, length);
        final boolean elicits = eliciting || chain != BlockPool.NONE;
        parts.sent.sent(session, elicits, chain, snapshot, nowNs);
        parts.rate.spend(session, length);
        parts.time(session, SessionRecord.SENT_NS, nowNs);
        if (elicits) {
            parts.deadlines.sooner(session, parts.sent.dueNs(session));
        }
    }

    private void finish(final long session, final int chain, final int snapshot, final long nowNs) {
        finish(session, session + SessionRecord.ADDRESS, chain, snapshot, nowNs);
    }

    /**
     * Adds what is owed, and the reliable frames that fit if their share of the rate allows: whatever packet they ride in,
     * they pay for themselves, or acks would carry them past the rate and inputs would find none left. Returns their chain.
     */
    private int ride(final long session, final boolean withBulk, final long nowNs) {
        if (SessionFlags.has(memory, session, SessionFlags.PONG_DUE)) {
            final int id = Short.toUnsignedInt(memory.get(JAVA_SHORT, session + SessionRecord.PONG_ID));
            final long sentUs = memory.get(JAVA_LONG, session + SessionRecord.PONG_SENT_US);
            final long heardUs = parts.time(session, SessionRecord.PONG_HEARD_NS) / NANOS_PER_MICRO;
            if (writer.pong(id, sentUs, heardUs, nowNs / NANOS_PER_MICRO)) {
                SessionFlags.clear(memory, session, SessionFlags.PONG_DUE);
            }
        }
        if (!parts.outbound.isPending(session) || !parts.rate.maySendReliable(session, nowNs)) {
            return BlockPool.NONE;
        }
        final int before = writer.length();
        final int chain = parts.outbound.write(session, writer, withBulk);
        parts.rate.spendReliable(session, writer.length() - before);
        return chain;
    }

    /** Sends a SNAPSHOT with an id for its fate. */
    boolean snapshot(
            final long session,
            final int snapshot,
            final MemorySegment source,
            final long from,
            final int length,
            final long nowNs) {
        if (!parts.rate.maySendFlow(session, parts.outbound.isPending(session), nowNs)
                || !begin(session, true, nowNs)) {
            return false;
        }
        final boolean written = writer.counted(FrameType.SNAPSHOT, source, from, length);
        assert written : length;
        parts.rate.spendFlow(session, PacketHeader.OVERHEAD_BYTES + writer.length());
        finish(session, ride(session, false, nowNs), snapshot, nowNs);
        return true;
    }

    /** Sends an INPUT, and behind it as BASE_MISS frames the {@code misses} bodies that follow it in {@code source}. */
    boolean input(
            final long session,
            final MemorySegment source,
            final long from,
            final int length,
            final int misses,
            final long nowNs) {
        if (!parts.rate.maySendFlow(session, parts.outbound.isPending(session), nowNs)
                || !begin(session, true, nowNs)) {
            return false;
        }
        boolean written = writer.counted(FrameType.INPUT, source, from, length);
        for (int index = 0; index < misses; index++) {
            final long body = from + length + (long) index * MissFrame.LENGTH;
            written &= writer.baseMiss(MissFrame.cause(source, body), MissFrame.alias(source, body));
        }
        assert written : length;
        parts.rate.spendFlow(session, PacketHeader.OVERHEAD_BYTES + writer.length());
        finish(session, ride(session, false, nowNs), PacketFates.NO_SNAPSHOT, nowNs);
        return true;
    }

    /** Sends a message on an unreliable channel. */
    boolean message(
            final long session,
            final int channelId,
            final MemorySegment source,
            final long from,
            final int length,
            final long nowNs) {
        if (!parts.rate.maySendFlow(session, parts.outbound.isPending(session), nowNs)
                || !begin(session, true, nowNs)) {
            return false;
        }
        final boolean written = writer.message(channelId, source, from, length);
        assert written : length;
        parts.rate.spendFlow(session, PacketHeader.OVERHEAD_BYTES + writer.length());
        finish(session, ride(session, false, nowNs), PacketFates.NO_SNAPSHOT, nowNs);
        return true;
    }

    /** Sends what waits, as far as the rate allows; the rest gets a deadline. */
    void flush(final long session, final long nowNs) {
        for (int packets = 0; parts.outbound.isPending(session); packets++) {
            if (packets == PACKETS_PER_FLUSH || !parts.rate.maySendReliable(session, nowNs)) {
                parts.deadlines.sooner(session, parts.rate.reliableRefilledNs(session, nowNs));
                break;
            }
            if (!begin(session, true, nowNs)) {
                parts.deadlines.sooner(session, nowNs + parts.config.timing().tickNs());
                break;
            }
            final int chain = ride(session, true, nowNs);
            parts.rate.spendReliable(session, PacketHeader.OVERHEAD_BYTES);
            finish(session, chain, PacketFates.NO_SNAPSHOT, nowNs);
        }
        if (SessionFlags.has(memory, session, SessionFlags.RESPONSE_DUE) && begin(session, false, nowNs)) {
            SessionFlags.clear(memory, session, SessionFlags.RESPONSE_DUE);
            writer.path(FrameType.PATH_RESPONSE, memory.get(JAVA_LONG, session + SessionRecord.RESPONSE_TOKEN));
            finish(session, BlockPool.NONE, PacketFates.NO_SNAPSHOT, nowNs);
        }
        if (parts.outbound.isGated(session)) {
            parts.gated.add(session);
        }
    }

    /** Sends acks alone, because nothing else left in time. */
    void ack(final long session, final long nowNs) {
        if (begin(session, true, nowNs)) {
            finish(session, ride(session, false, nowNs), PacketFates.NO_SNAPSHOT, nowNs);
            parts.counters.increment(Counter.PURE_ACKS);
        }
    }

    /** Sends a PING: keeps the path open, or probes it. */
    void ping(final long session, final long nowNs) {
        if (begin(session, true, nowNs)) {
            writer.ping((int) parts.sent.next(session), nowNs / NANOS_PER_MICRO);
            eliciting = true;
            finish(session, ride(session, false, nowNs), PacketFates.NO_SNAPSHOT, nowNs);
        }
    }

    /** Challenges the candidate, if it has sent enough, and the proven address. */
    void challenge(final long session, final long nowNs) {
        final long token = parts.path.token(session);
        if (parts.path.maySend(session, PATH_PACKET_BYTES)) {
            challenge(session, PathProver.candidate(session), token, nowNs);
        }
        challenge(session, session + SessionRecord.ADDRESS, ~token, nowNs);
        parts.path.asked(session, nowNs);
    }

    private void challenge(final long session, final long address, final long token, final long nowNs) {
        if (begin(session, false, nowNs)) {
            writer.path(FrameType.PATH_CHALLENGE, token);
            finish(session, address, BlockPool.NONE, PacketFates.NO_SNAPSHOT, nowNs);
        }
    }

    /** Sends a CLOSE as the record has it. */
    void close(final long session, final long nowNs) {
        if (begin(session, true, nowNs)) {
            final int code = Short.toUnsignedInt(memory.get(JAVA_SHORT, session + SessionRecord.CLOSE_CODE));
            final int textLength = memory.get(JAVA_BYTE, session + SessionRecord.CLOSE_TEXT_LENGTH);
            writer.close(code, memory, session + SessionRecord.CLOSE_TEXT, textLength);
            finish(session, BlockPool.NONE, PacketFates.NO_SNAPSHOT, nowNs);
        }
    }
}
