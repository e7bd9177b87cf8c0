package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.Credentials;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.admission.AdmissionLimits;
import io.tos.engine.server.AdmissionConfig;
import io.tos.engine.telemetry.Counter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming in and staying in when lines lose, go dark, move, and keys change. */
@Timeout(300) // a hang is a failure; nothing here waits for real time
final class ConnectionSimTest {
    private static final long SEED = 0xC0_0001L;
    private static final int ONE_WAY_MS = 30;
    private static final int MOVED_IPV4 = 0x0B00_0001;

    private static void assertFaultless(final Simulation simulation) {
        simulation.clients().forEach(client -> client.talk(0, 100));
        final boolean allCameBack =
                simulation.runUntil(() -> simulation.clients().stream().allMatch(SimulatedClient::isAnswered), 10_000);
        assertNull(simulation.problem());
        assertTrue(allCameBack);
        assertTrue(simulation.isEverybodyIn());
    }

    @Test
    void shouldLetAllFiftyInWithinTenSecondsWhenThirtyPercentAreLostBothWays() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 50))) {
            simulation
                    .clients()
                    .forEach(client ->
                            client.line(LinkConditions.CLEAN.lossPercent(30).delayMs(15)));

            assertTrue(simulation.connectAll(10_000));
            assertNull(simulation.problem());
            assertEquals(50, simulation.server().count(Counter.CONFIRMED));
        }
    }

    @Test
    void shouldStayInTheLobbyWhenNobodyHasAnythingToSay() {
        final SimulationPlan plan = SimulationPlan.of(SEED, 5);
        final AdmissionLimits three = AdmissionLimits.DEFAULT.withSessions(3, 0);
        try (Simulation simulation =
                new Simulation(plan.withServer(plan.server().withAdmission(new AdmissionConfig(List.of(), three))))) {
            simulation.clients().forEach(client -> client.line(LinkConditions.CLEAN.delayMs((int) client.account())));
            assertTrue(simulation.connectAll(1_000));
            simulation.run(60_000);

            assertEquals(2, simulation.server().count(Counter.SESSIONS_WAITING));

            assertFaultless(simulation);
        }
    }

    @Test
    void shouldNotTimeOutWhenLinesAreDarkForFiveSecondsOfSeven() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 5))) {
            assertTrue(simulation.connectAll(1_000));
            simulation.clients().forEach(client -> {
                client.talk(5, 200);
                client.line(LinkConditions.CLEAN.delayMs(ONE_WAY_MS).blackhole(5_000, 2_000));
            });
            simulation.run(10 * 7_000);
            simulation.clients().forEach(client -> client.line(LinkConditions.CLEAN));

            assertFaultless(simulation);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNobodyWhenAddressesChangeEveryFiveSecondsForTwoMinutes(final int shards) {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 8).withShards(shards))) {
            simulation.clients().forEach(client -> client.line(LinkConditions.CLEAN.delayMs(ONE_WAY_MS)));
            assertTrue(simulation.connectAll(1_000));
            simulation.clients().forEach(client -> client.talk(20, 200));
            simulation.run(2_000);
            simulation.clients().forEach(SimulatedClient::measureGaps);
            for (int round = 1; round <= 24; round++) {
                for (int index = 0; index < 8; index++) {
                    // Even clients get another port only, odd ones another address.
                    final int network = MOVED_IPV4 + (index << 8) + (index % 2 == 0 ? 0 : round << 16);
                    simulation.rebind(simulation.client(index), network, 41_000 + round);
                }
                simulation.run(5_000);
            }

            assertEquals(8 * 24, simulation.server().count(Counter.PATHS_MOVED));
            for (final SimulatedClient client : simulation.clients()) {
                final long gapMs = client.gapMaxNs() / 1_000_000;
                // Until the next message leaves, 50 ms; it and the answer, one round trip; the proof, another; a tick
                // each.
                assertTrue(gapMs <= 50 + 4 * ONE_WAY_MS + 2 * 17, "silent for " + gapMs + " ms");
            }
            assertFaultless(simulation);
        }
    }

    @Test
    void shouldOpenOneSessionWhenOneTokenIsShownToFourShards() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 16).withShards(4))) {
            final Credentials stolen = simulation.mint().credentials(99);
            simulation.clients().forEach(client -> {
                client.expectEnd();
                client.connection().connect(stolen, simulation.time().nanoTime());
            });
            simulation.run(12_000);

            assertEquals(
                    1,
                    simulation.clients().stream()
                            .filter(SimulatedClient::isEstablished)
                            .count());
            assertEquals(1, simulation.server().count(Counter.SESSIONS_OPENED));
            assertTrue(simulation.server().count(Counter.TOKEN_BUSY)
                            + simulation.server().count(Counter.TOKEN_REUSED)
                    >= 15);
            assertNull(simulation.problem());
        }
    }

    @Test
    void shouldLoseNothingWhenKeysChangeEveryThousandPacketsForTenMinutesUnderLoss() {
        try (Simulation simulation = new Simulation(
                SimulationPlan.of(SEED, 4).withRekeyPackets(1_000).withStepNs(5_000_000))) {
            simulation
                    .clients()
                    .forEach(client -> client.line(
                            LinkConditions.CLEAN.lossPercent(5).delayMs(40).jitterMs(5)));
            assertTrue(simulation.connectAll(10_000));
            simulation.clients().forEach(client -> client.talk(25, 120));
            simulation.run(600_000);

            assertFaultless(simulation);
            final long clientRotations = simulation.clientCount(Counter.KEY_ROTATIONS);
            assertTrue(clientRotations >= 4 * 14, "clients changed keys " + clientRotations + " times");
            final long serverRotations = simulation.server().count(Counter.KEY_ROTATIONS);
            assertTrue(serverRotations >= 4 * 12, "the server changed keys " + serverRotations + " times");
            assertEquals(0, simulation.server().count(Counter.PACKETS_BAD_TAG));
        }
    }

    @Test
    void shouldBeBackAtTheBaselineWhenEverybodyHasLeft() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 100))) {
            final int blocks = simulation.network().usedBlockCount();
            assertTrue(simulation.connectAll(5_000));
            simulation.clients().forEach(client -> client.talk(30, 400));
            simulation.run(2_000);
            for (int index = 0; index < 100; index++) {
                if (index % 2 == 0) {
                    simulation.client(index).leave();
                } else {
                    simulation.client(index).expectEnd();
                    simulation.client(index).dark(true);
                }
            }
            simulation.run(15_000);

            assertEquals(0, simulation.server().count(Counter.SESSIONS_ADMITTED));
            assertEquals(0, simulation.server().count(Counter.HALF_OPEN));
            assertEquals(0, simulation.server().count(Counter.SESSION_HELD_BYTES));
            assertEquals(256, simulation.server().count(Counter.SESSION_SLOTS_USED), "ids lent to admission");
            assertEquals(blocks, simulation.network().usedBlockCount());
            simulation.run(90_000);
            assertEquals(0, simulation.server().count(Counter.TOKENS_REMEMBERED));
        }
    }
}
