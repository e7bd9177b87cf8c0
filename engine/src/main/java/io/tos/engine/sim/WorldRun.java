package io.tos.engine.sim;

import io.tos.engine.net.LinkConditions;
import io.tos.engine.telemetry.Counter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Players who walk about in the worlds as the seed says, over lines that lose: the same plan ends in the same worlds,
 * and nobody sees what is not so. One thread; time is simulated.
 */
public final class WorldRun {
    private static final int MS_PER_MINUTE = 60_000;
    private static final int TURN_MS = 1_000;
    private static final int CONNECT_MS = 10_000;
    private static final int SETTLE_MS = 10_000;

    private final WorldPlan plan;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private long hash;

    /**
     * What to do.
     *
     * @param simulation seed, server and players.
     * @param minutes of simulated time after everybody is in.
     * @param lossPercent each way.
     */
    public record WorldPlan(SimulationPlan simulation, int minutes, int lossPercent) {}

    /** Made to run once. */
    public WorldRun(final WorldPlan plan) {
        this.plan = plan;
    }

    /** Runs; returns the first thing that went wrong, or null. */
    public @Nullable String run() {
        try (Simulation simulation = new Simulation(plan.simulation())) {
            simulation.clients().forEach(client -> {
                client.line(LinkConditions.CLEAN
                        .lossPercent(plan.lossPercent())
                        .delayMs(20)
                        .jitterMs(5));
                client.talk(2, 100);
            });
            String problem = simulation.connectAll(CONNECT_MS) ? null : "not everybody came in";
            for (int ms = 0; ms < plan.minutes() * MS_PER_MINUTE && problem == null; ms += TURN_MS) {
                simulation.run(TURN_MS);
                problem = simulation.problem();
            }
            if (problem == null) {
                problem = settle(simulation);
            }
            hash = simulation.server().worldsHash();
            note(simulation);
            return problem;
        }
    }

    private static @Nullable String settle(final Simulation simulation) {
        simulation.clients().forEach(client -> client.talk(0, 100));
        simulation.run(SETTLE_MS);
        for (final SimulatedClient client : simulation.clients()) {
            if (!client.isInWorld() || !client.isAnswered()) {
                return "client " + client.account() + " is not in the world, or lost a message";
            }
        }
        return simulation.problem();
    }

    /** Hash of all worlds at the end. */
    public long hash() {
        return hash;
    }

    /** What was counted, in the order a reader wants it. */
    public Map<String, Long> figures() {
        return figures;
    }

    private void note(final Simulation simulation) {
        figures.put("simulatedSeconds", simulation.time().elapsedNs() / 1_000_000_000);
        figures.put("players", (long) simulation.clients().size());
        figures.put("oracleMismatches", simulation.viewCounts().mismatches);
        figures.put("integrityChecks", simulation.viewCounts().integrityChecks);
        figures.put("snapshots", simulation.viewCounts().snapshots);
        for (final Counter counter : new Counter[] {
            Counter.TICKS,
            Counter.WORLD_ENTRIES,
            Counter.DATAGRAMS_IN,
            Counter.DATAGRAMS_OUT,
            Counter.BYTES_OUT,
            Counter.PACKETS_LOST
        }) {
            figures.put(
                    counter.name().toLowerCase(Locale.ROOT), simulation.server().count(counter));
        }
    }
}
