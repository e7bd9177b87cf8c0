package io.tos.benchmarks.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.benchmarks.ecs.Contest.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the contest in small: every contender still works, and does the same work as the others. */
final class ContestTest {
    @Test
    void shouldGiveAFigureForEveryContenderAndWork() throws Exception {
        final List<Figure> figures = Contest.run(2_000, 2);

        assertEquals(
                3,
                figures.stream()
                        .filter(figure -> figure.work().equals("look-up"))
                        .count());
        assertTrue(figures.stream().allMatch(figure -> figure.bestNs() > 0), figures::toString);
    }

    @Test
    void shouldFindTheSameSumEverywhereAfterTheSameWork() {
        final int[] picks = {3, 1, 4, 0, 2, 7, 6, 5, 9, 8};
        try (Contender columns = new ColumnWorld(10);
                Contender dominion = new DominionWorld(10);
                Contender artemis = new ArtemisWorld(10)) {
            final long[] sums = {work(columns, picks), work(dominion, picks), work(artemis, picks)};

            assertEquals(45 + 10 - 3 + 10, sums[0], "two advances, the first forgotten by 3 made anew");
            assertEquals(sums[0], sums[1], "Dominion");
            assertEquals(sums[0], sums[2], "artemis");
        }
    }

    @Test
    void shouldAddTheSameInC() throws Exception {
        try (ColumnWorld columns = new ColumnWorld(3_000);
                CLoop yardstick = CLoop.compile(columns.world())) {
            if (yardstick == null) {
                return; // no gcc on this machine
            }
            final int[] all = {0, 1_500, 2_999};
            final long before = columns.lookUp(all);

            yardstick.advance();

            assertEquals(before + 3, columns.lookUp(all));
        }
    }

    private static long work(final Contender contender, final int[] picks) {
        contender.advance();
        contender.replace(picks, 0, 3);
        contender.advance();
        return contender.lookUp(picks);
    }
}
