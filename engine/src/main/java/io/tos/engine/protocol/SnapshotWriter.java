package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Puts the body of a SNAPSHOT frame together; layout as in {@link SnapshotReader}. Parts come in the order of the methods
 * here; what does not fit is not begun and the call says so. Tick thread only, one instance per agent.
 */
public final class SnapshotWriter {
    /** Length of the head. */
    public static final int HEAD_BYTES = 10;

    /** Flag: {@link OwnMotion} follows. */
    public static final int FLAG_MOTION = 1;

    /** Flag: {@link OwnVitals} follow. */
    public static final int FLAG_VITALS = 1 << 1;

    /** Flag: an integrity check follows. */
    public static final int FLAG_INTEGRITY = 1 << 2;

    /** Most entities in an integrity check. */
    public static final int INTEGRITY_ENTITIES_MAX = 8;

    /** Base age of a record that is a state in full. */
    public static final int AGE_FULL = 0;

    /** Highest base age of a delta. */
    public static final int AGE_MAX = 63;

    /** Base age of a record that says the entity left. */
    public static final int AGE_LEFT = 255;

    /** Lowest alias of another entity; 0 is the viewer. */
    public static final int ALIAS_MIN = 1;

    /** Highest alias. */
    public static final int ALIAS_MAX = 254;

    /** Bytes of alias and base age before a record. */
    public static final int RECORD_HEAD_BYTES = 2;

    private static final int FLAGS = 9;

    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private long at;
    private long end;
    private long integrityAt;

    /** Starts a part; it may grow to {@code capacity}, at most {@link FrameWriter#SNAPSHOT_BYTES_MAX}. */
    public void begin(final MemorySegment memory, final long at, final int capacity, final int tick, final int epoch) {
        assert capacity >= HEAD_BYTES && capacity <= FrameWriter.SNAPSHOT_BYTES_MAX : capacity;
        this.memory = memory;
        start = at;
        this.at = at + HEAD_BYTES;
        end = at + capacity;
        LittleEndian.put32(memory, at, tick);
        LittleEndian.put8(memory, at + 4, epoch);
        LittleEndian.put32(memory, at + 5, 0);
        LittleEndian.put8(memory, at + FLAGS, 0);
    }

    /**
     * Says what became of the inputs.
     *
     * @param consumedTick of the last input consumed; its low 16 bits travel.
     * @param leadQ8 how early the newest input came, in 1/256 tick; clamped to 16 bits.
     */
    public void input(final int consumedTick, final int leadQ8) {
        LittleEndian.put16(memory, start + 5, consumedTick);
        LittleEndian.put16(memory, start + 7, Math.clamp(leadQ8, Short.MIN_VALUE, Short.MAX_VALUE));
    }

    /** Adds the own avatar's movement. */
    public boolean motion(final OwnMotion motion) {
        if (room() < OwnMotion.LENGTH_MAX) {
            return false;
        }
        at += motion.write(memory, at);
        flag(FLAG_MOTION);
        return true;
    }

    /** Adds the own avatar's bars. */
    public boolean vitals(final OwnVitals vitals) {
        if (room() < OwnVitals.LENGTH_MAX) {
            return false;
        }
        at += vitals.write(memory, at);
        flag(FLAG_VITALS);
        return true;
    }

    /** Begins an integrity check over 1 to {@link #INTEGRITY_ENTITIES_MAX} entities; add each, then the hash. */
    public boolean beginIntegrity(final int entities) {
        assert entities >= 1 && entities <= INTEGRITY_ENTITIES_MAX : entities;
        if (room() < 1 + RECORD_HEAD_BYTES * entities + Integer.BYTES) {
            return false;
        }
        LittleEndian.put8(memory, at, entities);
        integrityAt = at + 1;
        at += 1 + RECORD_HEAD_BYTES * entities + Integer.BYTES;
        flag(FLAG_INTEGRITY);
        return true;
    }

    /** Adds an entity to the check; {@code age} is how many ticks back the hashed state was last in force, 0 to 63. */
    public void integrityEntity(final int alias, final int age) {
        LittleEndian.put8(memory, integrityAt, alias);
        LittleEndian.put8(memory, integrityAt + 1, age);
        integrityAt += RECORD_HEAD_BYTES;
    }

    /** Ends the check with a {@link StateHash#result}. */
    public void integrityHash(final int hash) {
        assert integrityAt + Integer.BYTES == at : "as many entities as begun";
        LittleEndian.put32(memory, integrityAt, hash);
    }

    /** Adds a record that {@link EntityRecord} encoded; its bytes are copied. */
    public boolean record(
            final int alias, final int baseAge, final MemorySegment source, final long from, final int length) {
        assert alias >= ALIAS_MIN && alias <= ALIAS_MAX && baseAge >= AGE_FULL && baseAge <= AGE_MAX;
        if (room() < RECORD_HEAD_BYTES + length) {
            return false;
        }
        LittleEndian.put8(memory, at, alias);
        LittleEndian.put8(memory, at + 1, baseAge);
        MemorySegment.copy(source, from, memory, at + RECORD_HEAD_BYTES, length);
        at += RECORD_HEAD_BYTES + length;
        return true;
    }

    /** Adds a record of at most eight bytes, the first in the lowest byte of {@code word}. */
    public boolean record(final int alias, final int baseAge, final long word, final int length) {
        assert alias >= ALIAS_MIN && alias <= ALIAS_MAX && baseAge >= AGE_FULL && baseAge <= AGE_MAX;
        assert length >= 1 && length <= Long.BYTES : length;
        if (room() < RECORD_HEAD_BYTES + length) {
            return false;
        }
        LittleEndian.put16(memory, at, alias | baseAge << 8);
        at += RECORD_HEAD_BYTES;
        if (room() >= Long.BYTES) {
            LittleEndian.put64(memory, at, word);
        } else {
            for (int index = 0; index < length; index++) {
                LittleEndian.put8(memory, at + index, (int) (word >>> (index << 3)));
            }
        }
        at += length;
        return true;
    }

    /** Says that the entity left the viewer's sight. */
    public boolean leave(final int alias) {
        assert alias >= ALIAS_MIN && alias <= ALIAS_MAX : alias;
        if (room() < RECORD_HEAD_BYTES) {
            return false;
        }
        LittleEndian.put8(memory, at, alias);
        LittleEndian.put8(memory, at + 1, AGE_LEFT);
        at += RECORD_HEAD_BYTES;
        return true;
    }

    /** Bytes still free. */
    public int room() {
        return (int) (end - at);
    }

    /** Length so far. */
    public int length() {
        return (int) (at - start);
    }

    private void flag(final int flag) {
        final int flags = LittleEndian.u8(memory, start + FLAGS);
        assert flags < flag : "parts in order, each once";
        LittleEndian.put8(memory, start + FLAGS, flags | flag);
    }
}
