package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.telemetry.Counter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thirty-five runs over eighteen lines from clean to terrible, at once against one server: seventeen lines both with a
 * player and with somebody who sends as much as fits, one with the player alone. Each talks and is quiet in turn; all that
 * was said comes back once, in order and whole, and both ends stay connected.
 */
@Timeout(120) // a hang is a failure; nothing here waits for real time
final class NetworkConditionsSimTest {
    private static final long SEED = 0x35_0001L;
    private static final int LONGEST_BYTES = 8_192;

    /** Bytes a second, loss percent, one-way ms, reordered percent, by ms. */
    private static final int[][] LINES = {
        {128_000, 10, 50, 2, 50},
        {1_000_000, 5, 10, 1, 10},
        {2_000_000, 0, 50, 30, 40},
        {64_000, 20, 100, 4, 50},
        {1_000_000, 20, 100, 4, 10},
        {1_000_000, 2, 5, 2, 1},
        {128_000, 20, 100, 4, 40},
        {500_000, 20, 100, 4, 30},
        {64_000, 0, 0, 0, 0},
        {128_000, 0, 0, 0, 0},
        {256_000, 0, 0, 0, 0},
        {500_000, 0, 0, 0, 0},
        {1_000_000, 0, 0, 0, 0},
        {64_000, 1, 25, 1, 10},
        {1_000_000, 1, 25, 1, 10},
        {64_000, 5, 50, 2, 10},
        {1_000_000, 5, 50, 2, 10},
        {2_000_000, 0, 0, 0, 0},
    };

    @Test
    void shouldKeepEveryPromiseOnEveryLine() {
        talk(SEED, 2, 2_000, 1_000);
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseOnEveryLineForLong() {
        talk(Long.getLong("sim.seed", System.nanoTime()), 4, 25_000, 8_000);
    }

    private static void talk(final long seed, final int rounds, final int activeMs, final int quietMs) {
        System.out.println("NetworkConditionsSimTest seed " + seed);
        try (Simulation simulation = new Simulation(SimulationPlan.of(seed, 35))) {
            final List<SimulatedClient> greedy = new ArrayList<>();
            for (int run = 0; run < 35; run++) {
                final int[] line = LINES[run / 2];
                final SimulatedClient client = simulation.client(run);
                client.line(LinkConditions.CLEAN
                        .lossPercent(line[1])
                        .delayMs(line[2])
                        .reorder(line[3], line[4])
                        .bytesPerSecond(line[0]));
                if (run % 2 == 1) {
                    greedy.add(client);
                }
            }
            assertTrue(simulation.connectAll(10_000), "seed " + seed);
            for (int round = 0; round < rounds; round++) {
                simulation.clients().forEach(client -> client.talk(greedy.contains(client) ? 0 : 33, 400));
                for (int ms = 0; ms < activeMs; ms += 50) {
                    greedy.forEach(NetworkConditionsSimTest::fill);
                    simulation.run(50);
                }
                simulation.clients().forEach(client -> client.talk(0, 400));
                simulation.run(quietMs);
            }
            final boolean allCameBack = simulation.runUntil(
                    () -> simulation.clients().stream().allMatch(SimulatedClient::isAnswered), 60_000);

            assertNull(simulation.problem(), "seed " + seed);
            assertTrue(allCameBack, "seed " + seed);
            assertTrue(simulation.isEverybodyIn(), "seed " + seed);
            assertEquals(35, simulation.server().count(Counter.SESSIONS_OPENED));
            assertEquals(0, simulation.server().count(Counter.SESSIONS_CLOSED));
            final long seconds = (long) rounds * activeMs / 1_000;
            for (int run = 0; run < 35; run++) {
                final int least = (int) (run % 2 == 0 ? 8 * seconds : seconds / 2);
                assertTrue(
                        simulation.client(run).returnedCount() >= least,
                        "run " + run + " got " + simulation.client(run).returnedCount());
            }
        }
    }

    /** Messages of 20 bytes to 8 KB until there is no room. */
    private static void fill(final SimulatedClient client) {
        SendResult result = SendResult.TAKEN;
        for (int count = 0; count < 64 && result == SendResult.TAKEN; count++) {
            final int number = client.sentCount();
            result = client.say(number % 5 == 4 ? LONGEST_BYTES : 20 + number * 37 % 1_500);
        }
    }
}
