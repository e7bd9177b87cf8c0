package io.tos.engine.edge.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The order is that of the JDK. */
final class RankingTest {
    @Test
    void shouldOrderAsTheJdkDoesAndLeaveTheRestAlone() {
        final long seed = Long.getLong("seed", 20_261_122L);
        System.out.println("RankingTest seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int count = 0; count <= 255; count++) {
            final long[] numbers = random.longs(256)
                    .map(number -> number >> random.nextInt(64))
                    .toArray();
            final long[] expected = numbers.clone();
            Arrays.sort(expected, 0, count);

            Ranking.ascending(numbers, count);

            assertArrayEquals(expected, numbers);
        }
    }
}
