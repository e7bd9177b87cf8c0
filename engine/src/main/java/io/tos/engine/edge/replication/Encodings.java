package io.tos.engine.edge.replication;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import io.tos.engine.protocol.BitWriter;
import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.SnapshotWriter;
import java.lang.foreign.MemorySegment;

/**
 * Records of the present tick, encoded once and copied to every viewer whose base is the same. Those of at most eight bytes,
 * nearly all deltas, are kept in the cache line of the entity, by the age of the base; longer ones are encoded each time.
 * Tick thread only.
 *
 * <pre> twice per row of the history: key u64 = tick &lt;&lt; 16 | age &lt;&lt; 8 | length | record u64, lowest byte first </pre>
 */
final class Encodings implements AutoCloseable {
    private static final int ENTRY_BYTES = 16;

    private final History history;
    private final MemorySegment rows;
    private final Region region;
    private final MemorySegment memory;
    private final BitWriter writer = new BitWriter();
    private long word;
    private long encoded;
    private long copied;

    Encodings(final History history) {
        this.history = history;
        this.rows = history.rows();
        this.region = Region.shared("encoding", 64, 64);
        this.memory = region.memory();
    }

    /**
     * First word of the state of {@code age} ticks ago if it will be needed, else anything. Asked for several entities in a
     * row, so that the processor waits for their cache lines together and not for each when it is encoded.
     */
    long basePlace(final int index, final int age) {
        final boolean needed = (rows.get(JAVA_LONG, entry(History.row(index), age)) & ~0xFFL) != key(age);
        return needed ? history.placeAt(history.state(index, history.now() - age)) : 0;
    }

    /**
     * Encodes an entity against the state of {@code age} ticks ago, or in full for age 0.
     *
     * @param basePlace what {@link #basePlace} said of both.
     * @return the length; up to eight bytes are in {@link #word}, more at the start of {@link #memory}.
     */
    int encode(final int index, final int age, final long basePlace) {
        final long row = History.row(index);
        final long entry = entry(row, age);
        final long key = key(age);
        final long found = rows.get(JAVA_LONG, entry);
        if ((found & ~0xFFL) == key) {
            copied++;
            word = rows.get(JAVA_LONG, entry + Long.BYTES);
            return (int) found & 0xFF;
        }
        encoded++;
        final int length = write(row, index, age, basePlace);
        if (length <= Long.BYTES) {
            rows.set(JAVA_LONG, entry, key | length);
            rows.set(JAVA_LONG, entry + Long.BYTES, word);
        }
        return length;
    }

    /** The bytes of a record of at most eight, encoded last. */
    long word() {
        return word;
    }

    /** Where a longer record lies. */
    MemorySegment memory() {
        return memory;
    }

    /** Records encoded, ever. */
    long encoded() {
        return encoded;
    }

    /** Records, ever, for which an encoding of the same tick was there. */
    long copied() {
        return copied;
    }

    @Override
    public void close() {
        region.close();
    }

    private int write(final long row, final int index, final int age, final long basePlace) {
        writer.wrap(memory, 0, EntityRecord.LENGTH_MAX);
        if (age == SnapshotWriter.AGE_FULL) {
            EntityRecord.putFull(writer, history.netId(row), history.place(row), history.looks(row));
        } else {
            final long base = history.state(index, history.now() - age);
            EntityRecord.putDelta(writer, basePlace, history.looksAt(base), history.place(row), history.looks(row));
        }
        final int length = writer.finish();
        word = memory.get(JAVA_LONG, 0);
        return length;
    }

    /** Usual ages are 6 or 9 near by, 12 far away, 24 far away after a loss. */
    private static long entry(final long row, final int age) {
        return row + History.ENCODINGS + (long) (((age / 3) ^ (age / 12)) & 1) * ENTRY_BYTES;
    }

    private long key(final int age) {
        return (Integer.toUnsignedLong(history.now()) << 16) | ((long) age << 8);
    }
}
