package io.tos.engine.game.movement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.ecs.WorldHash;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.GameSchedule;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The schedule on a shipped map: bodies move, nothing is allocated, the same run twice has the same hashes. */
final class MovementSystemTest {
    private static final MapContent MAP = Content.load(Path.of("content")).map("starter_town");
    private static final Terrain TOWN = new Terrain(MAP);
    private static final Bundle BODY = Bundle.of(Position.ON, Velocity.ON, Look.ON, Intent.ON, Motion.ON);

    private final Grid grid = new Grid(MAP.bounds(), MAP.entitiesMax());

    @AfterEach
    void free() {
        grid.close();
    }

    @Test
    void shouldHaveNoUnorderedWritersAndWriteOnlyWhatItSays() {
        final Schedule schedule = GameSchedule.of(MAP, TOWN, grid, () -> 0);
        assertEquals(java.util.List.of(), schedule.conflicts());
        try (World world = populated(300)) {
            for (int tick = 1; tick < 20; tick++) {
                schedule.runAudited(world, tick);
            }
            assertEquals(19, world.tick());
        }
    }

    @Test
    void shouldReproduceEveryHashAndAllocateNothing() {
        final Schedule schedule = GameSchedule.of(MAP, TOWN, grid, () -> 0);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (World first = populated(1_500);
                World second = populated(1_500)) {
            final long start = WorldHash.of(first);
            for (int tick = 1; tick <= 200; tick++) {
                schedule.run(first, tick);
                schedule.run(second, tick);
                assertEquals(WorldHash.of(first), WorldHash.of(second));
            }
            assertTrue(start != WorldHash.of(first));
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            for (int tick = 201; tick <= 300; tick++) {
                schedule.run(first, tick);
            }
            assertEquals(0, threads.getCurrentThreadAllocatedBytes() - beforeBytes, "allocated bytes");
        }
    }

    private static World populated(final int bodies) {
        final World world = World.create(GameComponents.GAME, new WorldConfig("town", bodies, 1, 0));
        final MemorySegment memory = world.memory();
        for (int count = 0; count < bodies; count++) {
            final long entity = world.spawn(BODY);
            final long base = world.baseOf(entity);
            final int row = EntityId.row(entity);
            Position.X.set(memory, base, row, (count % 40 * 5 + 25) << 16);
            Position.Y.set(memory, base, row, (count / 40 * 5 + 25) << 16);
            Motion.SPEED_PERMILLE.set(memory, base, row, (short) 1_000);
            Motion.STAMINA_MAX.set(memory, base, row, 300);
            Intent.DIRECTION_X.set(memory, base, row, (byte) (count % 255 - 127));
            Intent.DIRECTION_Y.set(memory, base, row, (byte) (count * 7 % 255 - 127));
            Intent.BUTTONS.set(memory, base, row, (byte) (count & 3));
        }
        return world;
    }
}
