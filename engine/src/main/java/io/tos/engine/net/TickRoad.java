package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.session.SessionEvents;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down for the tick what happens in one shard's sessions: the one copy a message makes on its way. When no slab
 * is free, reliable messages stay with their session, the rest is dropped and counted. Network agent only.
 */
final class TickRoad implements SessionEvents {
    private final SlabPipe inbound;
    private final Counters counters;
    private final IntConsumer onConfirmed;
    private final IntConsumer onEnded;

    /**
     * @param onConfirmed told the cid of a session whose peer has proven its keys.
     * @param onEnded told the cid of a session that is over.
     */
    TickRoad(
            final SlabPipe inbound, final Counters counters, final IntConsumer onConfirmed, final IntConsumer onEnded) {
        this.inbound = inbound;
        this.counters = counters;
        this.onConfirmed = onConfirmed;
        this.onEnded = onEnded;
    }

    @Override
    public boolean onOpened(
            final int cid,
            final MemorySegment memory,
            final long address,
            final long identity,
            final int identityLength) {
        if (!write(cid, InboundFrame.head(InboundFrame.OPENED, 0, 0), memory, identity, identityLength)) {
            return false;
        }
        onConfirmed.accept(cid);
        return true;
    }

    /** The session has a place now; false when there is no room to say so. */
    boolean onAdmitted(final int cid) {
        return write(cid, InboundFrame.head(InboundFrame.ADMITTED, 0, 0), MemorySegment.NULL, 0, 0);
    }

    @Override
    public boolean onMessage(
            final int cid, final int channelId, final MemorySegment memory, final long from, final int length) {
        return write(cid, InboundFrame.head(InboundFrame.MESSAGE, channelId, 0), memory, from, length);
    }

    @Override
    public boolean onFrame(
            final int cid, final int frameType, final MemorySegment memory, final long from, final int length) {
        return write(cid, InboundFrame.head(InboundFrame.FRAME, frameType, 0), memory, from, length);
    }

    @Override
    public void onSnapshotFate(final int cid, final int snapshotId, final boolean acked) {
        write(cid, InboundFrame.head(InboundFrame.FATE, acked ? 1 : 0, snapshotId), MemorySegment.NULL, 0, 0);
    }

    @Override
    public void onPath(final int cid, final long smoothedNs, final long variationNs, final int bytesPerSecond) {
        final Slab slab = claim(InboundFrame.PATH_BYTES);
        if (slab == null) {
            return;
        }
        InboundFrame.begin(slab, InboundFrame.PATH);
        final long body = slab.payload() + InboundFrame.BODY;
        slab.memory().set(ValueLayout.JAVA_LONG, body, smoothedNs);
        slab.memory().set(ValueLayout.JAVA_LONG, body + Long.BYTES, variationNs);
        slab.memory().set(ValueLayout.JAVA_INT, body + 2 * Long.BYTES, bytesPerSecond);
        slab.commit(cid, InboundFrame.BODY + InboundFrame.PATH_BYTES);
    }

    @Override
    public boolean onClosed(final int cid, final int code) {
        if (!write(cid, InboundFrame.head(InboundFrame.CLOSED, 0, code), MemorySegment.NULL, 0, 0)) {
            return false;
        }
        onEnded.accept(cid);
        return true;
    }

    private boolean write(
            final int cid, final int head, final MemorySegment memory, final long from, final int length) {
        final Slab slab = claim(length);
        if (slab == null) {
            return false;
        }
        InboundFrame.begin(slab, head);
        MemorySegment.copy(memory, from, slab.memory(), slab.payload() + InboundFrame.BODY, length);
        slab.commit(cid, InboundFrame.BODY + length);
        return true;
    }

    private @Nullable Slab claim(final int bodyLength) {
        final Slab slab = inbound.claim(InboundFrame.BODY + bodyLength);
        if (slab == null) {
            counters.increment(Counter.INBOUND_NO_SLAB);
        }
        return slab;
    }
}
