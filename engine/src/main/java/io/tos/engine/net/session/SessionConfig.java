package io.tos.engine.net.session;

import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.Direction;

/**
 * How one agent keeps its sessions.
 *
 * @param inbound which way the packets that come in travel: {@link Direction#TO_SERVER} at a server.
 * @param slots how many sessions at once, at most {@link ConnectionId#SLOTS} over all shards.
 * @param shard which shard of the process this is.
 * @param shards 1, 2, 4, 8 or 16.
 * @param timing times.
 * @param receiveRates what a peer may send.
 * @param sendRates what we may send to a peer.
 * @param smallBlocks blocks of 128 bytes for messages, each way.
 * @param largeBlocks blocks of 1,088 bytes for messages, each way.
 */
public record SessionConfig(
        Direction inbound,
        int slots,
        int shard,
        int shards,
        SessionTiming timing,
        ReceiveRates receiveRates,
        SendRates sendRates,
        int smallBlocks,
        int largeBlocks) {
    /** Checks the ranges. */
    public SessionConfig {
        if (shards < 1 || shards > 16 || Integer.bitCount(shards) != 1 || shard < 0 || shard >= shards) {
            throw new IllegalArgumentException("shard " + shard + " of " + shards + " cannot be");
        }
        if (slots < 1 || slots > ConnectionId.SLOTS / shards) {
            throw new IllegalArgumentException("slots must be 1 to " + ConnectionId.SLOTS / shards + ": " + slots);
        }
        if (smallBlocks < 1 || largeBlocks < 1) {
            throw new IllegalArgumentException("blocks must be above 0: " + smallBlocks + ", " + largeBlocks);
        }
    }

    /** A server with all slots of its shard. */
    public static SessionConfig server(final int shard, final int shards) {
        return new SessionConfig(
                Direction.TO_SERVER,
                ConnectionId.SLOTS / shards,
                shard,
                shards,
                SessionTiming.DEFAULT,
                ReceiveRates.SERVER,
                SendRates.SERVER,
                (256 << 10) / shards,
                (16 << 10) / shards);
    }

    /** A process with up to {@code slots} clients on one socket. */
    public static SessionConfig client(final int slots) {
        return new SessionConfig(
                Direction.TO_CLIENT,
                slots,
                0,
                1,
                SessionTiming.DEFAULT,
                ReceiveRates.UNLIMITED,
                SendRates.CLIENT,
                Math.max(1_024, 16 * slots),
                Math.max(512, 4 * slots));
    }

    /** Which way our packets travel. */
    public Direction outbound() {
        return inbound == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
    }

    /** These settings with other times. */
    public SessionConfig withTiming(final SessionTiming other) {
        return new SessionConfig(
                inbound, slots, shard, shards, other, receiveRates, sendRates, smallBlocks, largeBlocks);
    }

    /** These settings with other rates. */
    public SessionConfig withRates(final ReceiveRates receive, final SendRates send) {
        return new SessionConfig(inbound, slots, shard, shards, timing, receive, send, smallBlocks, largeBlocks);
    }

    /** These settings with other memory for messages. */
    public SessionConfig withBlocks(final int small, final int large) {
        return new SessionConfig(inbound, slots, shard, shards, timing, receiveRates, sendRates, small, large);
    }
}
