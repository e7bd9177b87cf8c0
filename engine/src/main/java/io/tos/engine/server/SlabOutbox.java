package io.tos.engine.server;

import io.tos.engine.edge.Outbox;
import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.OutboundFrame;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What leaves the worlds, on the roads to the shards' network agents. Tick thread only. */
final class SlabOutbox implements Outbox {
    private static final int SNAPSHOT_BYTES_MAX = 1_100;

    private final SlabPipe[] roads;
    private final int slabsKept;
    private final Counters counters;
    private @Nullable Slab claimed;
    private int claimedCid;

    /**
     * @param roads one per shard, in order.
     * @param slabsKept how many slabs of each road snapshots leave to messages.
     */
    SlabOutbox(final List<SlabPipe> roads, final int slabsKept, final Counters counters) {
        this.roads = roads.toArray(new SlabPipe[0]);
        this.slabsKept = slabsKept;
        this.counters = counters;
    }

    @Override
    public boolean claimSnapshot(final int cid) {
        claimed = road(cid).claim(OutboundFrame.BODY + SNAPSHOT_BYTES_MAX, slabsKept);
        claimedCid = cid;
        return claimed != null;
    }

    @Override
    public MemorySegment snapshotMemory() {
        return Objects.requireNonNull(claimed, "claim first").memory();
    }

    @Override
    public long snapshotAt() {
        return Objects.requireNonNull(claimed, "claim first").payload() + OutboundFrame.BODY;
    }

    @Override
    public void commitSnapshot(final int snapshotId, final int length) {
        assert length > 0 && length <= SNAPSHOT_BYTES_MAX : length;
        final Slab slab = Objects.requireNonNull(claimed, "claim first");
        OutboundFrame.begin(slab, OutboundFrame.SNAPSHOT, 0, snapshotId);
        slab.commit(claimedCid, OutboundFrame.BODY + length);
        claimed = null;
    }

    @Override
    public boolean message(
            final int cid, final MessageType type, final MemorySegment payload, final long at, final int length) {
        final int body = MessageType.TYPE_BYTES + length;
        final Slab slab = begin(cid, OutboundFrame.MESSAGE, type.channel().id(), 0, body);
        if (slab == null) {
            return false;
        }
        final long target = slab.payload() + OutboundFrame.BODY;
        LittleEndian.put16(slab.memory(), target, type.id());
        MemorySegment.copy(payload, at, slab.memory(), target + MessageType.TYPE_BYTES, length);
        slab.commit(cid, OutboundFrame.BODY + body);
        return true;
    }

    @Override
    public boolean gated(
            final int cid,
            final MessageType type,
            final MemorySegment payload,
            final long at,
            final int length,
            final long journal) {
        final int body = OutboundFrame.GATED_MESSAGE + MessageType.TYPE_BYTES + length;
        final Slab slab = begin(cid, OutboundFrame.GATED, type.channel().id(), 0, body);
        if (slab == null) {
            return false;
        }
        final long gate = slab.payload() + OutboundFrame.BODY;
        final long target = gate + OutboundFrame.GATED_MESSAGE;
        slab.memory().set(ValueLayout.JAVA_LONG, gate, journal);
        LittleEndian.put16(slab.memory(), target, type.id());
        MemorySegment.copy(payload, at, slab.memory(), target + MessageType.TYPE_BYTES, length);
        slab.commit(cid, OutboundFrame.BODY + body);
        return true;
    }

    @Override
    public boolean entered(final int cid) {
        final Slab slab = begin(cid, OutboundFrame.ENTERED, 0, 0, 0);
        if (slab == null) {
            return false;
        }
        slab.commit(cid, OutboundFrame.BODY);
        return true;
    }

    @Override
    public boolean close(final int cid, final CloseReason reason) {
        final Slab slab = begin(cid, OutboundFrame.CLOSE, 0, reason.code(), 0);
        if (slab == null) {
            return false;
        }
        slab.commit(cid, OutboundFrame.BODY);
        return true;
    }

    /** A frame begun, or null and counted when no slab is free. */
    private @Nullable Slab begin(
            final int cid, final int kind, final int detail, final int value, final int bodyBytes) {
        final Slab slab = road(cid).claim(OutboundFrame.BODY + bodyBytes);
        if (slab == null) {
            counters.increment(Counter.OUTBOUND_NO_SLAB);
            return null;
        }
        OutboundFrame.begin(slab, kind, detail, value);
        return slab;
    }

    private SlabPipe road(final int cid) {
        return roads[ConnectionId.shard(cid & 0xFF, roads.length)];
    }
}
