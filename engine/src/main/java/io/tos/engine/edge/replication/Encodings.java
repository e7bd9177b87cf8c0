package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.protocol.BitWriter;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.SnapshotWriter;
import java.lang.foreign.MemorySegment;

/**
 * Records of the present tick, encoded once and copied to every viewer whose base is the same: in the row of the entity, by
 * the age of the base. Tick thread only.
 *
 * <pre> 3 times per row: tick &lt;&lt; 6 | age u64 | record, at most 20 bytes | length u8 | 3 unused </pre>
 */
final class Encodings {
    private static final int ENTRY_BYTES = 32;
    private static final int ENTRIES = 3;
    private static final int RECORD = 8;
    private static final int LENGTH = RECORD + EntityRecord.LENGTH_MAX;

    private final History history;
    private final MemorySegment memory;
    private final BitWriter writer = new BitWriter();
    private long encoded;
    private long copied;

    Encodings(final History history) {
        this.history = history;
        this.memory = history.rows();
    }

    /** Where the records lie. */
    MemorySegment memory() {
        return memory;
    }

    /**
     * Offset of the record of an entity against the state of {@code age} ticks ago, or in full for age 0. It stands until
     * the next call. {@link #length} says how long it is.
     */
    long record(final int index, final int age) {
        final long row = History.row(index);
        // Ages come in steps of a send interval, 3 ticks for most.
        final long entry = row + History.ENCODINGS + (long) (age / 3 % ENTRIES) * ENTRY_BYTES;
        final long key = (Integer.toUnsignedLong(history.now()) << 6) | age;
        if (memory.get(JAVA_LONG, entry) == key) {
            copied++;
        } else {
            encode(row, index, age, entry);
            memory.set(JAVA_LONG, entry, key);
            encoded++;
        }
        return entry + RECORD;
    }

    /** Length of a record. */
    int length(final long record) {
        return memory.get(JAVA_BYTE, record + EntityRecord.LENGTH_MAX);
    }

    /** Records encoded, ever. */
    long encoded() {
        return encoded;
    }

    /** Records, ever, for which an encoding of the same tick was there. */
    long copied() {
        return copied;
    }

    private void encode(final long row, final int index, final int age, final long entry) {
        writer.wrap(memory, entry + RECORD, EntityRecord.LENGTH_MAX);
        if (age == SnapshotWriter.AGE_FULL) {
            EntityRecord.putFull(writer, history.netId(row), history.place(row), history.looks(row));
        } else {
            final long base = history.state(index, history.now() - age);
            EntityRecord.putDelta(
                    writer, history.placeAt(base), history.looksAt(base), history.place(row), history.looks(row));
        }
        memory.set(JAVA_BYTE, entry + LENGTH, (byte) writer.finish());
    }
}
