package io.tos.engine.server;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.edge.Worlds;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.NetworkAgent;
import io.tos.engine.net.ShardParts;
import io.tos.engine.net.Transport;
import io.tos.engine.net.admission.Doorway;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.telemetry.Counters;

/** One socket of the front door: its transport and network agent, and the roads to tick and admission. */
final class Shard implements AutoCloseable {
    /**
     * The network hands a slab over after every duty cycle, the tick takes them once per tick: there must be one for each
     * cycle of a tick. A cycle that finds datagrams takes 16 us or more, so a late tick finds room too.
     */
    private static final int INBOUND_SLABS = 2048;

    /** Holds the longest message a client may send, 16 fragments of 1,024 bytes. */
    private static final int INBOUND_SLAB_BYTES = 20 * 1024;

    private static final int OUTBOUND_SLABS = 64;
    /** Snapshots may fill three quarters, promises always find room. */
    static final int OUTBOUND_SLABS_KEPT = OUTBOUND_SLABS / 4;

    private static final int OUTBOUND_SLAB_BYTES = 64 * 1024;

    private final Transport transport;
    private final SlabPipe inbound = new SlabPipe("inbound slabs", INBOUND_SLABS, INBOUND_SLAB_BYTES);
    private final SlabPipe outbound = new SlabPipe("outbound slabs", OUTBOUND_SLABS, OUTBOUND_SLAB_BYTES);
    private final Doorway doorway;
    private final ShardParts parts;
    private final NetworkAgent agent;

    /**
     * @param config says which shard of how many this is.
     * @param transport opened and closed by the agent.
     * @param crypto this shard's own.
     * @param networkCounters written by the agent.
     */
    Shard(
            final ShardParts.Common common,
            final SessionConfig config,
            final Transport transport,
            final PacketCrypto crypto,
            final Counters networkCounters) {
        this.transport = transport;
        this.doorway = new Doorway(config.shard());
        this.parts = new ShardParts(common, config, transport, doorway, crypto, inbound, networkCounters);
        this.agent = new NetworkAgent(parts, inbound, outbound, common.clock());
    }

    /** Moves the datagrams. */
    Transport transport() {
        return transport;
    }

    /** The network side. */
    NetworkAgent agent() {
        return agent;
    }

    /** The road to admission. */
    Doorway doorway() {
        return doorway;
    }

    /** The road from the tick to the agent. */
    SlabPipe outbound() {
        return outbound;
    }

    /** The tick's side, in front of these worlds. */
    SessionDoor door(final Worlds worlds, final int ticksPerSecond, final Instruments instruments) {
        return new SessionDoor(inbound, outbound, transport::wake, worlds, ticksPerSecond, instruments);
    }

    @Override
    public void close() {
        parts.close();
        doorway.close();
        outbound.close();
        inbound.close();
    }
}
