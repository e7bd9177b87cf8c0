package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.LinkConditions;
import io.tos.engine.telemetry.Counter;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Floods of all kinds while people play, with nobody trusted: nobody loses a message or a session, the server says less
 * than it is told, every datagram is counted once, and afterwards nothing is left. The verdicts are read from the wire.
 */
@Timeout(300) // a hang is a failure; nothing here waits for real time
final class FloodSimTest {
    private static final long SEED = 0xF100_0001L;
    private static final int PLAYERS = 16;

    @Test
    void shouldLetPlayersPlayOnWhenFlooded() {
        flood(SEED, 2_000, 10);
    }

    @Test
    @Tag("long")
    void shouldLetPlayersPlayOnWhenFloodedByAMillionSourcesForAMinute() {
        flood(Long.getLong("sim.seed", System.nanoTime()), 60_000, 17);
    }

    /** @param hellosPerMs each from another source. */
    private static void flood(final long seed, final int attackMs, final int hellosPerMs) {
        System.out.println("FloodSimTest seed " + seed);
        try (Simulation simulation = new Simulation(SimulationPlan.of(seed, PLAYERS + 1));
                Attacker attacker = new Attacker(simulation, seed)) {
            final SimulatedClient newcomer = simulation.client(PLAYERS);
            simulation.clients().forEach(client -> client.line(LinkConditions.CLEAN.delayMs(20)));
            simulation.clients().subList(0, PLAYERS).forEach(client -> {
                client.connect();
                client.talk(20, 300);
            });
            simulation.run(2_000);
            final int blocks = simulation.network().usedBlockCount();
            final long tokens = simulation.server().count(Counter.TOKENS_REMEMBERED);
            for (int ms = 0; ms < attackMs; ms++) {
                attacker.sayHelloFromAnywhere(hellosPerMs);
                attacker.forgeData(8);
                attacker.repeatData(4);
                attacker.repeatConnects();
                if (ms % 1_000 == 0) {
                    attacker.askForACookie();
                } else if (ms % 1_000 > 2) {
                    attacker.connectWithNoise();
                    attacker.connectWithAPlayersToken();
                }
                if (ms == attackMs / 2) {
                    newcomer.connect();
                }
                simulation.step();
                attacker.listen();
            }
            simulation.clients().forEach(client -> client.talk(0, 300));
            simulation.run(10_000);

            assertNull(simulation.problem(), "seed " + seed);
            assertPlayed(simulation, attackMs);
            assertTrue(newcomer.isEstablished(), "a newcomer comes in");
            assertTrue(
                    simulation.amplificationPercent() < 10, "said " + simulation.amplificationPercent() + " percent");
            assertEquals(0, DatagramLedger.pendingConnects(simulation.server()));
            assertTrue(simulation.network().usedBlockCount() <= blocks, "datagrams under way");
            assertEquals(tokens + 1, simulation.server().count(Counter.TOKENS_REMEMBERED));
            assertEquals(0, simulation.server().count(Counter.HALF_OPEN));
            assertEquals(0, simulation.server().count(Counter.SESSION_HELD_BYTES));
            assertCounted(simulation);
        }
    }

    private static void assertPlayed(final Simulation simulation, final int attackMs) {
        for (final SimulatedClient client : simulation.clients().subList(0, PLAYERS)) {
            assertTrue(client.isEstablished());
            assertTrue(client.isAnswered());
            assertTrue(client.returnedCount() > 18 * attackMs / 1_000, "returned " + client.returnedCount());
        }
        assertEquals(PLAYERS + 1, simulation.server().count(Counter.SESSIONS_OPENED));
        assertEquals(0, simulation.server().count(Counter.SESSIONS_CLOSED));
    }

    /** Each attack met its own answer. */
    private static void assertCounted(final Simulation simulation) {
        for (final Counter counter : new Counter[] {
            Counter.CHALLENGES_SENT,
            Counter.COOKIE_WRONG,
            Counter.TOKEN_FORGED,
            Counter.TOKEN_REUSED,
            Counter.CONNECT_LIMITED_HOST,
            Counter.PACKETS_BAD_TAG,
            Counter.PACKETS_REPLAYED
        }) {
            assertTrue(simulation.server().count(counter) > 0, counter.name().toLowerCase(Locale.ROOT));
        }
        assertEquals(
                2 * (PLAYERS + 1), simulation.server().count(Counter.CURVE_OPERATIONS), "curve work for players alone");
    }
}
