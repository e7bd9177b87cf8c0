package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Bytes kept under an owner and a kind: what has no table of its own. The owner is a character or a map. A holder that
 * points to the bytes where they lie; one instance per agent.
 *
 * <pre> 0 {@link RowKey} | 24 kind i32 | 28 length i32 | 32 the bytes </pre>
 */
public final class DocumentRow {
    /** A document's bytes at most; an owner's documents together have at most {@link #TOGETHER_BYTES_MAX}. */
    public static final int BYTES_MAX = 8 * 1024;

    /** So that a character is loaded with one reply. */
    public static final int TOGETHER_BYTES_MAX = 12 * 1024;

    static final int HEAD_BYTES = 32;

    /** Whose, and which writing. */
    public final RowKey key = new RowKey();
    /** What the bytes are; numbers are the game's and are never used again for something else. */
    public int kind;
    /** Where the bytes lie. */
    public MemorySegment memory = MemorySegment.NULL;
    /** Offset of the bytes. */
    public long from;
    /** How many. */
    public int length;

    /** Points to bytes. */
    public void point(final MemorySegment where, final long at, final int lengthBytes) {
        memory = where;
        from = at;
        length = lengthBytes;
    }

    void write(final MemorySegment target, final long at) {
        assert length <= BYTES_MAX : length;
        key.write(target, at);
        target.set(JAVA_INT, at + 24, kind);
        target.set(JAVA_INT, at + 28, length);
        MemorySegment.copy(memory, from, target, at + HEAD_BYTES, length);
    }

    void read(final MemorySegment source, final long at) {
        key.read(source, at);
        kind = source.get(JAVA_INT, at + 24);
        point(source, at + HEAD_BYTES, source.get(JAVA_INT, at + 28));
    }
}
