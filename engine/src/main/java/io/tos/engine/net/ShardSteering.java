package io.tos.engine.net;

import io.tos.natives.posix.SocketFilter;

/**
 * Which socket of a shared port gets a datagram: the low 4 bits of the byte at offset 1, masked by shards - 1. That
 * byte is the first of a connection id, or of the client's handshake id, so a peer stays with its shard.
 */
public final class ShardSteering {
    /** Where the byte stands in every datagram. */
    public static final int BYTE_OFFSET = 1;

    private static final int SHARD_BITS = 0x0F;

    private ShardSteering() {}

    /** The shard of a datagram whose byte at {@link #BYTE_OFFSET} is this. */
    public static int shardOf(final int steeringByte, final int shards) {
        return steeringByte & SHARD_BITS & (shards - 1);
    }

    /**
     * The same for the kernel: the program's result is the place of a socket in the order of binding. A datagram too
     * short to have the byte goes to socket 0.
     */
    static SocketFilter filter(final int shards) {
        return new SocketFilter()
                .loadByte(BYTE_OFFSET)
                .and(SHARD_BITS & (shards - 1))
                .returnAccumulator();
    }
}
