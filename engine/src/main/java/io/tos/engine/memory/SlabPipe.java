package io.tos.engine.memory;

import java.lang.foreign.MemorySegment;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A one-way road between two agents: full slabs go one way, empty ones come back. One writer thread, one reader
 * thread; neither ever waits. No slab free is the writer's decision to make and to count.
 */
public final class SlabPipe implements AutoCloseable {
    private final Region region;
    private final SpscAtomicArrayQueue<Slab> full;
    private final SpscAtomicArrayQueue<Slab> empty;
    private @Nullable Slab open;

    /**
     * @param name of the road, for reports.
     * @param slabsMax how many slabs exist, at least 2.
     * @param slabBytes length of each, a multiple of 64.
     */
    public SlabPipe(final String name, final int slabsMax, final int slabBytes) {
        this.region = Region.shared(name, (long) slabsMax * slabBytes, 64);
        this.full = new SpscAtomicArrayQueue<>(slabsMax);
        this.empty = new SpscAtomicArrayQueue<>(slabsMax);
        final MemorySegment memory = region.memory();
        for (int index = 0; index < slabsMax; index++) {
            empty.offer(new Slab(memory.asSlice((long) index * slabBytes, slabBytes)));
        }
    }

    /**
     * Writer: the open slab if the payload fits there, else a fresh one after the old is published.
     *
     * @return null when no slab is free: drop and count.
     */
    public @Nullable Slab claim(final int payloadBytes) {
        final Slab current = open;
        if (current != null) {
            if (current.fits(payloadBytes)) {
                return current;
            }
            publish();
        }
        final Slab fresh = empty.relaxedPoll();
        if (fresh == null) {
            return null;
        }
        fresh.clear();
        assert fresh.fits(payloadBytes) : payloadBytes;
        open = fresh;
        return fresh;
    }

    /**
     * Writer: the same, but a fresh slab only if more than {@code slabsKept} are free: those are for what matters more.
     *
     * @return null when there is no room: drop and count.
     */
    public @Nullable Slab claim(final int payloadBytes, final int slabsKept) {
        final Slab current = open;
        if (current != null && current.fits(payloadBytes)) {
            return current;
        }
        return empty.size() > slabsKept ? claim(payloadBytes) : null;
    }

    /**
     * Writer: hands the open slab over, if it has frames. Call once at the end of each duty cycle.
     *
     * @return whether there was anything to hand over.
     */
    public boolean publish() {
        final Slab current = open;
        if (current == null || current.endBytes() == 0) {
            return false;
        }
        open = null;
        final boolean accepted = full.offer(current);
        assert accepted : "as many places as slabs";
        return true;
    }

    /** Reader: the next full slab in order, or null. Give it back with {@link #recycle}. */
    public @Nullable Slab take() {
        return full.relaxedPoll();
    }

    /** Reader: whether a full slab is waiting. */
    public boolean isEmpty() {
        return full.isEmpty();
    }

    /** Reader: gives a slab back to the writer. */
    public void recycle(final Slab slab) {
        final boolean accepted = empty.offer(slab);
        assert accepted : "as many places as slabs";
    }

    /** Frees the slabs; both agents have stopped by then. */
    @Override
    public void close() {
        region.close();
    }
}
