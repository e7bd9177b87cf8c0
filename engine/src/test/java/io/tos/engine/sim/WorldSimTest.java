package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Players in worlds: the same seed ends in the same worlds. */
@Timeout(300) // a hang is a failure; nothing here waits for real time
final class WorldSimTest {
    private static final int PLAYERS = 8;

    private static long hash(final long seed, final int lossPercent) {
        final WorldRun run = new WorldRun(
                new WorldRun.WorldPlan(SimulationPlan.of(seed, PLAYERS).withStepNs(4_000_000), 0, lossPercent));
        assertNull(run.run());
        assertEquals((long) PLAYERS, run.figures().get("world_entries"));
        assertEquals(0L, run.figures().get("oracleMismatches"));
        return run.hash();
    }

    @Test
    void shouldEndInTheSameWorldsWhenTheSeedIsTheSame() {
        final long first = hash(0x7711_0001L, 5);

        assertEquals(first, hash(0x7711_0001L, 5));
        assertNotEquals(first, hash(0x7711_0002L, 5));
        assertNotEquals(first, hash(0x7711_0001L, 0));
    }
}
