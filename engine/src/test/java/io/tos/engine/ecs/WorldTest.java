package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.TestLayout.Mood;
import io.tos.engine.ecs.TestLayout.Place;
import io.tos.engine.ecs.TestLayout.Speed;
import io.tos.engine.ecs.TestLayout.Target;
import io.tos.engine.memory.Column;
import io.tos.engine.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Ids, structure and memory of one world. */
final class WorldTest {
    private static final Schedule IDLE = Schedule.plan().phase("only").build(() -> 0);

    @Test
    void shouldRefuseAStaleHandleWhenItsRowIsUsedAgain() {
        try (World world = TestLayout.world(10)) {
            final long first = world.spawn();
            world.despawn(first);
            final long second = world.spawn();

            assertEquals(EntityId.index(first), EntityId.index(second));
            assertNotEquals(first, second);
            assertFalse(world.isAlive(first));
            assertFalse(world.add(first, Place.ON));
            assertFalse(world.despawn(first));
            assertTrue(world.isAlive(second));
        }
    }

    @Test
    void shouldKnowNoForgedId() {
        try (World world = TestLayout.world(10)) {
            final long entity = world.spawn();

            assertFalse(world.isAlive(EntityId.NONE));
            assertFalse(world.isAlive(-1));
            assertFalse(world.isAlive(EntityId.of(EntityId.index(entity), 0)));
            assertFalse(world.isAlive(EntityId.of(EntityId.index(entity) + 1, 1)));
            assertFalse(world.isAlive(EntityId.of(Integer.MAX_VALUE, 1)));
            assertFalse(world.isAlive(EntityId.of(Integer.MIN_VALUE, 1)));
        }
    }

    @Test
    void shouldGiveNoneWhenFullAndGoOnWhenOneDies() {
        try (World world = TestLayout.world(3)) {
            final long first = world.spawn();
            world.spawn();
            world.spawn();

            assertEquals(EntityId.NONE, world.spawn());
            world.despawn(first);
            assertNotEquals(EntityId.NONE, world.spawn());
            assertEquals(EntityId.NONE, world.spawn());
            assertEquals(3, world.alive());
        }
    }

    @Test
    void shouldRetireTheRowWhenItsGenerationsAreUsedUp() {
        try (World world = TestLayout.world(2)) {
            final long first = world.spawn();
            final int row = EntityId.row(first);
            final long last = EntityId.of(EntityId.index(first), EntityId.GENERATION_MAX);
            RowHead.slot(world.memory(), world.chunkBase(0), row, last); // 2^31 lives later

            assertTrue(world.despawn(last));

            assertEquals(1, world.retired());
            final long other = world.spawn();
            assertNotEquals(EntityId.index(first), EntityId.index(other));
            assertEquals(EntityId.NONE, world.spawn());
            assertFalse(world.isAlive(last));
            assertFalse(world.isAlive(EntityId.of(EntityId.index(first), EntityId.GENERATION_MAX)));
        }
    }

    @Test
    void shouldLeaveZeroEverywhereWhenAnEntityEnds() {
        try (World world = TestLayout.world(5_000)) {
            long entity = EntityId.NONE;
            for (int count = 0; count < 3_000; count++) {
                entity = world.spawn();
            }
            fill(world, entity);

            world.remove(entity, Mood.ON);
            assertZero(world, entity, Mood.ON);
            assertEquals(-5, Place.X.get(world.memory(), world.baseOf(entity), EntityId.row(entity)));

            world.despawn(entity);
            for (final Component component : TestLayout.LAYOUT.components()) {
                assertZero(world, entity, component);
            }
        }
    }

    @Test
    void shouldRefuseStructuralChangesWhenASystemRuns() {
        try (World world = TestLayout.world(10)) {
            final Schedule schedule = Schedule.plan()
                    .phase("only")
                    .run("impatient", (running, tick) -> running.spawn())
                    .build(() -> 0);

            final var failure = assertThrows(SystemFailedException.class, () -> schedule.run(world, 1));

            assertEquals("impatient", failure.system());
            assertNotEquals(EntityId.NONE, world.spawn(), "outside of systems it may");
        }
    }

    @Test
    void shouldGoOnFromAFileInMemoryWhenTheProcessIsGone() throws IOException {
        final Path file = Files.createTempFile("tos-world", ".region");
        try {
            final long bytes = TestLayout.config(2_000).regionBytes(TestLayout.LAYOUT);
            final long entity;
            final long hash;
            try (World world =
                    World.create(TestLayout.LAYOUT, TestLayout.config(2_000), Region.mapped("world", file, bytes))) {
                entity = world.spawn();
                fill(world, entity);
                IDLE.run(world, 9);
                hash = WorldHash.of(world);
            }

            try (World world =
                    World.attach(TestLayout.LAYOUT, TestLayout.config(2_000), Region.mapped("world", file, bytes))) {
                assertEquals(9, world.tick());
                assertEquals(hash, WorldHash.of(world));
                assertTrue(world.has(entity, Target.ON));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void shouldGiveAllMemoryBackWhenAThousandWorldsCameAndWent() throws IOException {
        touchOneWorld();
        final long openBytes = Region.openBytes();
        final long residentBytes = residentBytes();

        for (int count = 0; count < 1_000; count++) {
            touchOneWorld();
        }

        assertEquals(openBytes, Region.openBytes());
        final long grownBytes = residentBytes() - residentBytes;
        assertTrue(grownBytes < 64 << 20, "1,000 worlds left " + grownBytes + " B"); // each is about 1 MB
    }

    private static void touchOneWorld() {
        try (World world = TestLayout.world(10_000)) {
            fill(world, world.spawn());
        }
    }

    /** Resident pages, from the kernel: what a leak would show in. */
    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]) * 4096;
    }

    private static void fill(final World world, final long entity) {
        final long base = world.baseOf(entity);
        for (final Component component : TestLayout.LAYOUT.components()) {
            world.add(entity, component);
            for (final Column column : TestLayout.LAYOUT.columns(component)) {
                column.write(world.memory(), base, EntityId.row(entity), -5);
            }
        }
        assertEquals(-5, Speed.Y.get(world.memory(), base, EntityId.row(entity)));
    }

    private static void assertZero(final World world, final long entity, final Component component) {
        final long base = world.baseOf(entity);
        assertFalse(component.isOn(world.memory(), base, EntityId.row(entity)));
        for (final Column column : TestLayout.LAYOUT.columns(component)) {
            assertEquals(0, column.read(world.memory(), base, EntityId.row(entity)), column::name);
        }
    }
}
