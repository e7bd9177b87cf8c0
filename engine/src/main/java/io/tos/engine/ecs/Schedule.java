package io.tos.engine.ecs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * Everything that happens in a tick, as one list: phases in order, in each its systems in order, then the structural
 * changes they asked for. Tick thread only; keeps the time each system took.
 */
public final class Schedule {
    private final List<Phase> phases;
    private final String[] names;
    private final long[] lastNs;
    private final long[] worstNs;
    private final long[] totalNs;
    private final NanoClock clock;

    private Schedule(final List<Phase> phases, final NanoClock clock) {
        this.phases = phases;
        this.clock = clock;
        final List<String> listed = new ArrayList<>();
        for (final Phase phase : phases) {
            phase.entries().forEach(entry -> listed.add(entry.name()));
            listed.add(phase.name() + " commands");
        }
        this.names = listed.toArray(new String[0]);
        this.lastNs = new long[names.length];
        this.worstNs = new long[names.length];
        this.totalNs = new long[names.length];
    }

    /** Begins a list. */
    public static Plan plan() {
        return new Plan();
    }

    /**
     * Runs one tick.
     *
     * @throws SystemFailedException naming the system that threw; the world stays torn in this tick.
     */
    public void run(final World world, final long tick) {
        world.header().tickBegun(tick);
        int step = 0;
        long beforeNs = clock.nanoTime();
        for (int phase = 0, count = phases.size(); phase < count; phase++) {
            final List<Phase.Entry> entries = phases.get(phase).entries();
            for (int index = 0, systems = entries.size(); index < systems; index++) {
                run(world, tick, entries.get(index));
                beforeNs = took(step++, beforeNs);
            }
            world.commands().apply();
            beforeNs = took(step++, beforeNs);
        }
        world.header().tickDone(tick);
    }

    /**
     * The same, and makes sure that each system changed only columns it said it writes. Reads the whole world once per
     * system: for tests and the simulator.
     *
     * @throws SystemFailedException also for a system that wrote something else.
     */
    public void runAudited(final World world, final long tick) {
        world.header().tickBegun(tick);
        for (final Phase phase : phases) {
            for (final Phase.Entry entry : phase.entries()) {
                final long[] before = hashes(world);
                run(world, tick, entry);
                final long[] after = hashes(world);
                for (final Component component : world.layout().components()) {
                    if (before[component.id()] != after[component.id()]
                            && !entry.writes().contains(component)) {
                        final String problem = "wrote " + component + " without saying so";
                        throw new SystemFailedException(entry.name(), tick, new IllegalStateException(problem));
                    }
                }
            }
            world.commands().apply();
        }
        world.header().tickDone(tick);
    }

    /** Pairs of systems in one phase that write the same component although neither names the other as earlier. */
    public List<String> conflicts() {
        final List<String> conflicts = new ArrayList<>();
        for (final Phase phase : phases) {
            final List<Phase.Entry> entries = phase.entries();
            for (int later = 1; later < entries.size(); later++) {
                for (int earlier = 0; earlier < later; earlier++) {
                    addConflict(phase, entries.get(earlier), entries.get(later), conflicts);
                }
            }
        }
        return conflicts;
    }

    /** The list, a line per phase and system: what it reads and writes. */
    public String describe() {
        final StringBuilder text = new StringBuilder();
        for (final Phase phase : phases) {
            text.append(phase.name()).append('\n');
            for (final Phase.Entry entry : phase.entries()) {
                text.append("  " + entry.name() + ": reads " + entry.reads() + ", writes " + entry.writes());
                text.append(entry.after().isEmpty() ? "\n" : ", after " + entry.after() + '\n');
            }
        }
        return text.toString();
    }

    /** How many things are timed: each system, and each phase's structural changes. */
    public int stepCount() {
        return names.length;
    }

    /** Name of a timed step. */
    public String stepName(final int step) {
        return names[step];
    }

    /** What a step took in the last tick. */
    public long lastNs(final int step) {
        return lastNs[step];
    }

    /** The most a step ever took. */
    public long worstNs(final int step) {
        return worstNs[step];
    }

    /** What a step took in all ticks together. */
    public long totalNs(final int step) {
        return totalNs[step];
    }

    private long took(final int step, final long beforeNs) {
        final long nowNs = clock.nanoTime();
        final long tookNs = nowNs - beforeNs;
        lastNs[step] = tookNs;
        worstNs[step] = Math.max(worstNs[step], tookNs);
        totalNs[step] += tookNs;
        return nowNs;
    }

    private static void run(final World world, final long tick, final Phase.Entry entry) {
        world.running(true);
        try {
            entry.system().run(world, tick);
        } catch (final RuntimeException | AssertionError failure) {
            throw new SystemFailedException(entry.name(), tick, failure);
        } finally {
            world.running(false);
        }
    }

    private static long[] hashes(final World world) {
        return world.layout().components().stream()
                .mapToLong(component -> WorldHash.of(world, component))
                .toArray();
    }

    private static void addConflict(
            final Phase phase, final Phase.Entry earlier, final Phase.Entry later, final List<String> conflicts) {
        final List<Component> both = new ArrayList<>(earlier.writes());
        both.retainAll(later.writes());
        if (!both.isEmpty() && !later.after().contains(earlier.name())) {
            conflicts.add(phase.name() + ": " + earlier.name() + " and " + later.name() + " both write " + both);
        }
    }

    /** A schedule under construction: reads like the list it makes. */
    public static final class Plan {
        private final List<Phase> phases = new ArrayList<>();

        private Plan() {}

        /** Begins the next phase. */
        public Plan phase(final String name) {
            phases.add(new Phase(name, new ArrayList<>()));
            return this;
        }

        /** The next system of the phase; what it reads and writes follows. */
        public Plan run(final String name, final GameSystem system) {
            entries().add(new Phase.Entry(name, system, List.of(), List.of(), List.of()));
            return this;
        }

        /** Components the last named system looks at. */
        public Plan reads(final Component... components) {
            final Phase.Entry last = entries().removeLast();
            entries()
                    .add(new Phase.Entry(last.name(), last.system(), List.of(components), last.writes(), last.after()));
            return this;
        }

        /** Components the last named system changes. */
        public Plan writes(final Component... components) {
            final Phase.Entry last = entries().removeLast();
            entries().add(new Phase.Entry(last.name(), last.system(), last.reads(), List.of(components), last.after()));
            return this;
        }

        /** Earlier systems of this phase whose results the last named one takes up. */
        public Plan after(final String... systems) {
            final Phase.Entry last = entries().removeLast();
            final List<String> earlier =
                    entries().stream().map(Phase.Entry::name).toList();
            for (final String system : systems) {
                if (!earlier.contains(system)) {
                    throw new IllegalStateException(
                            last.name() + " comes after " + system + ", which is not before it");
                }
            }
            entries().add(new Phase.Entry(last.name(), last.system(), last.reads(), last.writes(), List.of(systems)));
            return this;
        }

        /** The finished list, timed by {@code clock}. */
        public Schedule build(final NanoClock clock) {
            final List<Phase> finished = new ArrayList<>();
            phases.forEach(phase -> finished.add(new Phase(phase.name(), List.copyOf(phase.entries()))));
            return new Schedule(Collections.unmodifiableList(finished), clock);
        }

        private List<Phase.Entry> entries() {
            return phases.getLast().entries();
        }
    }
}
