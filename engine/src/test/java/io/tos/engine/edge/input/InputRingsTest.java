package io.tos.engine.edge.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One input a tick, a second for a credit, and never more steps than ticks. */
final class InputRingsTest {
    private static final int SEAT = 1;
    private static final int YAW = 77;

    private final InputRings rings = new InputRings(3);

    @AfterEach
    void free() {
        rings.close();
    }

    @Test
    void shouldConsumeEachInputInItsTickWhenTheyComeEarly() {
        rings.open(SEAT, 99, YAW);
        offer(101, 100);
        offer(100, 100);
        offer(102, 100);

        for (int tick = 100; tick <= 102; tick++) {
            rings.take(SEAT, tick);
            assertEquals(tick, rings.consumed(SEAT));
            assertEquals(input(tick), rings.newest());
            assertEquals(1, rings.steps());
        }
    }

    @Test
    void shouldWaitSixTicksThenStandWhenNoneComes() {
        rings.open(SEAT, 99, YAW);
        offer(100, 100);
        rings.take(SEAT, 100);
        for (int tick = 101; tick <= 106; tick++) {
            rings.take(SEAT, tick);
            assertEquals(0, rings.steps());
        }
        rings.take(SEAT, 107);
        assertEquals(1, rings.steps());
        assertEquals(PlayerInput.neutral(PlayerInput.yaw(input(100))), rings.newest());
        assertEquals(100, rings.consumed(SEAT));
    }

    @Test
    void shouldCatchUpAsFarAsCreditsReachWhenInputsComeAfterAStall() {
        rings.open(SEAT, 98, YAW);
        offer(99, 99);
        rings.take(SEAT, 99);
        for (int tick = 100; tick < 110; tick++) {
            rings.take(SEAT, tick);
        }
        for (int tick = 100; tick <= 110; tick++) {
            offer(tick, 110);
        }

        rings.take(SEAT, 110);

        assertEquals(4, rings.givenUp(), "11 came, one is this tick's, 6 have credits");
        assertEquals(2, rings.steps());
        assertEquals(input(104), rings.earlier());
        assertEquals(input(105), rings.newest());
        for (int tick = 111; tick <= 115; tick++) {
            offer(tick, tick);
            rings.take(SEAT, tick);
            assertEquals(2, rings.steps());
            assertEquals(0, rings.givenUp());
        }
        assertEquals(115, rings.consumed(SEAT), "caught up");
    }

    @Test
    void shouldHaveNoCreditsWhenThePlayerWasIdle() {
        rings.open(SEAT, 98, YAW);
        offer(99, 99);
        rings.take(SEAT, 99);
        int idle = 0;
        for (int tick = 100; tick < 140; tick++) {
            rings.take(SEAT, tick);
            idle += rings.hasFallenIdle() ? 1 : 0;
        }
        assertEquals(1, idle);
        offer(139, 140);
        offer(140, 140);

        rings.take(SEAT, 140);

        assertEquals(1, rings.givenUp());
        assertEquals(1, rings.steps());
        assertEquals(140, rings.consumed(SEAT));
    }

    /** Hostile input, row 44: past, future and duplicate ticks. */
    @Test
    void shouldRefuseWhatIsPastKnownLateOrTooFarAhead() {
        rings.open(SEAT, 999, YAW);
        assertEquals(Verdict.KEPT, rings.offer(SEAT, 1_000, 1, 1_000));
        assertEquals(Verdict.KNOWN, rings.offer(SEAT, 1_000, 2, 1_000));
        rings.take(SEAT, 1_000);
        assertEquals(1, rings.newest(), "the first word counts");
        assertEquals(Verdict.PAST, rings.offer(SEAT, 1_000, 1, 1_001));
        assertEquals(Verdict.PAST, rings.offer(SEAT, 1, 1, 1_001));
        assertEquals(Verdict.PAST, rings.offer(SEAT, Long.MIN_VALUE / 2, 1, 1_001));
        assertEquals(Verdict.KEPT, rings.offer(SEAT, 1_033, 1, 1_001));
        assertEquals(Verdict.AHEAD, rings.offer(SEAT, 1_034, 1, 1_001));
        assertEquals(Verdict.AHEAD, rings.offer(SEAT, Long.MAX_VALUE / 2, 1, 1_001));
        assertEquals(Verdict.LATE, rings.offer(SEAT, 1_001, 1, 1_025));
        assertEquals(Verdict.KEPT, rings.offer(SEAT, 1_002, 1, 1_025));
    }

    @Test
    void shouldNeverStepMoreOftenThanTimePassesWhenInputsComeAnyhow() {
        final long seed = Long.getLong("seed", 20_261_122L);
        System.out.println("InputRingsTest seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 50; run++) {
            rings.open(SEAT, 0, YAW);
            long steps = 0;
            long last = 0;
            for (int tick = 1; tick <= 400; tick++) {
                for (int count = random.nextInt(4) == 0 ? random.nextInt(40) : 0; count > 0; count--) {
                    final long wanted = (long) tick + random.nextInt(80) - 40;
                    rings.offer(SEAT, wanted, input(wanted), tick);
                }
                rings.take(SEAT, tick);
                steps += rings.steps();
                assertTrue(steps <= tick, "seed " + seed + ", tick " + tick);
                if (!rings.isMissing()) {
                    assertTrue(rings.consumed(SEAT) > last && rings.consumed(SEAT) <= tick);
                    assertEquals(input(rings.consumed(SEAT)), rings.newest(), "no two ticks share a place");
                    last = rings.consumed(SEAT);
                }
            }
        }
    }

    private void offer(final long tick, final long now) {
        assertEquals(Verdict.KEPT, rings.offer(SEAT, tick, input(tick), now));
    }

    private static long input(final long tick) {
        return PlayerInput.of((int) tick & 63, 1, (int) tick, 2, 3);
    }
}
