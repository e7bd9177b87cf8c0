package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.ecs.TestLayout.Place;
import io.tos.engine.ecs.TestLayout.Speed;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random lives and deaths against a model that remembers the last id of every row. */
final class EntityTortureTest {
    private static final int ENTITIES_MAX = 20_000;

    private final long[] living = new long[ENTITIES_MAX];
    private final long[] lastOfIndex = new long[ENTITIES_MAX + 1];
    private int livingCount;
    private long created;
    private long destroyed;

    @Test
    void shouldRefuseEveryStaleHandleInHalfAMillionLives() {
        torture(500_000);
    }

    @Test
    @Tag("long")
    void shouldRefuseEveryStaleHandleInTenMillionLives() {
        torture(10_000_000);
    }

    private void torture(final int steps) {
        final SplittableRandom random = Seeds.random("EntityTortureTest", 20_260_101);
        try (World world = TestLayout.world(ENTITIES_MAX)) {
            run(world, random, steps / 5);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            threads.getCurrentThreadAllocatedBytes();
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();

            run(world, random, steps);

            assertEquals(0, threads.getCurrentThreadAllocatedBytes() - beforeBytes, "allocated bytes");
            assertEquals(created - destroyed, world.alive());
            assertEquals(livingCount, Query.having().count(world));
            for (int index = 0; index < livingCount; index++) {
                assertTrue(world.isAlive(living[index]));
            }
        }
    }

    private void run(final World world, final SplittableRandom random, final int steps) {
        for (int step = 0; step < steps; step++) {
            final int choice = random.nextInt(100);
            if (choice < 50) {
                create(world);
            } else if (choice < 99) {
                destroy(world, random);
            } else {
                destroyMany(world, random);
            }
        }
    }

    private void create(final World world) {
        final long entity = world.spawn();
        if (livingCount == ENTITIES_MAX) {
            assertEquals(EntityId.NONE, entity);
            return;
        }
        world.add(entity, Place.ON);
        world.add(entity, Speed.ON);
        final int index = EntityId.index(entity);
        final long stale = lastOfIndex[index];
        assertNotEquals(stale, entity);
        assertFalse(world.isAlive(stale));
        lastOfIndex[index] = entity;
        living[livingCount++] = entity;
        created++;
    }

    private void destroy(final World world, final SplittableRandom random) {
        if (livingCount == 0) {
            return;
        }
        final int victim = random.nextInt(livingCount);
        final long entity = living[victim];
        living[victim] = living[--livingCount];
        assertTrue(world.despawn(entity));
        assertFalse(world.isAlive(entity));
        assertFalse(world.despawn(entity));
        destroyed++;
    }

    private void destroyMany(final World world, final SplittableRandom random) {
        for (int count = random.nextInt(40); count > 0; count--) {
            destroy(world, random);
        }
        for (int count = random.nextInt(120); count > 0; count--) {
            create(world);
        }
    }
}
