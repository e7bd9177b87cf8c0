package io.tos.engine.game.npc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.content.Area;
import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.ecs.WorldHash;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.GameSchedule;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.game.spawn.Population;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Creatures walk about, and stay where they belong. */
final class WanderSystemTest {
    private static final MapContent ROAD = Content.load(Path.of("content")).map("hollow_road");
    private static final Query CREATURES = Query.having(Mind.ON, Position.ON);
    /** How far a walker gets until it thinks again, and turns round. */
    private static final int MARGIN = Fixed.cm(500);

    private final Terrain terrain = new Terrain(ROAD);

    @Test
    void shouldStayNearItsAreaAndOutOfWallsWhenItWandersForMinutes() {
        final Area home = ROAD.spawns().stream()
                .filter(spawn -> spawn.kind() == SpawnArea.Kind.CREATURE)
                .findFirst()
                .orElseThrow()
                .area();
        try (World world = world();
                Grid grid = new Grid(ROAD.bounds(), ROAD.entitiesMax())) {
            Population.settle(world, ROAD, terrain, Population.OF_CONTENT);
            assertEquals(12, CREATURES.count(world));
            final Schedule schedule = GameSchedule.of(ROAD, terrain, grid, () -> 0);
            final List<Long> before = places(world);
            long strides = 0;
            for (int tick = 1; tick <= 10_000; tick++) {
                schedule.run(world, tick);
                final List<Long> after = places(world);
                for (int index = 0; index < after.size(); index++) {
                    final long point = after.get(index);
                    strides += point == before.get(index) ? 0 : 1;
                    assertTrue(
                            Point.x(point) >= Fixed.cm(home.westCm()) - MARGIN
                                    && Point.x(point) < Fixed.cm(home.eastCm()) + MARGIN
                                    && Point.y(point) >= Fixed.cm(home.southCm()) - MARGIN
                                    && Point.y(point) < Fixed.cm(home.northCm()) + MARGIN,
                            "creature " + index + " in tick " + tick);
                    assertFalse(terrain.walls().isBlocked(point, terrain.ground(point)));
                }
                before.clear();
                before.addAll(after);
            }
            assertTrue(strides > 10_000 * 12 / 5, "they hardly walk: " + strides);
        }
    }

    @Test
    void shouldBeTheSameCreaturesWhenTheSeedIsTheSame() {
        try (World first = world();
                World second = world()) {
            Population.settle(first, ROAD, terrain, 100);
            Population.settle(second, ROAD, terrain, 100);
            assertEquals(100, CREATURES.count(first));
            assertEquals(WorldHash.of(first), WorldHash.of(second));
        }
    }

    private static World world() {
        return World.create(GameComponents.GAME, new WorldConfig(ROAD.id(), ROAD.entitiesMax(), 5, ROAD.hash()));
    }

    private static List<Long> places(final World world) {
        final List<Long> places = new ArrayList<>();
        for (int chunk = 0; chunk < world.chunkCount(); chunk++) {
            final long base = world.chunkBase(chunk);
            for (int word = 0; word < Query.WORDS; word++) {
                for (long rows = CREATURES.rows(world.memory(), base, word); rows != 0; rows &= rows - 1) {
                    final int row = Query.row(word, rows);
                    places.add(Point.of(
                            Position.X.get(world.memory(), base, row), Position.Y.get(world.memory(), base, row)));
                }
            }
        }
        return places;
    }
}
