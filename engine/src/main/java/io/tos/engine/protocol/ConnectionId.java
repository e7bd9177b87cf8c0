package io.tos.engine.protocol;

/**
 * A session's 32-bit name in packets: where it lives and which of the slot's tenants it is. 0 is never issued.
 *
 * <pre> bits 0..13 slot | bits 14..31 generation </pre>
 *
 * The low bits of the slot are the shard, so that the first byte on the wire steers a datagram to its socket.
 */
public final class ConnectionId {
    /** How many slots a server can have. */
    public static final int SLOTS = 1 << 14;

    /** How many generations a slot can have. */
    public static final int GENERATIONS = 1 << 18;

    /** No session. */
    public static final int NONE = 0;

    private static final int GENERATION_SHIFT = 14;

    private ConnectionId() {}

    /**
     * Puts an id together.
     *
     * @param slot 0 to {@link #SLOTS} - 1.
     * @param generation 0 to {@link #GENERATIONS} - 1; not 0 in slot 0.
     */
    public static int of(final int slot, final int generation) {
        assert slot >= 0 && slot < SLOTS && generation >= 0 && generation < GENERATIONS;
        return (generation << GENERATION_SHIFT) | slot;
    }

    /** Index into the sessions, 0 to {@link #SLOTS} - 1. */
    public static int slot(final int cid) {
        return cid & (SLOTS - 1);
    }

    /** Which tenant of the slot. */
    public static int generation(final int cid) {
        return cid >>> GENERATION_SHIFT;
    }

    /**
     * The socket that owns this id, or a handshake whose id starts with this byte.
     *
     * @param shards 1, 2, 4, 8 or 16.
     */
    public static int shard(final int firstByte, final int shards) {
        return firstByte & (shards - 1);
    }
}
