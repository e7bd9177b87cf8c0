package io.tos.engine.sim.fuzz;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A round of each fuzzer; {@code ./tos sim fuzz} is the long form. */
@Timeout(900) // a hang is a failure; nothing here waits for real time
final class FuzzerFuzzTest {
    private static final long SEED = 0xF022_0001L;
    private static final int LONG_ROUNDS = 50;

    private static void fuzz(final Fuzzer.Target target, final long seed) {
        final Fuzzer fuzzer = new Fuzzer(target, seed);
        assertNull(fuzzer.run(), target + " seed " + seed);
        assertTrue(fuzzer.bentCount() > 40 || target == Fuzzer.Target.LINK, target + " bent " + fuzzer.bentCount());
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNothingInARound(final Fuzzer.Target target) {
        fuzz(target, SEED);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void shouldFindNothingInManyRounds(final Fuzzer.Target target) {
        final long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("FuzzerFuzzTest seed " + seed);
        for (int round = 0; round < LONG_ROUNDS; round++) {
            fuzz(target, seed + round);
        }
    }
}
