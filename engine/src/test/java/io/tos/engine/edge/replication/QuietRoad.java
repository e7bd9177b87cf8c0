package io.tos.engine.edge.replication;

import io.tos.engine.edge.SnapshotOutbox;
import io.tos.engine.protocol.FrameWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A road without clients that allocates nothing: every part is acked four ticks later, one in {@code lossEvery} is lost. */
final class QuietRoad implements SnapshotOutbox {
    private static final int TICKS = 16;
    private static final int FATE_TICKS = 4;

    final long[] bytesOf;
    int longestPart;
    boolean full;
    private final MemorySegment memory = Arena.ofAuto().allocate(FrameWriter.SNAPSHOT_BYTES_MAX);
    private final int[][] cids;
    private final int[][] ids;
    private final int[] counts = new int[TICKS];
    private final int lossEvery;
    private int cid;
    private int parts;
    private int tick;

    QuietRoad(final int viewers, final int lossEvery) {
        this.bytesOf = new long[viewers];
        this.cids = new int[TICKS][viewers];
        this.ids = new int[TICKS][viewers];
        this.lossEvery = lossEvery;
    }

    void step(final Replicator replicator, final long now) {
        tick = (int) now;
        final int place = (tick - FATE_TICKS) & (TICKS - 1);
        for (int index = 0; index < counts[place]; index++) {
            parts++;
            replicator.onFate(cids[place][index], ids[place][index], lossEvery == 0 || parts % lossEvery != 0);
        }
        counts[tick & (TICKS - 1)] = 0;
    }

    @Override
    public boolean claimSnapshot(final int claimedCid) {
        cid = claimedCid;
        return !full;
    }

    @Override
    public MemorySegment snapshotMemory() {
        return memory;
    }

    @Override
    public long snapshotAt() {
        return 0;
    }

    @Override
    public void commitSnapshot(final int snapshotId, final int length) {
        final int place = tick & (TICKS - 1);
        bytesOf[cid] += length + 40;
        longestPart = Math.max(longestPart, length);
        cids[place][counts[place]] = cid;
        ids[place][counts[place]++] = snapshotId;
    }
}
