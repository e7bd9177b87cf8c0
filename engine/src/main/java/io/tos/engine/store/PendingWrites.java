package io.tos.engine.store;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Slabs of rows and events that were taken off the roads and are not durable yet. Store agent only. */
final class PendingWrites {
    private final Store store;
    private final StoreRoads roads;
    private final StoreTimings timings;
    private final Counters counters;
    private final @Nullable Slab[] saves = new Slab[StoreRoads.SAVE_SLABS];
    private final @Nullable Slab[] journal = new Slab[StoreRoads.JOURNAL_SLABS];
    private final PositionRow position = new PositionRow();
    private final VitalsRow vitals = new VitalsRow();
    private final DocumentRow document = new DocumentRow();
    private final RowKey key = new RowKey();
    private final JournalEvent event = new JournalEvent();
    private int saveCount;
    private int journalCount;
    private int rows;
    private int staleRows;
    private int events;

    PendingWrites(final Store store, final StoreRoads roads, final StoreTimings timings, final Counters counters) {
        this.store = store;
        this.roads = roads;
        this.timings = timings;
        this.counters = counters;
    }

    /** Takes what is on the roads. Rows first: the event that a row rests on was handed over before it. */
    void gather() {
        saveCount = gather(roads.saves, saves, saveCount);
        journalCount = gather(roads.journal, journal, journalCount);
    }

    /** How many slabs are held. */
    int slabs() {
        return saveCount + journalCount;
    }

    /** How many rows and events lay in them at the last attempt. */
    int rows() {
        return rows + staleRows + events;
    }

    /** Writes everything and makes it durable; the caller rolls back when it throws. */
    void write(final NanoClock clock) {
        rows = 0;
        staleRows = 0;
        events = 0;
        final long beginNs = clock.nanoTime();
        for (int index = 0; index < journalCount; index++) {
            write(held(journal, index));
        }
        for (int index = 0; index < saveCount; index++) {
            write(held(saves, index));
        }
        final long writtenNs = clock.nanoTime();
        store.commit();
        timings.save().record(writtenNs - beginNs);
        timings.commit().record(clock.nanoTime() - writtenNs);
    }

    /**
     * It is on disk: tells everyone and gives the slabs back.
     *
     * @param takenNs when the transaction was begun.
     */
    void onDurable(final long takenNs, final long nowNs) {
        counters.increment(Counter.STORE_COMMITS);
        counters.add(Counter.STORE_ROWS_SAVED, rows);
        counters.add(Counter.STORE_ROWS_STALE, staleRows);
        counters.add(Counter.JOURNAL_EVENTS, events);
        if (events > 0) {
            counters.set(Counter.JOURNAL_DURABLE, event.sequence);
        }
        recycle(roads.journal, journal, journalCount, timings.journal(), nowNs);
        recycle(roads.saves, saves, saveCount, timings.waiting(), takenNs);
        journalCount = 0;
        saveCount = 0;
    }

    private static int gather(final SlabPipe road, final @Nullable Slab[] held, final int count) {
        int taken = count;
        for (Slab slab = road.take(); slab != null; slab = road.take()) {
            held[taken++] = slab;
        }
        return taken;
    }

    private void write(final Slab slab) {
        for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
            final int head = slab.headAt(frame);
            if (head == StoreRoads.EVENT) {
                event.read(slab.memory(), frame + (long) Slab.HEAD_BYTES);
                store.append(event);
                events++;
            } else if (head != StoreRoads.BEGUN) {
                final boolean saved = save(slab, head, frame + (long) Slab.HEAD_BYTES);
                rows += saved ? 1 : 0;
                staleRows += saved ? 0 : 1;
            }
        }
    }

    private boolean save(final Slab slab, final int head, final long at) {
        return switch (head) {
            case StoreRoads.POSITION -> {
                position.read(slab.memory(), at);
                yield store.save(position);
            }
            case StoreRoads.VITALS -> {
                vitals.read(slab.memory(), at);
                yield store.save(vitals);
            }
            case StoreRoads.DOCUMENT -> {
                document.read(slab.memory(), at);
                yield store.saveDocument(document);
            }
            case StoreRoads.WORLD -> {
                document.read(slab.memory(), at);
                yield store.saveWorld(document);
            }
            case StoreRoads.LEFT -> {
                key.read(slab.memory(), at);
                yield store.left(key);
            }
            default -> throw new IllegalStateException("unknown row " + head);
        };
    }

    private static void recycle(
            final SlabPipe road,
            final @Nullable Slab[] held,
            final int count,
            final Histogram timing,
            final long untilNs) {
        for (int index = 0; index < count; index++) {
            final Slab slab = held(held, index);
            final long begunNs = slab.memory().get(ValueLayout.JAVA_LONG, Slab.HEAD_BYTES);
            timing.record(Math.max(0, untilNs - begunNs));
            held[index] = null;
            road.recycle(slab);
        }
    }

    private static Slab held(final @Nullable Slab[] slabs, final int index) {
        return Objects.requireNonNull(slabs[index], "held");
    }
}
