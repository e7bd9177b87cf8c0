package io.tos.engine.edge.replication;

import io.tos.engine.edge.SnapshotOutbox;
import io.tos.engine.protocol.FrameWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way from a replicator to its clients and back, in ticks: parts are lost, late, out of order or doubled, their fates
 * come back late, twice or not at all, all from one seed. CIDs are the viewers' numbers.
 */
final class Road implements SnapshotOutbox {
    private final Replicator replicator;
    private final SplittableRandom random;
    private final MemorySegment memory = Arena.ofAuto().allocate(FrameWriter.SNAPSHOT_BYTES_MAX);
    private final List<Event> events = new ArrayList<>();
    private long tick;
    private int cid;
    private int number;
    int lossPercent;
    int spreadTicks;
    int maxPartBytes;
    final long[] bytesOf;

    Road(final Replicator replicator, final int viewers, final SplittableRandom random) {
        this.replicator = replicator;
        this.random = random;
        this.bytesOf = new long[viewers];
    }

    /** Brings what is due in this tick, both ways. */
    void step(final long now, final ModelClient... clients) {
        tick = now;
        final List<Event> due = new ArrayList<>(
                events.stream().filter(event -> event.tick <= now).toList());
        events.removeAll(due);
        due.sort(Comparator.comparingLong(Event::tick).thenComparingInt(Event::number));
        for (final Event event : due) {
            if (event.part == null) {
                replicator.onFate(event.cid, event.snapshotId, event.acked);
            } else {
                final ModelClient client = clients[event.cid];
                client.take(event.part);
                client.misses.forEach(miss -> replicator.onMiss(event.cid, miss[0], miss[1]));
                client.misses.clear();
            }
        }
    }

    @Override
    public boolean claimSnapshot(final int claimedCid) {
        cid = claimedCid;
        return true;
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
        bytesOf[cid] += length + 40;
        maxPartBytes = Math.max(maxPartBytes, length);
        final MemorySegment part = MemorySegment.ofArray(new byte[length]).copyFrom(memory.asSlice(0, length));
        final boolean lost = random.nextInt(100) < lossPercent;
        final long arrives = tick + 2 + late();
        if (!lost) {
            add(arrives, snapshotId, true, part);
            if (random.nextInt(100) < lossPercent) {
                add(arrives + late(), snapshotId, true, part);
            }
        }
        // Some are declared lost though they arrive, and taken back later.
        if (lost || random.nextInt(100) < lossPercent / 4) {
            add(arrives + 4, snapshotId, false, null);
        }
        if (!lost) {
            add(arrives + 2 + late(), snapshotId, true, null);
        }
    }

    private long late() {
        return spreadTicks == 0 ? 0 : random.nextInt(spreadTicks);
    }

    private void add(final long at, final int snapshotId, final boolean acked, final @Nullable MemorySegment part) {
        events.add(new Event(at, number++, cid, snapshotId, acked, part));
    }

    /** Something that happens in a tick: a part arrives, or with none its fate is told. */
    private record Event(
            long tick,
            int number,
            int cid,
            int snapshotId,
            boolean acked,
            @Nullable MemorySegment part) {}
}
