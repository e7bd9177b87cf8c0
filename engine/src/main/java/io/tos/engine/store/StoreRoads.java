package io.tos.engine.store;

import io.tos.engine.memory.SlabPipe;

/**
 * The roads between the tick and the store, of fixed length: rows, journal and requests one way, answers back. Frames
 * carry one of the words below in their head. When a road is full the tick decides: a row stays dirty, what would be
 * journaled is refused, a request is made again.
 */
public final class StoreRoads implements AutoCloseable {
    static final int POSITION = 1;
    static final int VITALS = 2;
    static final int DOCUMENT = 3;
    static final int WORLD = 4;
    static final int LEFT = 5;
    static final int EVENT = 6;
    static final int LOAD = 7;
    static final int LOADED = 8;
    static final int LOAD_FAILED = 9;
    /** First frame of a slab: when it was begun, i64, ns. */
    static final int BEGUN = 10;

    /** The tick hands over a slab of each kind per tick at most, so these last for two seconds and one of no answer. */
    static final int SAVE_SLABS = 128;

    static final int JOURNAL_SLABS = 64;

    private static final int SLAB_BYTES = 32 * 1024;
    private static final int REQUEST_SLABS = 64;
    private static final int REQUEST_SLAB_BYTES = 8 * 1024;
    private static final int ANSWER_SLABS = 16;
    private static final int ANSWER_SLAB_BYTES = 64 * 1024;

    final SlabPipe saves = new SlabPipe("store saves", SAVE_SLABS, SLAB_BYTES);
    final SlabPipe journal = new SlabPipe("store journal", JOURNAL_SLABS, SLAB_BYTES);
    final SlabPipe requests = new SlabPipe("store requests", REQUEST_SLABS, REQUEST_SLAB_BYTES);
    final SlabPipe answers = new SlabPipe("store answers", ANSWER_SLABS, ANSWER_SLAB_BYTES);

    /** Frees the slabs; both agents have stopped by then. */
    @Override
    public void close() {
        answers.close();
        requests.close();
        journal.close();
        saves.close();
    }
}
