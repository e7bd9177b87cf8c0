package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import java.lang.foreign.MemorySegment;

/** The least a tick does: counts what comes and sends every ECHO back. Allocates nothing. */
final class RigTick {
    private static final int KINDS = 8;

    final long[] countByKind = new long[KINDS];

    /** Closes that were told, by reason, and the session told of last. */
    int lastCloseReason;

    int lastCid;
    private final SlabPipe inbound;
    private final SlabPipe outbound;

    RigTick(final SlabPipe inbound, final SlabPipe outbound) {
        this.inbound = inbound;
        this.outbound = outbound;
    }

    long count(final int kind) {
        return countByKind[kind];
    }

    /** Takes everything that was published, and publishes the answers. */
    void run() {
        for (Slab slab = inbound.take(); slab != null; slab = inbound.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                onFrame(slab, frame);
            }
            inbound.recycle(slab);
        }
        outbound.publish();
    }

    /** Tells the network to end a session. */
    void close(final int cid, final CloseReason reason) {
        order(cid, OutboundFrame.CLOSE, 0, reason.code(), 0).commit(cid, OutboundFrame.BODY);
        outbound.publish();
    }

    private void onFrame(final Slab slab, final int frame) {
        final MemorySegment memory = slab.memory();
        final long at = frame + (long) Slab.HEAD_BYTES;
        final int kind = InboundFrame.kind(memory, at);
        countByKind[kind]++;
        lastCid = slab.headAt(frame);
        if (kind == InboundFrame.CLOSED) {
            lastCloseReason = InboundFrame.value(memory, at);
        } else if (kind == InboundFrame.MESSAGE && InboundFrame.detail(memory, at) == Channel.GAMEPLAY.id()) {
            final int length = slab.lengthAt(frame) - InboundFrame.BODY;
            final Slab answer = order(lastCid, OutboundFrame.MESSAGE, Channel.GAMEPLAY.id(), 0, length);
            final long body = answer.payload() + OutboundFrame.BODY;
            MemorySegment.copy(memory, at + InboundFrame.BODY, answer.memory(), body, length);
            LittleEndian.put16(answer.memory(), body, MessageType.ECHO_REPLY.id());
            answer.commit(lastCid, OutboundFrame.BODY + length);
        }
    }

    private Slab order(final int cid, final int kind, final int detail, final int value, final int length) {
        final Slab slab = outbound.claim(OutboundFrame.BODY + length);
        if (slab == null) {
            throw new IllegalStateException("no room for an order to session " + cid);
        }
        OutboundFrame.begin(slab, kind, detail, value);
        return slab;
    }
}
