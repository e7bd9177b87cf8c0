package io.tos.engine.sim.fuzz;

import io.tos.engine.memory.Region;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.sim.Meddling;
import io.tos.engine.sim.SimulatedClient;
import io.tos.engine.sim.Simulation;
import io.tos.engine.sim.SimulationPlan;
import io.tos.engine.telemetry.Counter;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One round of fuzzing: a small server and clients in a simulation of their own, with everything that chance decides
 * taken from one seed. A round that throws or leaves something behind is a finding; who bends nothing must notice
 * nothing.
 */
public final class Fuzzer {
    private static final int CLIENTS = 16;
    private static final int HANDSHAKES = 128;
    private static final int HONEST = 8;
    private static final int SECONDS = 20;
    private static final int STEPS_PER_TURN = 20;
    private static final long STEP_NS = 5_000_000;
    private static final int TURN_MS = 100;
    private static final int SETTLE_MS = 15_000;
    private static final int HANDSHAKE_ODDS = 4;

    private final Target target;
    private final long seed;
    private final SplittableRandom random;
    private final Bender bender;
    private final int clients;
    private long accounts;

    /** What is fuzzed. */
    public enum Target {
        /** Texts that clients send, behind their keys. Half of the clients bend nothing. */
        SERVER,
        /** Texts that the server sends, behind its keys. */
        CLIENT,
        /** Tokens, sealed payloads and public keys of handshakes. */
        HANDSHAKE,
        /** Whole datagrams: 10 % lost, 20 % with a bit flipped, 5 % doubled, some late. */
        LINK,
        /** What frames, snapshots, inputs and world blocks are read with. */
        PARSERS
    }

    /** Made to run one round. */
    public Fuzzer(final Target target, final long seed) {
        this.target = target;
        this.clients = target == Target.HANDSHAKE ? HANDSHAKES : CLIENTS;
        this.accounts = clients;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.bender = new Bender(seed + 1);
    }

    /** How many texts or datagrams were bent. */
    public long bentCount() {
        return bender.bentCount();
    }

    /** Runs the round; returns what was found, or null. What is thrown is a finding too. */
    public @Nullable String run() {
        if (target == Target.PARSERS) {
            return new ParserFuzz(random, bender).run();
        }
        final long openBytes = Region.openBytes();
        final String found = simulate();
        return found == null && Region.openBytes() != openBytes ? "memory was not given back" : found;
    }

    private @Nullable String simulate() {
        final BendingPackets[] bending = new BendingPackets[1];
        final Meddling meddling = switch (target) {
            case SERVER ->
                Meddling.NONE.withClientPackets(crypto -> {
                    bending[0] = new BendingPackets(crypto, bender, 8, false);
                    return bending[0];
                });
            case CLIENT -> Meddling.NONE.withServerPackets(crypto -> new BendingPackets(crypto, bender, 8, true));
            case HANDSHAKE ->
                Meddling.NONE.withHandshakes(crypto -> new BendingHandshakes(crypto, bender, HANDSHAKE_ODDS));
            case LINK, PARSERS -> Meddling.NONE;
        };
        final SimulationPlan plan = SimulationPlan.of(seed, clients).withStepNs(STEP_NS);
        try (Simulation simulation = new Simulation(plan, meddling)) {
            for (int index = 0; index < clients; index++) {
                begin(simulation.client(index), index < HONEST && target == Target.SERVER);
            }
            for (int turn = 0; turn < SECONDS * 1_000 / TURN_MS; turn++) {
                for (int step = 0; step < STEPS_PER_TURN; step++) {
                    simulation.step();
                }
                for (int index = 0; index < clients; index++) {
                    goOn(simulation.client(index), index < HONEST, bending[0]);
                }
                if (simulation.problem() != null) {
                    return simulation.problem();
                }
            }
            return settle(simulation);
        }
    }

    private void begin(final SimulatedClient client, final boolean isHonest) {
        if (!isHonest && target != Target.LINK) {
            client.distrust();
        }
        if (target == Target.LINK) {
            client.line(LinkConditions.CLEAN
                    .lossPercent(10)
                    .flipPercent(20)
                    .duplicatePercent(5)
                    .delayMs(10)
                    .reorder(10, 20));
        }
        client.talk(20, random.nextInt(20) == 0 ? 8_000 : 20 + random.nextInt(1_200));
        client.connect();
    }

    /** Who was shut out comes again under another name; who is in and not honest is bent from now on. */
    private void goOn(final SimulatedClient client, final boolean isHonest, final @Nullable BendingPackets bending) {
        switch (client.connection().state()) {
            case CLOSED -> client.connectAs(++accounts);
            case ESTABLISHED -> {
                if (!isHonest && bending != null) {
                    bending.bend(client.connection().accepted().serverCid());
                }
            }
            case IDLE, HELLO_SENT, CONNECT_SENT, CLOSING -> {}
        }
    }

    private @Nullable String settle(final Simulation simulation) {
        simulation.clients().forEach(client -> client.talk(0, 20));
        simulation.run(SETTLE_MS);
        for (int index = 0; index < HONEST && target == Target.SERVER; index++) {
            if (!simulation.client(index).isAnswered()) {
                return "honest client " + index + " lost a message";
            }
        }
        simulation.clients().forEach(SimulatedClient::leave);
        simulation.run(SETTLE_MS);
        for (final Counter gauge :
                new Counter[] {Counter.SESSIONS_ADMITTED, Counter.HALF_OPEN, Counter.SESSION_HELD_BYTES}) {
            if (simulation.server().count(gauge) != 0) {
                return gauge + " is " + simulation.server().count(gauge) + " when everybody has left";
            }
        }
        return simulation.problem();
    }
}
