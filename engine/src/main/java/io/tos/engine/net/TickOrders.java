package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Carries out what the tick wants of one shard's sessions. Network agent only. */
final class TickOrders {
    private final SlabPipe outbound;
    private final Sessions sessions;
    private final LongSupplier journal;
    private long durable;

    /** @param journal up to which sequence the journal is durable. */
    TickOrders(final SlabPipe outbound, final Sessions sessions, final LongSupplier journal) {
        this.outbound = outbound;
        this.sessions = sessions;
        this.journal = journal;
    }

    /** Everything that has been published. Returns how many orders there were. */
    int carryOut(final long nowNs) {
        int done = openGate();
        for (Slab slab = outbound.take(); slab != null; slab = outbound.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                carryOut(slab, frame, nowNs);
                done++;
            }
            outbound.recycle(slab);
        }
        return done;
    }

    private void carryOut(final Slab slab, final int frame, final long nowNs) {
        final MemorySegment memory = slab.memory();
        final long at = frame + (long) Slab.HEAD_BYTES;
        final long body = at + OutboundFrame.BODY;
        final int length = slab.lengthAt(frame) - OutboundFrame.BODY;
        final int cid = slab.headAt(frame);
        switch (OutboundFrame.kind(memory, at)) {
            case OutboundFrame.MESSAGE -> message(cid, OutboundFrame.detail(memory, at), memory, body, length, nowNs);
            case OutboundFrame.GATED -> gated(cid, OutboundFrame.detail(memory, at), memory, body, length, nowNs);
            case OutboundFrame.SNAPSHOT ->
                sessions.sendSnapshot(cid, OutboundFrame.value(memory, at), memory, body, length, nowNs);
            case OutboundFrame.ENTERED -> sessions.enter(cid, nowNs);
            case OutboundFrame.CLOSE ->
                sessions.close(cid, OutboundFrame.value(memory, at), memory, body, length, nowNs);
            default -> throw new IllegalStateException("unknown order " + OutboundFrame.kind(memory, at));
        }
    }

    /** What waited for the journal may leave as far as it has come. */
    private int openGate() {
        final long sequence = journal.getAsLong();
        if (sequence == durable) {
            return 0;
        }
        durable = sequence;
        sessions.durable(sequence);
        return 1;
    }

    /** What must not be told before it is on disk; its channel is reliable. */
    private void gated(
            final int cid,
            final int channelId,
            final MemorySegment memory,
            final long body,
            final int length,
            final long nowNs) {
        final Channel channel = Objects.requireNonNull(Channel.byId(channelId), "channels of ours");
        final long from = body + OutboundFrame.GATED_MESSAGE;
        final SendResult result = sessions.send(
                cid,
                channel,
                memory,
                from,
                length - OutboundFrame.GATED_MESSAGE,
                memory.get(ValueLayout.JAVA_LONG, body));
        if (result == SendResult.NO_ROOM) {
            sessions.close(cid, CloseReason.STALLED, nowNs);
        }
    }

    /** A promise that cannot be kept ends the session: its peer has not taken what it was sent for too long. */
    private void message(
            final int cid,
            final int channelId,
            final MemorySegment memory,
            final long body,
            final int length,
            final long nowNs) {
        final Channel channel = Channel.byId(channelId);
        if (channel == null || !channel.isReliable()) {
            sessions.sendNow(cid, channelId, memory, body, length, nowNs);
            return;
        }
        final SendResult result = sessions.send(cid, channel, memory, body, length, 0);
        assert result != SendResult.TOO_LONG : "the tick knows how long a message may be";
        if (result == SendResult.NO_ROOM) {
            sessions.close(cid, CloseReason.STALLED, nowNs);
        }
    }
}
