package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is due is found, in order, and nothing else. */
final class DeadlinesTest {
    private static final int COUNT = 300;

    private static int nextDue(final long[] model, final int from, final long nowNs) {
        for (int index = from; index < model.length; index++) {
            if (model[index] <= nowNs) {
                return index;
            }
        }
        return -1;
    }

    @Test
    void shouldAgreeWithAPlainListWhenDeadlinesMoveAtRandom() {
        final SplittableRandom random = new SplittableRandom(71);
        final long[] model = new long[COUNT];
        Arrays.fill(model, Deadlines.NEVER);
        try (Deadlines deadlines = new Deadlines(COUNT)) {
            for (int round = 0; round < 100_000; round++) {
                final int index = random.nextInt(COUNT);
                final long dueNs = random.nextInt(50) == 0 ? Deadlines.NEVER : round + random.nextInt(-10, 2_000);
                if (random.nextBoolean()) {
                    deadlines.set(Slots.session(index), dueNs);
                    model[index] = dueNs;
                } else {
                    deadlines.sooner(Slots.session(index), dueNs);
                    model[index] = Math.min(model[index], dueNs);
                }
                int due = nextDue(model, 0, round);
                int found = deadlines.nextDue(0, round);
                while (due >= 0) {
                    assertEquals(due, found);
                    if (random.nextBoolean()) {
                        deadlines.set(Slots.session(due), Deadlines.NEVER);
                        model[due] = Deadlines.NEVER;
                    }
                    found = deadlines.nextDue(due + 1, round);
                    due = nextDue(model, due + 1, round);
                }
                assertEquals(-1, found);
            }
        }
    }
}
