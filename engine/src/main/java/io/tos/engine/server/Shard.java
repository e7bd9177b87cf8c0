package io.tos.engine.server;

import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.EchoAgent;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counters;

/** One socket of the front door: its transport, its network agent and the roads to and from the tick. */
final class Shard implements AutoCloseable {
    private static final int SLABS = 64;
    private static final int SLAB_BYTES = 64 * 1024;

    private final Transport transport;
    private final SlabPipe inbound = new SlabPipe("inbound slabs", SLABS, SLAB_BYTES);
    private final SlabPipe outbound = new SlabPipe("outbound slabs", SLABS, SLAB_BYTES);
    private final EchoAgent agent;
    private final EchoDoor door;

    /**
     * @param transport opened and closed by the agent.
     * @param networkCounters written by the agent.
     * @param tickCounters written by the tick.
     */
    Shard(final Transport transport, final Counters networkCounters, final Counters tickCounters) {
        this.transport = transport;
        this.agent = new EchoAgent(transport, inbound, outbound, networkCounters);
        this.door = new EchoDoor(inbound, outbound, transport::wake, tickCounters);
    }

    /** Moves the datagrams. */
    Transport transport() {
        return transport;
    }

    /** The network side. */
    EchoAgent agent() {
        return agent;
    }

    /** The tick's side. */
    EchoDoor door() {
        return door;
    }

    @Override
    public void close() {
        outbound.close();
        inbound.close();
    }
}
