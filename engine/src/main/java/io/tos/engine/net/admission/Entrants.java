package io.tos.engine.net.admission;

import io.tos.engine.protocol.ConnectionId;
import org.agrona.collections.Long2LongHashMap;

/**
 * Who is on the way in, waits or plays: by connection id, by account, by host and by prefix. Reserved ids nobody uses yet
 * lie here too, a small stock per shard. The admission agent's own.
 */
final class Entrants {
    /** Where somebody with a connection id stands. */
    enum Stage {
        /** At the curve, or accepted and not yet confirmed. */
        HALF_OPEN,
        /** Confirmed, waits for a free place. */
        WAITING,
        /** Plays. */
        ADMITTED
    }

    private static final int NOBODY = 0;
    private static final Stage[] STAGES = Stage.values();

    private final int[] cidBySlot = new int[ConnectionId.SLOTS];
    private final byte[] stageBySlot = new byte[ConnectionId.SLOTS];
    private final int[] halfOpenBySlot = new int[ConnectionId.SLOTS];
    private final long[] accountBySlot = new long[ConnectionId.SLOTS];
    private final long[] hostBySlot = new long[ConnectionId.SLOTS];
    private final Long2LongHashMap cidByAccount = new Long2LongHashMap(ConnectionId.NONE);
    private final Long2LongHashMap countByHost = new Long2LongHashMap(0);
    private final Long2LongHashMap halfOpenByPrefix = new Long2LongHashMap(0);
    private final int[][] stock;
    private final int[] stockCount;
    private int halfOpenCount;
    private int admittedCount;

    Entrants(final int shards) {
        this.stock = new int[shards][ConnectionId.SLOTS / shards];
        this.stockCount = new int[shards];
    }

    int halfOpenCount() {
        return halfOpenCount;
    }

    int admittedCount() {
        return admittedCount;
    }

    /** Sessions and handshakes of one host. */
    int hostCount(final long host) {
        return (int) countByHost.get(host);
    }

    /** Handshakes of one prefix. */
    int halfOpenCount(final long widePrefix) {
        return (int) halfOpenByPrefix.get(widePrefix);
    }

    /** The confirmed session of an account, or {@link ConnectionId#NONE}. */
    int cidOf(final long accountId) {
        return (int) cidByAccount.get(accountId);
    }

    /** A shard lends an id. */
    void stock(final int shard, final int cid) {
        stock[shard][stockCount[shard]++] = cid;
    }

    /** Takes an id of the shard, or {@link ConnectionId#NONE} when it has lent none. */
    int takeStock(final int shard) {
        return stockCount[shard] == 0 ? ConnectionId.NONE : stock[shard][--stockCount[shard]];
    }

    /** Whether the id is somebody's now, as opposed to an earlier tenant's of the slot. */
    boolean isCurrent(final int cid) {
        return cid != ConnectionId.NONE && cidBySlot[ConnectionId.slot(cid)] == cid;
    }

    /** Only for current ids. */
    Stage stage(final int cid) {
        assert isCurrent(cid);
        return STAGES[stageBySlot[ConnectionId.slot(cid)]];
    }

    /** Whose session it is. */
    long accountOf(final int cid) {
        assert isCurrent(cid);
        return accountBySlot[ConnectionId.slot(cid)];
    }

    /** The half-open of an id that is not admitted yet. */
    int halfOpenOf(final int cid) {
        assert stage(cid) != Stage.ADMITTED;
        return halfOpenBySlot[ConnectionId.slot(cid)];
    }

    /** A handshake begins, still without an id. */
    void begin(final HalfOpen halfOpen) {
        halfOpenCount++;
        halfOpenByPrefix.put(halfOpen.widePrefix, halfOpenByPrefix.get(halfOpen.widePrefix) + 1);
        countByHost.put(halfOpen.host, countByHost.get(halfOpen.host) + 1);
    }

    /** A handshake that will not be refused has got its id. */
    void name(final HalfOpen halfOpen) {
        final int slot = ConnectionId.slot(halfOpen.cid);
        cidBySlot[slot] = halfOpen.cid;
        stageBySlot[slot] = (byte) 0;
        halfOpenBySlot[slot] = halfOpen.index;
        accountBySlot[slot] = halfOpen.accountId;
        hostBySlot[slot] = halfOpen.host;
    }

    /** A handshake ends without a session. */
    void abandon(final HalfOpen halfOpen) {
        endHalfOpen(halfOpen);
        release(halfOpen.host, countByHost);
        if (halfOpen.cid != ConnectionId.NONE) {
            cidBySlot[ConnectionId.slot(halfOpen.cid)] = NOBODY;
        }
    }

    /** A handshake is confirmed: the account's session is this one from now on; it waits. */
    void confirm(final HalfOpen halfOpen) {
        endHalfOpen(halfOpen);
        stageBySlot[ConnectionId.slot(halfOpen.cid)] = 1;
        cidByAccount.put(halfOpen.accountId, halfOpen.cid);
    }

    /** Somebody who waited plays. */
    void admit(final int cid) {
        assert stage(cid) == Stage.WAITING;
        stageBySlot[ConnectionId.slot(cid)] = 2;
        admittedCount++;
    }

    /** A confirmed session is over. */
    void end(final int cid) {
        final Stage was = stage(cid);
        assert was != Stage.HALF_OPEN;
        final int slot = ConnectionId.slot(cid);
        admittedCount -= was == Stage.ADMITTED ? 1 : 0;
        cidBySlot[slot] = NOBODY;
        release(hostBySlot[slot], countByHost);
        if (cidOf(accountBySlot[slot]) == cid) {
            cidByAccount.remove(accountBySlot[slot]);
        }
    }

    private void endHalfOpen(final HalfOpen halfOpen) {
        halfOpenCount--;
        release(halfOpen.widePrefix, halfOpenByPrefix);
    }

    /** Keys nobody counts any more leave the map: its size stays bounded by the slots. */
    private static void release(final long key, final Long2LongHashMap counts) {
        final long left = counts.get(key) - 1;
        if (left > 0) {
            counts.put(key, left);
        } else {
            counts.remove(key);
        }
    }
}
