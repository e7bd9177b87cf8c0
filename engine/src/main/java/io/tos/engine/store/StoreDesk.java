package io.tos.engine.store;

import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The tick's side of the store: hands rows, events and requests over and takes answers. Never waits, allocates nothing;
 * every call says whether there was room. Tick thread only.
 */
public final class StoreDesk {
    private final StoreRoads roads;
    private final Counters counters;
    private final LoadedCharacter loaded = new LoadedCharacter();
    private long sequence;
    private long nowNs;

    /**
     * @param lastSequence of the journal on disk; 0 when it is empty.
     * @param counters of the tick.
     */
    public StoreDesk(final StoreRoads roads, final long lastSequence, final Counters counters) {
        this.roads = roads;
        this.sequence = lastSequence;
        this.counters = counters;
        counters.set(Counter.JOURNAL_SEQUENCE, lastSequence);
    }

    /** Once a tick, first: what time it is; the store measures from it how long things waited. */
    public void onTick(final long tickNs) {
        nowNs = tickNs;
    }

    /** Has a position written; false if it must be said again later. */
    public boolean save(final PositionRow row) {
        final Slab slab = claim(roads.saves, PositionRow.BYTES, Counter.SAVES_NO_SLAB);
        if (slab == null) {
            return false;
        }
        row.write(slab.memory(), slab.payload());
        slab.commit(StoreRoads.POSITION, PositionRow.BYTES);
        return true;
    }

    /** Has vitals written; false if they must be said again later. */
    public boolean save(final VitalsRow row) {
        final Slab slab = claim(roads.saves, VitalsRow.BYTES, Counter.SAVES_NO_SLAB);
        if (slab == null) {
            return false;
        }
        row.write(slab.memory(), slab.payload());
        slab.commit(StoreRoads.VITALS, VitalsRow.BYTES);
        return true;
    }

    /** Has a character's document written; false if it must be said again later. */
    public boolean saveDocument(final DocumentRow row) {
        return save(row, StoreRoads.DOCUMENT);
    }

    /** Has a document of a map written, whose number is the owner's id; false if it must be said again later. */
    public boolean saveWorld(final DocumentRow row) {
        return save(row, StoreRoads.WORLD);
    }

    /** Notes that a character has left, after its last rows; false if it must be said again later. */
    public boolean left(final RowKey key) {
        final Slab slab = claim(roads.saves, RowKey.BYTES, Counter.SAVES_NO_SLAB);
        if (slab == null) {
            return false;
        }
        key.write(slab.memory(), slab.payload());
        slab.commit(StoreRoads.LEFT, RowKey.BYTES);
        return true;
    }

    /**
     * Writes an event down; its sequence is set.
     *
     * @return the sequence, which a message that tells of the event must carry; 0 if the journal is full: refuse what was
     *     asked for.
     */
    public long append(final JournalEvent event) {
        final int bytes = JournalEvent.HEAD_BYTES + event.length;
        final Slab slab = claim(roads.journal, bytes, Counter.JOURNAL_BUSY);
        if (slab == null) {
            return 0;
        }
        event.sequence = ++sequence;
        event.write(slab.memory(), slab.payload());
        slab.commit(StoreRoads.EVENT, bytes);
        counters.set(Counter.JOURNAL_SEQUENCE, sequence);
        return sequence;
    }

    /** Asks for a character; false if it must be asked again later. Rows of it saved before are on disk by then. */
    public boolean load(final LoadRequest request) {
        final Slab slab = claim(roads.requests, LoadRequest.BYTES_MAX, Counter.LOADS_NO_SLAB);
        if (slab == null) {
            return false;
        }
        request.write(slab.memory(), slab.payload());
        slab.commit(StoreRoads.LOAD, request.bytes());
        return true;
    }

    /** Once a tick, last: hands everything over. The order keeps a row behind the event that it rests on. */
    public void publish() {
        roads.journal.publish();
        roads.saves.publish();
        roads.requests.publish();
    }

    /** Takes everything that the store has answered. */
    public void poll(final StoreAnswers answers) {
        for (Slab slab = roads.answers.take(); slab != null; slab = roads.answers.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                answer(slab, frame, answers);
            }
            roads.answers.recycle(slab);
        }
    }

    private void answer(final Slab slab, final int frame, final StoreAnswers answers) {
        final MemorySegment memory = slab.memory();
        final long at = frame + (long) Slab.HEAD_BYTES;
        if (slab.headAt(frame) == StoreRoads.LOADED) {
            loaded.read(memory, at);
            answers.onLoaded(loaded);
        } else {
            answers.onLoadFailed(
                    memory.get(ValueLayout.JAVA_LONG, at),
                    LoadFailure.of(memory.get(ValueLayout.JAVA_INT, at + Long.BYTES)));
        }
    }

    private boolean save(final DocumentRow row, final int head) {
        final int bytes = DocumentRow.HEAD_BYTES + row.length;
        final Slab slab = claim(roads.saves, bytes, Counter.SAVES_NO_SLAB);
        if (slab == null) {
            return false;
        }
        row.write(slab.memory(), slab.payload());
        slab.commit(head, bytes);
        return true;
    }

    private @Nullable Slab claim(final SlabPipe pipe, final int bytes, final Counter ifNone) {
        final Slab slab = pipe.claim(bytes);
        if (slab == null) {
            counters.increment(ifNone);
            return null;
        }
        if (slab.endBytes() == 0) {
            slab.memory().set(ValueLayout.JAVA_LONG, slab.payload(), nowNs);
            slab.commit(StoreRoads.BEGUN, Long.BYTES);
        }
        return slab;
    }
}
