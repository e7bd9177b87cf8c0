package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chance: the same for the same question, different for any other, even. */
final class RollTest {
    private static final long SYSTEM = Roll.system("wander");

    @Test
    void shouldBeTheSameEveryTime() {
        assertEquals(-421_223_448_527_955_824L, Roll.bits(42, 1_000, SYSTEM, EntityId.of(7, 1), 2));
    }

    @Test
    void shouldDifferInEveryArgument() {
        final Set<Long> seen = new HashSet<>();
        int count = 0;
        for (int seed = 0; seed < 6; seed++) {
            for (int tick = 0; tick < 6; tick++) {
                for (int entity = 0; entity < 6; entity++) {
                    for (int number = 0; number < 6; number++) {
                        seen.add(Roll.bits(seed, tick, SYSTEM, entity, number));
                        seen.add(Roll.bits(seed, tick, Roll.system("drop"), entity, number));
                        count += 2;
                    }
                }
            }
        }
        assertEquals(count, seen.size());
    }

    @Test
    void shouldBeEvenWhenTheNumbersAreNeighbours() {
        final int[] buckets = new int[10];
        final int rolls = 100_000;
        for (int entity = 0; entity < rolls; entity++) {
            buckets[Roll.below(Roll.bits(42, 7, SYSTEM, entity, 0), 10)]++;
        }
        double chiSquare = 0;
        for (final int bucket : buckets) {
            chiSquare += (bucket - rolls / 10.0) * (bucket - rolls / 10.0) / (rolls / 10.0);
        }
        assertTrue(chiSquare < 27.9, "chi square of 9 degrees, p 0.001: " + chiSquare);
    }

    @Test
    void shouldKeepToItsBounds() {
        assertEquals(0, Roll.below(0, 5));
        assertEquals(4, Roll.below(-1, 5));
        assertEquals(-3, Roll.between(0, -3, 3));
        assertEquals(3, Roll.between(-1, -3, 3));
        assertTrue(Roll.happens(0, 1));
        assertFalse(Roll.happens(-1, 999_999));
    }
}
