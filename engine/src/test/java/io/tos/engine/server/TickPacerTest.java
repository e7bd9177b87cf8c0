package io.tos.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The grid of deadlines, on a clock moved by hand. */
final class TickPacerTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = Long.MAX_VALUE - SECOND_NS; // the clock may wrap

    @Test
    void shouldStayOnTheGridWhenAnHourPasses() {
        final TickPacer pacer = new TickPacer(60, START_NS);

        for (int tick = 0; tick < 60 * 3600; tick++) {
            assertFalse(pacer.isDue(pacer.deadlineNs() - 1));
            assertTrue(pacer.isDue(pacer.deadlineNs()));
            assertEquals(0, pacer.onTickDone(pacer.deadlineNs() + 1_000_000));
        }

        assertEquals(3600 * SECOND_NS, pacer.deadlineNs() - START_NS);
    }

    @Test
    void shouldMakeUpOneTickWhenOneDeadlineWasMissed() {
        final TickPacer pacer = new TickPacer(60, 0);

        assertEquals(0, pacer.onTickDone(30_000_000)); // tick 0 took 30 ms: the deadline at 16.7 ms has passed
        assertTrue(pacer.isDue(30_000_000));
        assertEquals(0, pacer.onTickDone(31_000_000));

        assertFalse(pacer.isDue(33_000_000));
        assertTrue(pacer.isDue(33_333_333));
    }

    @Test
    void shouldSkipAndCountWhenSeveralDeadlinesWereMissed() {
        final TickPacer pacer = new TickPacer(60, 0);

        assertEquals(
                5, pacer.onTickDone(100_000_000)); // 16.7 33.3 50 66.7 83.3 100 ms were missed; the last is made up
    }

    @Test
    void shouldRunThirtyThreeTimesASecondWhenEachTickTakesThirtyMilliseconds() {
        final TickPacer pacer = new TickPacer(60, 0);
        long nowNs = 0;
        int ticks = 0;
        long skipped = 0;

        while (nowNs < 10 * SECOND_NS) {
            nowNs = Math.max(nowNs, pacer.deadlineNs()) + 30_000_000;
            skipped += pacer.onTickDone(nowNs);
            ticks++;
        }

        assertEquals(334, ticks);
        assertEquals(600.0, (double) (ticks + skipped), 2.0);
    }
}
