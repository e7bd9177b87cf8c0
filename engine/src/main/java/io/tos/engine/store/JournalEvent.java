package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Something that happened and may not be forgotten: it is on disk before anybody is told. A holder that points to the
 * bytes where they lie; one instance per agent.
 *
 * <pre> 0 sequence i64 | 8 character id i64 | 16 kind i32 | 20 length i32 | 24 the bytes </pre>
 */
public final class JournalEvent {
    /** Its bytes at most. */
    public static final int BYTES_MAX = 1024;

    /** A character entered the world; no bytes. */
    public static final int ENTERED = 1;

    static final int HEAD_BYTES = 24;

    /** Its place in the journal, from 1, without gaps. */
    public long sequence;
    /** Whose doing. */
    public long characterId;
    /** What happened, one of the numbers above. */
    public int kind;
    /** Where the bytes lie. */
    public MemorySegment memory = MemorySegment.NULL;
    /** Offset of the bytes. */
    public long from;
    /** How many. */
    public int length;

    void write(final MemorySegment target, final long at) {
        assert length <= BYTES_MAX : length;
        target.set(JAVA_LONG, at, sequence);
        target.set(JAVA_LONG, at + 8, characterId);
        target.set(JAVA_INT, at + 16, kind);
        target.set(JAVA_INT, at + 20, length);
        MemorySegment.copy(memory, from, target, at + HEAD_BYTES, length);
    }

    void read(final MemorySegment source, final long at) {
        sequence = source.get(JAVA_LONG, at);
        characterId = source.get(JAVA_LONG, at + 8);
        kind = source.get(JAVA_INT, at + 16);
        length = source.get(JAVA_INT, at + 20);
        memory = source;
        from = at + HEAD_BYTES;
    }
}
