package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the ack section will say after packets came in some order. */
class AckTrackerTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(AckTracker.BYTES, 8);

    @Test
    void shouldHoldNothingWhenNothingCame() {
        AckTracker.begin(memory, 0, 0);

        assertFalse(AckTracker.any(memory, 0));
        assertEquals(Long.MAX_VALUE, AckTracker.dueNs(memory, 0, 50));
    }

    @Test
    void shouldShowEachOfTheLast65WhenNumbersComeInAnyOrder() {
        final long seed = 0xACED_0002L;
        final Random random = new Random(seed);
        for (final long first : new long[] {0, (1L << 24) - 100, 1L << 63}) {
            AckTracker.begin(memory, 0, first);
            final java.util.BitSet taken = new java.util.BitSet();
            int newest = -1;
            for (int step = 0; step < 5_000; step++) {
                final int number = Math.max(0, newest + random.nextInt(random.nextInt(30) == 0 ? 200 : 9) - 4);
                AckTracker.take(memory, 0, first + number, false, step);
                taken.set(number);
                newest = Math.max(newest, number);

                assertEquals(first + newest, AckTracker.newest(memory, 0), "seed " + seed);
                long expected = 0;
                for (int bit = 0; bit < 64; bit++) {
                    final int before = newest - 1 - bit;
                    expected |= before < 0 || taken.get(before) ? 1L << bit : 0;
                }
                assertEquals(expected, AckTracker.before(memory, 0), "seed " + seed + ", step " + step);
            }
        }
    }

    @Test
    void shouldOweAnAckWhenAnElicitingPacketCameAndNoneLeft() {
        AckTracker.begin(memory, 0, 0);
        AckTracker.take(memory, 0, 0, false, 1_000);
        assertEquals(Long.MAX_VALUE, AckTracker.dueNs(memory, 0, 50));

        AckTracker.take(memory, 0, 1, true, 2_000);
        AckTracker.take(memory, 0, 2, true, 3_000);
        assertEquals(2_050, AckTracker.dueNs(memory, 0, 50));
        assertEquals(500, AckTracker.delayNs(memory, 0, 3_500));

        AckTracker.told(memory, 0);
        assertEquals(Long.MAX_VALUE, AckTracker.dueNs(memory, 0, 50));
    }
}
