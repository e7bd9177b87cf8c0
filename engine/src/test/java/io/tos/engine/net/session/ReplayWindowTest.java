package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** WireGuard's published order table, its bulk orders, and a set as oracle. */
class ReplayWindowTest {
    /** WireGuard's names: W numbers before the newest are remembered, T = W + 1. */
    private static final long W = ReplayWindow.PACKETS - 1;

    private static final long T = W + 1;
    private static final long MAX = ReplayWindow.LIMIT;

    private final MemorySegment memory = Arena.ofAuto().allocate(ReplayWindow.BYTES, 8);

    private boolean take(final long number) {
        if (ReplayWindow.check(memory, 0, number) != ReplayWindow.FRESH) {
            return false;
        }
        ReplayWindow.mark(memory, 0, number);
        return true;
    }

    private void assertOrder(final long... numbersThenAccepted) {
        for (int index = 0; index < numbersThenAccepted.length; index += 2) {
            assertEquals(
                    numbersThenAccepted[index + 1] == 1,
                    take(numbersThenAccepted[index]),
                    "step " + index / 2 + ": " + Long.toUnsignedString(numbersThenAccepted[index]));
        }
    }

    @Test
    void shouldFollowWireGuardsTableWhenNumbersComeInItsOrder() {
        ReplayWindow.begin(memory, 0, 0);

        assertOrder(0, 1, 1, 1, 1, 0, 9, 1, 8, 1, 7, 1, 7, 0, T, 1, T - 1, 1, T - 1, 0, T - 2, 1, 2, 1, 2, 0);
        assertOrder(T + 16, 1, 3, 0, T + 16, 0, T * 4, 1, T * 4 - (T - 1), 1, 10, 0, T * 4 - T, 0);
        assertOrder(T * 4 - (T + 1), 0, T * 4 - (T - 2), 1, T * 4 + 1 - T, 0, 0, 0);
        assertOrder(MAX, 0, MAX - 1, 1, MAX, 0, MAX - 1, 0, MAX - 2, 1, MAX + 1, 0, MAX + 2, 0, MAX - 2, 0);
        assertOrder(MAX - 3, 1, 0, 0);
    }

    @Test
    void shouldAcceptEachOnceWhenAscending() {
        ReplayWindow.begin(memory, 0, 0);
        for (long number = 1; number <= W; number++) {
            assertOrder(number, 1);
        }
        assertOrder(0, 1, 0, 0);

        ReplayWindow.begin(memory, 0, 0);
        for (long number = 2; number <= W + 1; number++) {
            assertOrder(number, 1);
        }
        assertOrder(1, 1, 0, 0);
    }

    @Test
    void shouldAcceptEachOnceWhenDescending() {
        ReplayWindow.begin(memory, 0, 0);
        for (long number = W + 1; number >= 1; number--) {
            assertOrder(number, 1);
        }

        ReplayWindow.begin(memory, 0, 0);
        for (long number = W + 2; number >= 2; number--) {
            assertOrder(number, 1);
        }
        assertOrder(0, 0);

        ReplayWindow.begin(memory, 0, 0);
        for (long number = W; number >= 1; number--) {
            assertOrder(number, 1);
        }
        assertOrder(W + 1, 1, 0, 0);

        ReplayWindow.begin(memory, 0, 0);
        for (long number = W; number >= 1; number--) {
            assertOrder(number, 1);
        }
        assertOrder(0, 1, W + 1, 1);
    }

    @Test
    void shouldRefuseWhatCameBeforeTheFirstWhenNumberingStartsLate() {
        final long first = 1L << 63;
        ReplayWindow.begin(memory, 0, first);

        assertOrder(first - 1, 0, first - 1_000, 0, first, 1, first - 1, 0, first + 2_000, 1, first + 1, 0);
    }

    @Test
    void shouldSayReplayedOrOutsideWhenRefusing() {
        ReplayWindow.begin(memory, 0, 0);
        take(5_000);

        assertEquals(ReplayWindow.REPLAYED, ReplayWindow.check(memory, 0, 5_000));
        assertEquals(ReplayWindow.OUTSIDE, ReplayWindow.check(memory, 0, 5_000 - ReplayWindow.PACKETS));
        assertEquals(ReplayWindow.FRESH, ReplayWindow.check(memory, 0, 5_001 - ReplayWindow.PACKETS));
    }

    @Test
    void shouldAgreeWithASetWhenNumbersAreRandom() {
        final long seed = 0x7059_11D0_5EED_0001L;
        final Random random = new Random(seed);
        final long first = 1L << 24;
        ReplayWindow.begin(memory, 0, first);
        final java.util.BitSet taken = new java.util.BitSet();
        long newest = -1;
        for (int step = 0; step < 200_000; step++) {
            final int spread = random.nextInt(10) == 0 ? 3_000 : 40;
            final long number = Math.max(0, newest + random.nextInt(spread) - spread * 2L / 3);
            final boolean fresh = number > newest - ReplayWindow.PACKETS && !taken.get((int) number);

            assertEquals(fresh, take(first + number), "seed " + seed + ", step " + step);

            if (fresh) {
                taken.set((int) number);
                newest = Math.max(newest, number);
            }
        }
    }
}
