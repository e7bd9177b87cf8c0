package io.tos.engine.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Whose row it is and which writing of it: what every saved row carries. A holder; one instance per use.
 *
 * <pre> 0 owner id i64 | 8 owner epoch i64 | 16 version i64 </pre>
 *
 * A row is written only if its version on disk is one less and the owner's epoch is the writer's.
 */
public final class RowKey {
    /** Bytes in a frame. */
    public static final int BYTES = 24;

    /** A character's id; of world rows the map's. */
    public long ownerId;
    /** Which loading of the owner the writer has: an older one may not write any more. */
    public long epoch;
    /** Of the row as it is written, from 1. */
    public long version;

    void write(final MemorySegment memory, final long at) {
        memory.set(ValueLayout.JAVA_LONG, at, ownerId);
        memory.set(ValueLayout.JAVA_LONG, at + 8, epoch);
        memory.set(ValueLayout.JAVA_LONG, at + 16, version);
    }

    void read(final MemorySegment memory, final long at) {
        ownerId = memory.get(ValueLayout.JAVA_LONG, at);
        epoch = memory.get(ValueLayout.JAVA_LONG, at + 8);
        version = memory.get(ValueLayout.JAVA_LONG, at + 16);
    }
}
