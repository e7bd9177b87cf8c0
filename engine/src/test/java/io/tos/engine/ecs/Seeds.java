package io.tos.engine.ecs;

import java.util.SplittableRandom;

/** Random for tests: the seed is {@code -Dseed=...} or fixed, and printed, so that any failure can be seen again. */
final class Seeds {
    private Seeds() {}

    static SplittableRandom random(final String test, final long usual) {
        final long seed = Long.getLong("seed", usual);
        System.out.println(test + ": -Dseed=" + seed);
        return new SplittableRandom(seed);
    }
}
