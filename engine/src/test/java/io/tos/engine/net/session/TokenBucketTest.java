package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Budgets over time. */
class TokenBucketTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final MemorySegment memory = Arena.ofAuto().allocate(TokenBucket.BYTES, 8);

    @Test
    void shouldGiveTheBurstThenTheRateWhenAskedWithoutPause() {
        TokenBucket.begin(memory, 0, 32, 0);
        int taken = 0;
        for (long nowNs = 0; nowNs <= 10 * SECOND_NS; nowNs += 1_000_000) {
            TokenBucket.fill(memory, 0, 128, 32, nowNs);
            while (TokenBucket.take(memory, 0, 1)) {
                taken++;
            }
        }

        assertEquals(32 + 1_280, taken);
    }

    @Test
    void shouldNeverHoldMoreThanTheBurstWhenTimeJumps() {
        TokenBucket.begin(memory, 0, 32, 0);
        TokenBucket.fill(memory, 0, 128, 32, 3_600 * SECOND_NS);

        assertEquals(32, TokenBucket.level(memory, 0));
    }

    @Test
    void shouldWaitForTheDebtWhenOverdrawn() {
        TokenBucket.begin(memory, 0, 100, 0);
        TokenBucket.spend(memory, 0, 300);

        assertEquals(-200, TokenBucket.level(memory, 0));
        final long refilledNs = TokenBucket.refilledNs(memory, 0, 100, 0);
        TokenBucket.fill(memory, 0, 100, 100, SECOND_NS);
        TokenBucket.fill(memory, 0, 100, 100, refilledNs - 2);
        assertFalse(TokenBucket.take(memory, 0, 1));
        TokenBucket.fill(memory, 0, 100, 100, refilledNs + 2);
        TokenBucket.fill(memory, 0, 100, 100, refilledNs + 2 + SECOND_NS / 50);
        assertTrue(TokenBucket.take(memory, 0, 1));
    }
}
