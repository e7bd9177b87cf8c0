package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Walks over the body of a SNAPSHOT frame. One instance per agent.
 *
 * <pre>
 * 0 tick u32 | 4 epoch u8 | 5 consumed input tick, low 16 bits, u16 | 7 inputLead i16, 1/256 tick
 * 9 flags u8: bit 0 motion, 1 vitals, 2 integrity, rest 0 | {@link OwnMotion} | {@link OwnVitals}
 * integrity: count u8, 1 to 8 | count times alias u8, age u8, 0 to 63 | hash u32
 * records to the end: alias u8, 1 to 254 | base age u8: 0 full, 1 to 63 delta, 255 left | {@link EntityRecord}
 * </pre>
 *
 * No alias comes twice among the records.
 */
public final class SnapshotReader {
    /** What {@link #next} says after the last record. */
    public static final int END = -1;

    /** What {@link #next} says of bytes no correct server sends. */
    public static final int MALFORMED = -2;

    private final OwnMotion motion = new OwnMotion();
    private final OwnVitals vitals = new OwnVitals();
    private final EntityRecord record = new EntityRecord();
    private final BitReader bits = new BitReader();
    private final long[] seen = new long[4];
    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private long at;
    private long end;
    private int flags;
    private long integrityAt;
    private int integrityEntities;
    private int baseAge;

    /** Reads all before the records; false if it is cut off or not in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long body, final int length) {
        if (length < SnapshotWriter.HEAD_BYTES) {
            return false;
        }
        this.memory = memory;
        start = body;
        at = body + SnapshotWriter.HEAD_BYTES;
        end = body + length;
        flags = LittleEndian.u8(memory, body + 9);
        Arrays.fill(seen, 0L);
        return flags < 8
                && (!hasMotion() || skip(motion.read(memory, at, left())))
                && (!hasVitals() || skip(vitals.read(memory, at, left())))
                && (!hasIntegrity() || skip(readIntegrity()));
    }

    private int left() {
        return (int) (end - at);
    }

    private boolean skip(final int length) {
        at += length;
        return length >= 0;
    }

    private int readIntegrity() {
        if (left() < 1) {
            return -1;
        }
        integrityEntities = LittleEndian.u8(memory, at);
        integrityAt = at + 1;
        final int length = 1 + SnapshotWriter.RECORD_HEAD_BYTES * integrityEntities + Integer.BYTES;
        if (integrityEntities < 1 || integrityEntities > SnapshotWriter.INTEGRITY_ENTITIES_MAX || left() < length) {
            return -1;
        }
        for (int index = 0; index < integrityEntities; index++) {
            if (!isAlias(integrityAlias(index)) || integrityAge(index) > SnapshotWriter.AGE_MAX) {
                return -1;
            }
        }
        return length;
    }

    private static boolean isAlias(final int alias) {
        return alias >= SnapshotWriter.ALIAS_MIN && alias <= SnapshotWriter.ALIAS_MAX;
    }

    /**
     * Steps to the next record and reads it; for a delta, {@link EntityRecord#apply} on {@link #record()} does the rest.
     *
     * @return its alias, {@link #END} or {@link #MALFORMED}; after either of these do not call again.
     */
    public int next() {
        if (at == end) {
            return END;
        }
        if (left() < SnapshotWriter.RECORD_HEAD_BYTES) {
            return MALFORMED;
        }
        final int alias = LittleEndian.u8(memory, at);
        baseAge = LittleEndian.u8(memory, at + 1);
        at += SnapshotWriter.RECORD_HEAD_BYTES;
        final long bit = 1L << alias;
        if (!isAlias(alias) || (seen[alias >>> 6] & bit) != 0) {
            return MALFORMED;
        }
        seen[alias >>> 6] |= bit;
        return readRecord() ? alias : MALFORMED;
    }

    private boolean readRecord() {
        if (isLeave()) {
            return true;
        }
        if (baseAge > SnapshotWriter.AGE_MAX) {
            return false;
        }
        bits.wrap(memory, at, left());
        if (isFull()) {
            record.takeFull(bits);
        } else {
            record.takeDelta(bits);
        }
        return skip(bits.finish());
    }

    /** Low 32 bits of the tick whose end this shows. */
    public int tick() {
        return LittleEndian.i32(memory, start);
    }

    /** Which ENTER_WORLD this belongs to. */
    public int epoch() {
        return LittleEndian.u8(memory, start + 4);
    }

    /** Low 16 bits of the tick of the last input consumed. */
    public int consumedTick() {
        return LittleEndian.u16(memory, start + 5);
    }

    /** How early the newest input came, in 1/256 tick; negative is late. */
    public int inputLeadQ8() {
        return (short) LittleEndian.u16(memory, start + 7);
    }

    /** Whether {@link #motion()} was read. */
    public boolean hasMotion() {
        return (flags & SnapshotWriter.FLAG_MOTION) != 0;
    }

    /** The own avatar's movement; valid until the next {@link #wrap}. */
    public OwnMotion motion() {
        return motion;
    }

    /** Whether {@link #vitals()} were read. */
    public boolean hasVitals() {
        return (flags & SnapshotWriter.FLAG_VITALS) != 0;
    }

    /** The own avatar's bars; valid until the next {@link #wrap}. */
    public OwnVitals vitals() {
        return vitals;
    }

    /** Whether there is an integrity check. */
    public boolean hasIntegrity() {
        return (flags & SnapshotWriter.FLAG_INTEGRITY) != 0;
    }

    /** How many entities the check covers. */
    public int integrityEntities() {
        return integrityEntities;
    }

    /** Alias of entity {@code index} of the check. */
    public int integrityAlias(final int index) {
        return LittleEndian.u8(memory, integrityAt + 2L * index);
    }

    /** Ticks back from {@link #tick} to where the state to hash was last in force. */
    public int integrityAge(final int index) {
        return LittleEndian.u8(memory, integrityAt + 2L * index + 1);
    }

    /** What {@link StateHash} gave at the server. */
    public int integrityHash() {
        return LittleEndian.i32(memory, integrityAt + 2L * integrityEntities);
    }

    /** How many ticks back the base was last in force, 1 to 63; 0 for a full state, 255 for a leave. */
    public int baseAge() {
        return baseAge;
    }

    /** Whether the record is a state in full. */
    public boolean isFull() {
        return baseAge == SnapshotWriter.AGE_FULL;
    }

    /** Whether the record says the entity left. */
    public boolean isLeave() {
        return baseAge == SnapshotWriter.AGE_LEFT;
    }

    /** What was read, if it is no leave; valid until the next {@link #next}. */
    public EntityRecord record() {
        return record;
    }
}
