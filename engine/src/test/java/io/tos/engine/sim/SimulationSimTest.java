package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Region;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.telemetry.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulation itself: everything happens, and happens the same way again. */
@Timeout(300) // a hang is a failure; nothing here waits for real time
final class SimulationSimTest {
    private static final long SEED = 0x51A7_0001L;

    /** Ten players on bad lines, one of whom moves and one of whom leaves and comes back. */
    private static long run(final long seed, final int shards) {
        try (Simulation simulation = new Simulation(SimulationPlan.of(seed, 10).withShards(shards))) {
            simulation.network().trace();
            for (final SimulatedClient client : simulation.clients()) {
                client.line(LinkConditions.CLEAN
                        .lossPercent(5)
                        .delayMs(20 + (int) client.account())
                        .jitterMs(5)
                        .reorder(5, 10)
                        .duplicatePercent(2));
                client.talk(20, 600);
            }
            assertTrue(simulation.connectAll(10_000));
            simulation.run(3_000);
            simulation.rebind(simulation.client(3), 0x0B00_0001, 5_000);
            simulation.client(4).leave();
            simulation.run(1_000);
            simulation.client(4).connect();
            simulation.run(4_000);

            assertNull(simulation.problem());
            assertTrue(simulation.isEverybodyIn());
            assertEquals(2, simulation.client(4).establishedCount());
            assertEquals(1, simulation.server().count(Counter.PATHS_MOVED));
            assertTrue(simulation.client(3).returnedCount() > 100);
            return simulation.traceHash();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldGiveTheSameTraceWhenTheSeedIsTheSame(final int shards) {
        final long openBytes = Region.openBytes();
        final long first = run(SEED, shards);

        assertEquals(first, run(SEED, shards), "seed " + SEED);
        assertNotEquals(first, run(SEED + 1, shards));
        assertEquals(openBytes, Region.openBytes(), "all memory is given back");
    }

    @Test
    void shouldTickSixtyTimesASecondWhenTimeIsSimulated() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 1))) {
            simulation.run(10_000);

            assertEquals(601, simulation.server().count(Counter.TICKS), "at 0 s and at 10 s too");
            assertEquals(0, simulation.server().count(Counter.TICK_OVERRUNS));
        }
    }
}
