package io.tos.engine.store;

import io.tos.engine.memory.Slab;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Requests that were taken off the road and are not answered yet; a slab of them at a time. Store agent only. */
final class PendingLoads {
    private static final int FAILURE_BYTES = Long.BYTES + Integer.BYTES;

    private final Store store;
    private final StoreRoads roads;
    private final StoreTimings timings;
    private final Counters counters;
    private final LoadRequest request = new LoadRequest();
    private final LoadedCharacter character = new LoadedCharacter();
    private @Nullable Slab asked;
    private int askedAt;

    PendingLoads(final Store store, final StoreRoads roads, final StoreTimings timings, final Counters counters) {
        this.store = store;
        this.roads = roads;
        this.timings = timings;
        this.counters = counters;
    }

    /** Takes the next slab of requests if the last one is done. */
    void gather() {
        if (asked == null) {
            asked = roads.requests.take();
            askedAt = 0;
        }
    }

    /** Whether there is nothing to answer. */
    boolean isEmpty() {
        return asked == null;
    }

    /** Answers as many as one slab of answers holds, in one transaction; what is left is for the next cycle. */
    void answer(final NanoClock clock) {
        final Slab slab = asked;
        final Slab answers = roads.answers.claim(LoadedCharacter.BYTES_MAX);
        if (slab == null || answers == null) {
            return;
        }
        int frame = askedAt;
        int loaded = 0;
        int failed = 0;
        while (frame < slab.endBytes() && answers.fits(LoadedCharacter.BYTES_MAX)) {
            if (slab.headAt(frame) == StoreRoads.LOAD) {
                final boolean found = load(slab, frame, answers, clock);
                loaded += found ? 1 : 0;
                failed += found ? 0 : 1;
            }
            frame = slab.next(frame);
        }
        store.commit();
        counters.add(Counter.STORE_LOADS, loaded);
        counters.add(Counter.STORE_LOADS_FAILED, failed);
        done(slab, frame);
    }

    /** Nothing can be written now: says so to as many as there is room for. */
    void refuse() {
        final Slab slab = asked;
        final Slab answers = roads.answers.claim(LoadedCharacter.BYTES_MAX);
        if (slab == null || answers == null) {
            return;
        }
        // What the failed transaction wrote here did not happen.
        answers.clear();
        int frame = askedAt;
        while (frame < slab.endBytes() && answers.fits(FAILURE_BYTES)) {
            if (slab.headAt(frame) == StoreRoads.LOAD) {
                request.read(slab.memory(), frame + (long) Slab.HEAD_BYTES);
                refuse(answers, LoadFailure.UNAVAILABLE);
                counters.increment(Counter.STORE_LOADS_FAILED);
            }
            frame = slab.next(frame);
        }
        done(slab, frame);
    }

    private boolean load(final Slab slab, final int frame, final Slab answers, final NanoClock clock) {
        final long beginNs = clock.nanoTime();
        request.read(slab.memory(), frame + (long) Slab.HEAD_BYTES);
        character.place(answers.memory(), answers.payload());
        final LoadFailure failure = store.load(request, character);
        if (failure == null) {
            answers.commit(StoreRoads.LOADED, character.end());
        } else {
            refuse(answers, failure);
        }
        timings.load().record(clock.nanoTime() - beginNs);
        return failure == null;
    }

    private void refuse(final Slab answers, final LoadFailure failure) {
        final MemorySegment memory = answers.memory();
        final long at = answers.payload();
        memory.set(ValueLayout.JAVA_LONG, at, request.asker);
        memory.set(ValueLayout.JAVA_INT, at + Long.BYTES, failure.code());
        answers.commit(StoreRoads.LOAD_FAILED, FAILURE_BYTES);
    }

    private void done(final Slab slab, final int frame) {
        askedAt = frame;
        if (frame >= slab.endBytes()) {
            asked = null;
            roads.requests.recycle(slab);
        }
        roads.answers.publish();
    }
}
