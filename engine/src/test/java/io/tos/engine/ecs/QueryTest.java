package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.ecs.TestLayout.Mood;
import io.tos.engine.ecs.TestLayout.Place;
import io.tos.engine.ecs.TestLayout.Speed;
import io.tos.engine.ecs.TestLayout.Target;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Queries on random worlds against sets of names, with changes asked for while the query is walked. */
final class QueryTest {
    private static final Query BOTH = Query.having(Place.ON, Speed.ON);

    @Test
    void shouldFindExactlyWhatASlowModelFinds() {
        final SplittableRandom random = Seeds.random("QueryTest", 77);
        final Map<Long, Set<String>> model = new HashMap<>();
        try (World world = TestLayout.world(3_000)) {
            for (int round = 0; round < 60; round++) {
                change(world, model, random);
                world.commands().apply();
                check(world, model, Query.having(), Set.of(), Set.of());
                check(world, model, BOTH, Set.of("place", "speed"), Set.of());
                check(world, model, Query.having(Place.ON).without(Mood.ON), Set.of("place"), Set.of("mood"));
                check(
                        world,
                        model,
                        Query.having(Target.ON, Mood.ON).without(Place.ON, Speed.ON),
                        Set.of("target", "mood"),
                        Set.of("place", "speed"));
            }
            assertTrue(model.size() > 500, "a world worth asking: " + model.size());
        }
    }

    @Test
    void shouldStandStillWhileItIsWalked() {
        try (World world = TestLayout.world(3_000)) {
            for (int count = 0; count < 2_000; count++) {
                world.add(world.spawn(), Place.ON);
            }
            final List<Long> before = walk(world, Query.having(Place.ON));
            final List<Long> seen = new ArrayList<>();
            final Schedule schedule = Schedule.plan()
                    .phase("cull")
                    .run("split", (running, tick) -> {
                        for (final long entity : walk(running, Query.having(Place.ON))) {
                            seen.add(entity);
                            running.commands().despawn(entity);
                            running.commands().add(running.commands().spawn(), Place.ON);
                        }
                    })
                    .build(() -> 0);

            schedule.run(world, 1);

            assertEquals(before, seen);
            assertEquals(1_000, walk(world, Query.having(Place.ON)).size(), "room was left for 1,000 while all lived");
            assertEquals(2_000, world.commands().ignored(), "1,000 spawns in a full world, and what was for them");
        }
    }

    @Test
    void shouldSetWhatWasAskedForWithASpawn() {
        try (World world = TestLayout.world(10)) {
            final long entity = world.commands().spawn();
            world.commands().add(entity, Mood.ON);
            world.commands().set(entity, Mood.KIND, -3);
            world.commands().set(entity, Mood.ANGER, 300);
            world.commands().set(entity, Place.X, 1);
            assertTrue(world.isAlive(entity));
            assertEquals(0, Query.having().count(world));

            world.commands().apply();

            assertEquals(1, Query.having(Mood.ON).count(world));
            assertEquals(-3, Mood.KIND.get(world.memory(), world.baseOf(entity), EntityId.row(entity)));
            assertEquals(300, Mood.ANGER.get(world.memory(), world.baseOf(entity), EntityId.row(entity)));
            assertEquals(0, Place.X.get(world.memory(), world.baseOf(entity), EntityId.row(entity)));
            assertEquals(1, world.commands().ignored());
        }
    }

    @Test
    void shouldAllocateNothing() {
        try (World world = TestLayout.world(100_000)) {
            for (int count = 0; count < 100_000; count++) {
                final long entity = world.spawn();
                world.add(entity, Place.ON);
                world.add(entity, count % 10 == 0 ? Speed.ON : Mood.ON);
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long sum = sum(world);
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();

            for (int round = 0; round < 50; round++) {
                sum += sum(world);
            }

            assertEquals(0, threads.getCurrentThreadAllocatedBytes() - beforeBytes, "allocated bytes");
            assertEquals(51 * 10_000, sum);
        }
    }

    private static long sum(final World world) {
        final MemorySegment memory = world.memory();
        long sum = 0;
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = BOTH.rows(memory, base, word); rows != 0; rows &= rows - 1) {
                    final int row = Query.row(word, rows);
                    sum += Place.X.get(memory, base, row) + Speed.Y.get(memory, base, row) + 1;
                }
            }
        }
        return sum;
    }

    private static List<Long> walk(final World world, final Query query) {
        final List<Long> found = new ArrayList<>();
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            for (int word = 0; word < Query.WORDS; word++) {
                final long base = world.chunkBase(chunk);
                for (long rows = query.rows(world.memory(), base, word); rows != 0; rows &= rows - 1) {
                    found.add(world.entityAt(chunk, Query.row(word, rows)));
                }
            }
        }
        return found;
    }

    private static void change(final World world, final Map<Long, Set<String>> model, final SplittableRandom random) {
        final List<Long> entities = new ArrayList<>(new TreeSet<>(model.keySet()));
        for (int count = 0; count < 200; count++) {
            final int choice = random.nextInt(10);
            if (choice < 2 || entities.isEmpty()) {
                final long entity = world.commands().spawn();
                model.put(entity, new HashSet<>());
                entities.add(entity);
                continue;
            }
            final long entity = entities.get(random.nextInt(entities.size()));
            final Component component = TestLayout.LAYOUT.components().get(random.nextInt(4));
            final Set<String> has = model.get(entity);
            if (choice == 2) {
                world.commands().despawn(entity);
                model.remove(entity);
            } else if (choice < 7) {
                world.commands().add(entity, component);
                if (has != null) {
                    has.add(component.name());
                }
            } else {
                world.commands().remove(entity, component);
                if (has != null) {
                    has.remove(component.name());
                }
            }
        }
    }

    private static void check(
            final World world,
            final Map<Long, Set<String>> model,
            final Query query,
            final Set<String> having,
            final Set<String> lacking) {
        final Set<Long> expected = new TreeSet<>();
        model.forEach((entity, has) -> {
            if (has.containsAll(having) && has.stream().noneMatch(lacking::contains)) {
                expected.add(entity);
            }
        });
        assertEquals(expected, new TreeSet<>(walk(world, query)));
        assertEquals(expected.size(), query.count(world));
    }
}
