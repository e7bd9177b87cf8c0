package io.tos.benchmarks.ecs;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lets all contenders do the same work in turn, round after round, so that what disturbs the machine disturbs all. One
 * thread; every figure is of one process.
 */
final class Contest {
    /** Entities ended and made anew per tick: a map where 12,000 come and go each second. */
    private static final int REPLACED = 200;

    /** Such ticks per round. */
    private static final int REPLACES = 50;

    /** Times all entities move per round, so that each contender meets its own data in the caches, not a neighbour's. */
    private static final int ADVANCES = 10;

    private final int entities;
    private final int rounds;
    private final int[] picks;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long sink;

    private Contest(final int entities, final int rounds) {
        this.entities = entities;
        this.rounds = rounds;
        this.picks = new int[entities];
        shuffle();
    }

    /** Runs everything; figures in the order of the work. */
    static List<Figure> run(final int entities, final int rounds) throws IOException, InterruptedException {
        final Contest contest = new Contest(entities, rounds);
        final ColumnWorld columns = new ColumnWorld(entities);
        try (columns;
                DominionWorld dominion = new DominionWorld(entities);
                ArtemisWorld artemis = new ArtemisWorld(entities);
                CLoop yardstick = CLoop.compile(columns.world())) {
            return contest.run(List.of(columns, dominion, artemis), yardstick);
        }
    }

    private List<Figure> run(final List<Contender> contenders, final @Nullable CLoop yardstick) {
        final List<Work> advance = new ArrayList<>();
        final List<Work> replace = new ArrayList<>();
        final List<Work> lookUp = new ArrayList<>();
        final int replaced = Math.min(REPLACED, entities / 10);
        for (final Contender contender : contenders) {
            advance.add(advance(contender.name(), contender::advance));
            replace.add(new Work("destroy + create", contender.name(), replaced * REPLACES, () -> {
                for (int tick = 0; tick < REPLACES; tick++) {
                    contender.replace(picks, tick * replaced % entities, replaced);
                }
            }));
            lookUp.add(new Work("look-up", contender.name(), entities, () -> sink += contender.lookUp(picks)));
        }
        if (yardstick != null) {
            advance.add(advance("C", yardstick::advance));
        }
        final List<Figure> figures = new ArrayList<>();
        figures.addAll(measure(advance));
        figures.addAll(measure(replace));
        figures.addAll(measure(lookUp));
        if (sink == 0) {
            throw new IllegalStateException("nobody found anything");
        }
        return figures;
    }

    private Work advance(final String who, final Runnable once) {
        return new Work("advance", who, entities * ADVANCES, () -> {
            for (int pass = 0; pass < ADVANCES; pass++) {
                once.run();
            }
        });
    }

    private List<Figure> measure(final List<Work> works) {
        final double[][] ns = new double[works.size()][rounds];
        final double[] bytes = new double[works.size()];
        for (int round = -rounds; round < rounds; round++) {
            shuffle();
            for (int index = 0; index < works.size(); index++) {
                final Work work = works.get(index);
                final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
                final long beforeNs = System.nanoTime();
                work.task().run();
                final long tookNs = System.nanoTime() - beforeNs;
                if (round >= 0) {
                    ns[index][round] = (double) tookNs / work.entities();
                    bytes[index] += threads.getCurrentThreadAllocatedBytes() - beforeBytes;
                }
            }
        }
        final List<Figure> figures = new ArrayList<>();
        for (int index = 0; index < works.size(); index++) {
            final Work work = works.get(index);
            Arrays.sort(ns[index]);
            figures.add(new Figure(
                    work.name(),
                    work.who(),
                    ns[index][rounds / 2],
                    ns[index][0],
                    bytes[index] / rounds / work.entities()));
        }
        return figures;
    }

    /** Another order each round, always from the same seed: no branch or cache learns it. */
    private void shuffle() {
        final SplittableRandom random = new SplittableRandom(7 + sink);
        for (int index = 0; index < picks.length; index++) {
            final int other = random.nextInt(index + 1);
            picks[index] = picks[other];
            picks[other] = index;
        }
    }

    /** Something to do, how many entities it is done to. */
    private record Work(String name, String who, int entities, Runnable task) {}

    /**
     * What a round cost.
     *
     * @param medianNs per entity.
     * @param bestNs of the best round, per entity.
     * @param allocatedBytes on the heap, per entity, mean of all rounds.
     */
    record Figure(String work, String who, double medianNs, double bestNs, double allocatedBytes) {}
}
