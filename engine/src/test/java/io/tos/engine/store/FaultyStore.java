package io.tos.engine.store;

import io.tos.engine.store.StoreException.Kind;
import org.jspecify.annotations.Nullable;

/** A database whose disk misbehaves when told to. */
final class FaultyStore implements Store {
    private final Store store;
    private @Nullable Kind commitFailure;
    private Runnable beforeCommit = () -> {};

    FaultyStore(final Store store) {
        this.store = store;
    }

    /** From now on commits fail like this; null: they work again. */
    void failCommits(final @Nullable Kind kind) {
        commitFailure = kind;
    }

    /** Runs before each commit: what a slow disk does to the clock. */
    void beforeCommit(final Runnable delay) {
        beforeCommit = delay;
    }

    @Override
    public void begin(final long nowMs) {
        store.begin(nowMs);
    }

    @Override
    public boolean save(final PositionRow row) {
        return store.save(row);
    }

    @Override
    public boolean save(final VitalsRow row) {
        return store.save(row);
    }

    @Override
    public boolean saveDocument(final DocumentRow row) {
        return store.saveDocument(row);
    }

    @Override
    public boolean saveWorld(final DocumentRow row) {
        return store.saveWorld(row);
    }

    @Override
    public boolean left(final RowKey key) {
        return store.left(key);
    }

    @Override
    public void append(final JournalEvent event) {
        store.append(event);
    }

    @Override
    public @Nullable LoadFailure load(final LoadRequest request, final LoadedCharacter into) {
        return store.load(request, into);
    }

    @Override
    public void commit() {
        beforeCommit.run();
        if (commitFailure != null) {
            throw new StoreException(commitFailure, "making saves durable: " + commitFailure.words());
        }
        store.commit();
    }

    @Override
    public void rollback() {
        store.rollback();
    }

    @Override
    public long lengthBytes() {
        return store.lengthBytes();
    }

    @Override
    public long lastSequence() {
        return store.lastSequence();
    }

    @Override
    public void close() {
        store.close();
    }
}
