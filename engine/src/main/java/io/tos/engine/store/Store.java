package io.tos.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Where rows and events end up. Between {@link #begin} and {@link #commit} nothing is durable; after a {@link
 * StoreException} the caller calls {@link #rollback} and may say everything again. Store agent only.
 */
public interface Store extends AutoCloseable {
    /**
     * Begins a group of writes.
     *
     * @param nowMs what the rows are stamped with, Unix time.
     */
    void begin(long nowMs);

    /** Writes a position; false if its version or owner is not the one on disk. */
    boolean save(PositionRow row);

    /** Writes vitals; false if their version or owner is not the one on disk. */
    boolean save(VitalsRow row);

    /** Writes a character's document; false if its version or owner is not the one on disk. */
    boolean saveDocument(DocumentRow row);

    /** Writes a map's document; false if its version is not the one on disk. */
    boolean saveWorld(DocumentRow row);

    /** Notes that a character has left; false if its owner is not the one on disk. */
    boolean left(RowKey key);

    /** Adds an event to the journal. */
    void append(JournalEvent event);

    /**
     * Gives the asker the character: enters it into the registry if it is new and begins a new epoch, so that nobody
     * else writes its rows.
     *
     * @param into placed; holds what was read when the answer is null.
     * @return why not, or null.
     */
    @Nullable
    LoadFailure load(LoadRequest request, LoadedCharacter into);

    /** Makes everything since {@link #begin} durable, all or nothing. */
    void commit();

    /** Forgets everything since {@link #begin}. */
    void rollback();

    /** The journal's last event; 0 when it is empty. */
    long lastSequence();

    /** Bytes that the database takes on disk. */
    long lengthBytes();

    /** Notes that the stop was clean and closes. */
    @Override
    void close();
}
