package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import io.tos.engine.protocol.ConnectionId;
import java.lang.foreign.MemorySegment;

/**
 * The records of all sessions of a shard and the ids that lead to them: an index and a compare, no hashing. A slot is
 * reused as late as possible, and its new generation differs from its last eight.
 */
final class Slots implements AutoCloseable {
    /** No record. */
    static final long NONE = -1;

    private static final int GENERATIONS_KEPT = 8;

    private final Region region;
    private final MemorySegment memory;
    private final SecretRolls rolls;
    private final int count;
    private final int shard;
    private final int shardBits;
    private final int[] free;
    private int freeFirst;
    private int freeCount;

    Slots(final SessionConfig config, final SecretRolls rolls) {
        this.count = config.slots();
        this.region = Region.shared("sessions", (long) count * SessionRecord.BYTES, 64);
        this.memory = region.memory();
        this.rolls = rolls;
        this.shard = config.shard();
        this.shardBits = Integer.numberOfTrailingZeros(config.shards());
        this.free = new int[count];
        for (int index = 0; index < count; index++) {
            free[index] = index;
        }
        this.freeCount = count;
    }

    /** All records. */
    MemorySegment memory() {
        return memory;
    }

    /** How many sessions there can be. */
    int count() {
        return count;
    }

    /** How many slots are taken. */
    int usedCount() {
        return count - freeCount;
    }

    /** Which record, from 0. */
    static int index(final long session) {
        return (int) (session / SessionRecord.BYTES);
    }

    /** Offset of a record. */
    static long session(final int index) {
        return (long) index * SessionRecord.BYTES;
    }

    /** The record with this id, or {@link #NONE}. */
    long find(final int cid) {
        final int slot = ConnectionId.slot(cid);
        final int index = slot >>> shardBits;
        if (index >= count || (slot & (1 << shardBits) - 1) != shard || cid == ConnectionId.NONE) {
            return NONE;
        }
        final long session = session(index);
        return memory.get(JAVA_INT, session + SessionRecord.CID) == cid ? session : NONE;
    }

    /** Takes a slot and gives it a new id; {@link #NONE} when all are taken. */
    long reserve(final long nowNs) {
        if (freeCount == 0) {
            return NONE;
        }
        final int index = free[freeFirst];
        freeFirst = (freeFirst + 1) % count;
        freeCount--;
        final long session = session(index);
        final int slot = index << shardBits | shard;
        memory.set(JAVA_INT, session + SessionRecord.CID, ConnectionId.of(slot, newGeneration(session, slot)));
        memory.set(JAVA_BYTE, session + SessionRecord.STATE, SessionState.RESERVED);
        SessionFlags.clear(memory, session, ~(SessionFlags.READY | SessionFlags.GATED)); // it may be in those rings
        memory.set(JAVA_LONG, session + SessionRecord.STATE_NS, nowNs);
        return session;
    }

    private int newGeneration(final long session, final int slot) {
        int generation;
        do {
            generation = rolls.next(ConnectionId.GENERATIONS);
        } while (wasUsed(session, generation) || (slot == 0 && generation == 0));
        final long oldest = session + SessionRecord.GENERATIONS;
        MemorySegment.copy(memory, oldest + 4, memory, oldest, (GENERATIONS_KEPT - 1) * 4L);
        memory.set(JAVA_INT, oldest + (GENERATIONS_KEPT - 1) * 4L, generation);
        return generation;
    }

    private boolean wasUsed(final long session, final int generation) {
        for (int kept = 0; kept < GENERATIONS_KEPT; kept++) {
            if (memory.get(JAVA_INT, session + SessionRecord.GENERATIONS + 4L * kept) == generation) {
                return true;
            }
        }
        return false;
    }

    /** Gives a slot back; its id leads nowhere from now on. */
    void release(final long session) {
        memory.set(JAVA_INT, session + SessionRecord.CID, ConnectionId.NONE);
        memory.set(JAVA_BYTE, session + SessionRecord.STATE, SessionState.FREE);
        free[(freeFirst + freeCount) % count] = index(session);
        freeCount++;
    }

    @Override
    public void close() {
        region.close();
    }
}
