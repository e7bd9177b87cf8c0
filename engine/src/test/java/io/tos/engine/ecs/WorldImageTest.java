package io.tos.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.TestLayout.Place;
import io.tos.engine.ecs.TestLayout.Speed;
import io.tos.engine.memory.Region;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A world goes to a file and comes back, or is refused. */
final class WorldImageTest {
    private static final Schedule MOVE =
            Schedule.plan().phase("move").run("walk", WorldImageTest::walk).build(() -> 0);

    @TempDir
    Path directory = Path.of("");

    private Path file = Path.of("");
    private long openBytes;

    @BeforeEach
    void remember() {
        file = directory.resolve("world.image");
        openBytes = Region.openBytes();
    }

    @Test
    void shouldGoOnAsIfNothingHappenedWhenRestored() throws IOException {
        try (World world = populated()) {
            WorldImage.save(world, file);
            try (World restored = WorldImage.restore(TestLayout.LAYOUT, TestLayout.config(5_000), file)) {
                assertEquals(WorldHash.of(world), WorldHash.of(restored));
                assertEquals(world.spawn(), restored.spawn(), "the free list too");
                for (int tick = 2; tick < 100; tick++) {
                    MOVE.run(world, tick);
                    MOVE.run(restored, tick);
                }
                assertEquals(WorldHash.of(world), WorldHash.of(restored));
                assertEquals(99, restored.tick());
            }
        }
        assertEquals(openBytes, Region.openBytes());
    }

    @Test
    void shouldRefuseAnotherLayoutContentOrRoom() throws IOException {
        try (World world = populated()) {
            WorldImage.save(world, file);
        }
        final Layout other = new Layout("other", WorldImageTest.class);
        other.component(WorldImageTest.class, "thing");

        assertRefused("holds", other, TestLayout.config(100));
        assertRefused("content", TestLayout.LAYOUT, new WorldConfig("test", 5_000, 42, 8));
        assertRefused("room for 5000", TestLayout.LAYOUT, TestLayout.config(5_001));
    }

    @Test
    void shouldRefuseAWorldTornInATick() throws IOException {
        try (World world = populated()) {
            world.header().tickBegun(2);
            WorldImage.save(world, file);
        }

        assertRefused("torn in tick 2", TestLayout.LAYOUT, TestLayout.config(5_000));
    }

    @Test
    void shouldRefuseADamagedFile() throws IOException {
        try (World world = populated()) {
            WorldImage.save(world, file);
        }
        final byte[] whole = Files.readAllBytes(file);
        final byte[] flipped = whole.clone();
        flipped[(int) (WorldHeader.BYTES + Place.Y.offsetInChunk() + 40)] ^= 4;
        Files.write(file, flipped);
        assertRefused("damaged", TestLayout.LAYOUT, TestLayout.config(5_000));

        Files.write(file, Arrays.copyOf(whole, whole.length - 8));
        assertRefused("damaged", TestLayout.LAYOUT, TestLayout.config(5_000));

        Files.write(file, new byte[10_000]);
        assertRefused("not a world", TestLayout.LAYOUT, TestLayout.config(5_000));
    }

    @Test
    void shouldHashEveryValueAndNoDirtyBit() {
        try (World world = populated()) {
            final long hash = WorldHash.of(world);
            final MemorySegment memory = world.memory();
            final long base = world.chunkBase(1);
            Place.ON.markDirty(memory, base, 3);
            assertEquals(hash, WorldHash.of(world));

            for (int row = 0; row < Layout.ROWS_PER_CHUNK; row++) {
                final int before = Speed.X.get(memory, base, row);
                Speed.X.set(memory, base, row, before ^ 1);
                assertNotEquals(hash, WorldHash.of(world));
                Speed.X.set(memory, base, row, before);
            }
            assertEquals(hash, WorldHash.of(world));
            assertFalse(world.has(EntityId.NONE, Place.ON));
        }
    }

    private void assertRefused(final String reason, final Layout layout, final WorldConfig config) {
        final var refusal = assertThrows(WorldRefusedException.class, () -> WorldImage.restore(layout, config, file));
        assertTrue(refusal.toString().contains(reason), refusal::toString);
        assertEquals(openBytes, Region.openBytes());
    }

    private static World populated() {
        final SplittableRandom random = Seeds.random("WorldImageTest", 5);
        final World world = TestLayout.world(5_000);
        for (int count = 0; count < 4_000; count++) {
            final long entity = world.spawn();
            world.add(entity, Place.ON);
            world.add(entity, Speed.ON);
            Speed.X.set(world.memory(), world.baseOf(entity), EntityId.row(entity), random.nextInt(-9, 9));
            if (count % 3 == 0) {
                world.despawn(entity);
            }
        }
        MOVE.run(world, 1);
        return world;
    }

    private static void walk(final World world, final long tick) {
        final MemorySegment memory = world.memory();
        for (int chunk = 0; chunk < world.chunkCount(); chunk++) {
            final long base = world.chunkBase(chunk);
            for (int row = 0; row < Layout.ROWS_PER_CHUNK; row++) {
                Place.X.set(memory, base, row, Place.X.get(memory, base, row) + Speed.X.get(memory, base, row));
            }
        }
    }
}
