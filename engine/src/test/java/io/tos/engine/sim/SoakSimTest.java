package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Churn in short; {@code ./tos sim soak} is the long form. */
@Timeout(900) // a hang is a failure; nothing here waits for real time
final class SoakSimTest {
    private static void soak(final long seed, final int minutes, final int clients) {
        System.out.println("SoakSimTest seed " + seed);
        final Soak soak = new Soak(new Soak.SoakPlan(seed, minutes, clients));
        assertNull(soak.run(), "seed " + seed);
        assertTrue(soak.figures().getOrDefault("sessions_opened", 0L) > 60L * minutes, soak.figures()::toString);
        assertTrue(soak.figures().getOrDefault("vanished", 0L) > 0, soak.figures()::toString);
        assertTrue(soak.figures().getOrDefault("paths_moved", 0L) > 0, soak.figures()::toString);
    }

    @Test
    void shouldLoseNothingAndLeaveNothingWhenClientsChurn() {
        soak(0x50AC_0001L, 1, 80);
    }

    @Test
    @Tag("long")
    void shouldLoseNothingAndLeaveNothingWhenAThousandChurn() {
        soak(Long.getLong("sim.seed", System.nanoTime()), 15, 1_000);
    }
}
