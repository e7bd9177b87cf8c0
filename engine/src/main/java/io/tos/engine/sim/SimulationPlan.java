package io.tos.engine.sim;

import io.tos.engine.server.AdmissionConfig;
import io.tos.engine.server.RekeyConfig;
import io.tos.engine.server.ServerConfig;
import java.util.List;

/**
 * What a {@link Simulation} is made of. Immutable; start from {@link #of}.
 *
 * @param seed decides everything that chance decides.
 * @param clients how many sockets there are for clients, 1 to 4,096.
 * @param stepNs how far time moves at once; every agent runs once per step.
 * @param blocks datagrams that may be under way at once.
 * @param server what the server is told; nobody is trusted unless this says so.
 */
public record SimulationPlan(long seed, int clients, long stepNs, int blocks, ServerConfig server) {
    private static final long STEP_NS = 1_000_000;
    private static final int BLOCKS_MIN = 8_192;
    private static final int BLOCKS_PER_CLIENT = 64;
    private static final int CLIENTS_MAX = 4_096;

    /** Checks ranges. */
    public SimulationPlan {
        if (clients < 1 || clients > CLIENTS_MAX || stepNs < 1 || blocks < 1) {
            throw new IllegalArgumentException(
                    "a simulation has 1 to " + CLIENTS_MAX + " clients and steps forward: " + clients + ", " + stepNs);
        }
    }

    /** So many clients and an ordinary server with one socket, in steps of a millisecond. */
    public static SimulationPlan of(final long seed, final int clients) {
        final AdmissionConfig strangers =
                new AdmissionConfig(List.of(), ServerConfig.DEFAULT.admission().limits());
        return new SimulationPlan(
                seed,
                clients,
                STEP_NS,
                Math.max(BLOCKS_MIN, BLOCKS_PER_CLIENT * clients),
                ServerConfig.DEFAULT.withAdmission(strangers));
    }

    /** The same server with several sockets. */
    public SimulationPlan withShards(final int shards) {
        return withServer(server.withNetwork(server.network().withShards(shards)));
    }

    /** The same with keys that change after so many packets. */
    public SimulationPlan withRekeyPackets(final int packets) {
        return withServer(
                server.withRekey(new RekeyConfig(packets, server.rekey().seconds())));
    }

    /** The same with another server. */
    public SimulationPlan withServer(final ServerConfig other) {
        return new SimulationPlan(seed, clients, stepNs, blocks, other);
    }

    /** The same in other steps. */
    public SimulationPlan withStepNs(final long otherStepNs) {
        return new SimulationPlan(seed, clients, otherStepNs, blocks, server);
    }

    /** The same with room for more datagrams. */
    public SimulationPlan withBlocks(final int otherBlocks) {
        return new SimulationPlan(seed, clients, stepNs, otherBlocks, server);
    }
}
