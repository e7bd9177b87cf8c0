package io.tos.engine.sim;

import io.tos.engine.store.DocumentRow;
import io.tos.engine.store.JournalEvent;
import io.tos.engine.store.LoadFailure;
import io.tos.engine.store.LoadRequest;
import io.tos.engine.store.LoadedCharacter;
import io.tos.engine.store.PositionRow;
import io.tos.engine.store.RowKey;
import io.tos.engine.store.Store;
import io.tos.engine.store.VitalsRow;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Saves that live as long as the simulation: the same compare-and-set as on disk, and nothing ever fails. */
public final class SimulatedStore implements Store {
    private final Long2ObjectHashMap<Kept> characters = new Long2ObjectHashMap<>();
    private long lastSequence;

    /** What is kept of one character. */
    private static final class Kept {
        private long accountId;
        private long epoch;
        private final PositionRow position = new PositionRow();
        private final VitalsRow vitals = new VitalsRow();
    }

    @Override
    public void begin(final long nowMs) {
        // Everything counts at once here.
    }

    @Override
    public boolean save(final PositionRow row) {
        final Kept character = owned(row.key);
        if (character == null || character.position.key.version != row.key.version - 1) {
            return false;
        }
        character.position.copy(row);
        return true;
    }

    @Override
    public boolean save(final VitalsRow row) {
        final Kept character = owned(row.key);
        if (character == null || character.vitals.key.version != row.key.version - 1) {
            return false;
        }
        character.vitals.copy(row);
        return true;
    }

    @Override
    public boolean saveDocument(final DocumentRow row) {
        throw new UnsupportedOperationException("no system of the game writes documents yet");
    }

    @Override
    public boolean saveWorld(final DocumentRow row) {
        throw new UnsupportedOperationException("no system of the game writes documents yet");
    }

    @Override
    public boolean left(final RowKey key) {
        return owned(key) != null;
    }

    @Override
    public void append(final JournalEvent event) {
        if (event.sequence != lastSequence + 1) {
            throw new IllegalStateException("event " + event.sequence + " after " + lastSequence);
        }
        lastSequence = event.sequence;
    }

    @Override
    public @Nullable LoadFailure load(final LoadRequest request, final LoadedCharacter into) {
        Kept character = characters.get(request.characterId);
        if (character == null) {
            character = new Kept();
            character.accountId = request.accountId;
            characters.put(request.characterId, character);
        }
        if (character.accountId != request.accountId) {
            return LoadFailure.OTHER_ACCOUNT;
        }
        character.epoch++;
        into.begin(request, character.epoch);
        into.position.copy(character.position);
        into.vitals.copy(character.vitals);
        return null;
    }

    @Override
    public void commit() {
        // Everything counts at once here.
    }

    @Override
    public void rollback() {
        throw new IllegalStateException("nothing fails here");
    }

    @Override
    public long lengthBytes() {
        return 0;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() {
        // There is nothing to keep.
    }

    private @Nullable Kept owned(final RowKey key) {
        final Kept character = characters.get(key.ownerId);
        return character == null || character.epoch != key.epoch ? null : character;
    }
}
