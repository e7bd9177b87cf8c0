package io.tos.benchmarks.tick;

import io.tos.engine.edge.SnapshotOutbox;
import io.tos.engine.edge.replication.Replicator;
import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Takes parts into slabs that lie one after the other, as the real road does, and brings each part's fate back 3 to 6 ticks
 * later, lost ones after 12. CIDs are the numbers of the viewers.
 */
final class FateRoad implements SnapshotOutbox, AutoCloseable {
    private static final int PART_BYTES = 1_100;
    private static final int SLAB_BYTES = 1 << 16;
    private static final int ROAD_BYTES = 64 * SLAB_BYTES;
    private static final int WHEEL_TICKS = 16;
    private static final int LOST_TICKS = 12;

    private final Region region = Region.shared("road", ROAD_BYTES, 64);
    private final MemorySegment memory = region.memory();
    private final long[][] fates;
    private final int[] counts = new int[WHEEL_TICKS];
    private final int lossPercent;
    private int at;
    private int cid;
    private long tick;
    private long random = 1;
    private long parts;
    private long bytes;

    FateRoad(final int viewers, final int lossPercent) {
        this.fates = new long[WHEEL_TICKS][4 * viewers];
        this.lossPercent = lossPercent;
    }

    /** Tells the replicator what became of parts; the first thing a tick does with them. */
    void deliverFates(final Replicator replicator, final long tick) {
        this.tick = tick;
        final int place = (int) (tick % WHEEL_TICKS);
        final long[] due = fates[place];
        for (int index = 0, count = counts[place]; index < count; index++) {
            final long fate = due[index];
            replicator.onFate((int) (fate >>> 32), (int) fate & 0xFFFF, (fate & 1 << 16) == 0);
        }
        counts[place] = 0;
    }

    /** Parts sent so far. */
    long parts() {
        return parts;
    }

    /** Bytes in them. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean claimSnapshot(final int claimedCid) {
        cid = claimedCid;
        if (at + PART_BYTES > ROAD_BYTES) {
            at = 0;
        }
        return true;
    }

    @Override
    public MemorySegment snapshotMemory() {
        return memory;
    }

    @Override
    public long snapshotAt() {
        return at;
    }

    @Override
    public void commitSnapshot(final int snapshotId, final int length) {
        at = (at + length + 15) & ~7;
        parts++;
        bytes += length;
        random = random * 6364136223846793005L + 1442695040888963407L;
        final int dice = (int) (random >>> 33);
        final boolean lost = dice % 100 < lossPercent;
        final int place = (int) ((tick + (lost ? LOST_TICKS : 3 + (dice >>> 8) % 4)) % WHEEL_TICKS);
        fates[place][counts[place]++] = (long) cid << 32 | (lost ? 1 << 16 : 0) | snapshotId;
    }

    @Override
    public void close() {
        region.close();
    }
}
