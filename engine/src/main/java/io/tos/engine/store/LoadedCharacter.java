package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Everything kept of a character, read in one go. Rows that do not exist yet have version 0. A holder; one instance per
 * agent; documents are read where they lie, while the answer is being handled.
 *
 * <pre> 0 asker i64 | 8 {@link PositionRow}, its key first | 56 {@link VitalsRow} | 96 documents i32 | 100 their bytes i32
 * | 104 the documents, each padded to 8 </pre>
 */
public final class LoadedCharacter {
    static final int HEAD_BYTES = 104;
    static final int BYTES_MAX = HEAD_BYTES + 2 * DocumentRow.TOGETHER_BYTES_MAX;

    private static final int POSITION = 8;
    private static final int VITALS = POSITION + PositionRow.BYTES;
    private static final int DOCUMENTS = VITALS + VitalsRow.BYTES;

    /** The word that the request came with. */
    public long asker;
    /** Where it stands. */
    public final PositionRow position = new PositionRow();
    /** How it is. */
    public final VitalsRow vitals = new VitalsRow();

    private MemorySegment memory = MemorySegment.NULL;
    private int documentCount;
    private int documentBytes;
    private long documentsAt;

    /** The character. */
    public long characterId() {
        return position.key.ownerId;
    }

    /** What its rows are to be written with from now on. */
    public long epoch() {
        return position.key.epoch;
    }

    /** How many documents it has. */
    public int documentCount() {
        return documentCount;
    }

    /** Points to one of the documents. */
    public void document(final int index, final DocumentRow into) {
        long at = documentsAt;
        for (int before = 0; before < index; before++) {
            at += padded(memory.get(JAVA_INT, at + 28));
        }
        into.read(memory, at);
    }

    /** Where the answer is to be written; {@link #BYTES_MAX} bytes are free there. */
    public void place(final MemorySegment target, final long at) {
        memory = target;
        documentsAt = at + HEAD_BYTES;
    }

    /** Store: begins the answer where it was placed; then fill in the rows. */
    public void begin(final LoadRequest request, final long epoch) {
        final long at = documentsAt - HEAD_BYTES;
        memory.asSlice(at, HEAD_BYTES).fill((byte) 0);
        asker = request.asker;
        position.read(memory, at + POSITION);
        vitals.read(memory, at + VITALS);
        own(position.key, request.characterId, epoch);
        own(vitals.key, request.characterId, epoch);
        documentCount = 0;
        documentBytes = 0;
    }

    /** Adds a document; false if there is no room for it. */
    boolean addDocument(final int kind, final long version, final byte[] bytes) {
        if (documentBytes + padded(bytes.length) > BYTES_MAX - HEAD_BYTES) {
            return false;
        }
        final long at = documentsAt + documentBytes;
        memory.set(JAVA_LONG, at, position.key.ownerId);
        memory.set(JAVA_LONG, at + 8, position.key.epoch);
        memory.set(JAVA_LONG, at + 16, version);
        memory.set(JAVA_INT, at + 24, kind);
        memory.set(JAVA_INT, at + 28, bytes.length);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + DocumentRow.HEAD_BYTES, bytes.length);
        documentBytes += padded(bytes.length);
        documentCount++;
        return true;
    }

    /** Ends the answer; returns its length. */
    int end() {
        final long at = documentsAt - HEAD_BYTES;
        memory.set(JAVA_LONG, at, asker);
        position.write(memory, at + POSITION);
        vitals.write(memory, at + VITALS);
        memory.set(JAVA_INT, at + DOCUMENTS, documentCount);
        memory.set(JAVA_INT, at + DOCUMENTS + 4, documentBytes);
        return HEAD_BYTES + documentBytes;
    }

    void read(final MemorySegment source, final long at) {
        memory = source;
        asker = source.get(JAVA_LONG, at);
        position.read(source, at + POSITION);
        vitals.read(source, at + VITALS);
        documentCount = source.get(JAVA_INT, at + DOCUMENTS);
        documentBytes = source.get(JAVA_INT, at + DOCUMENTS + 4);
        documentsAt = at + HEAD_BYTES;
    }

    private static void own(final RowKey key, final long characterId, final long epoch) {
        key.ownerId = characterId;
        key.epoch = epoch;
    }

    private static int padded(final int length) {
        return (DocumentRow.HEAD_BYTES + length + 7) & ~7;
    }
}
