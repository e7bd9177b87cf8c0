package io.tos.engine.edge.replication;

import io.tos.engine.content.Area;
import io.tos.engine.content.Ground;
import io.tos.engine.content.MapContent;
import io.tos.engine.content.SpawnArea;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Schedule;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.GameSchedule;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.Intent;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.game.place.Grid;
import io.tos.engine.game.place.Terrain;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;

/** A flat square of land with bodies that walk about at random, the real schedule and the real grid. */
final class Field implements AutoCloseable {
    private static final Bundle BODY =
            Bundle.of(Identity.ON, Position.ON, Velocity.ON, Look.ON, Health.ON, Intent.ON, Motion.ON);

    final World world;
    final Grid grid;
    private final Schedule schedule;
    private final int widthCm;
    private int netId;

    Field(final int widthCm, final int entitiesMax) {
        this.widthCm = widthCm;
        final Area bounds = new Area(0, 0, widthCm, widthCm);
        final MapContent map = new MapContent(
                1,
                "field",
                "Field",
                bounds,
                entitiesMax,
                new Ground(widthCm, List.of("0 0", "0 0")),
                List.of(),
                List.of(),
                List.of(new SpawnArea("start", SpawnArea.Kind.PLAYER, bounds, 0)),
                List.of());
        world = World.create(GameComponents.GAME, new WorldConfig("field", entitiesMax, 1, 0));
        grid = new Grid(bounds, entitiesMax);
        schedule = GameSchedule.of(map, new Terrain(map), grid, () -> 0);
    }

    /** A body of a sort at a place. */
    long spawn(final int sort, final int xCm, final int yCm) {
        final long entity = world.spawn(BODY);
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        Identity.NET_ID.set(memory, base, row, ++netId);
        Identity.KIND.set(memory, base, row, (short) Kind.of(sort, 7));
        Health.POINTS.set(memory, base, row, 100);
        Health.POINTS_MAX.set(memory, base, row, 100);
        Motion.SPEED_PERMILLE.set(memory, base, row, (short) 1_000);
        Motion.STAMINA_MAX.set(memory, base, row, 300);
        place(entity, xCm, yCm);
        return entity;
    }

    long spawn(final int sort, final SplittableRandom random) {
        return spawn(sort, random.nextInt(widthCm), random.nextInt(widthCm));
    }

    void place(final long entity, final int xCm, final int yCm) {
        final long base = world.baseOf(entity);
        Position.X.set(world.memory(), base, EntityId.row(entity), Fixed.cm(xCm));
        Position.Y.set(world.memory(), base, EntityId.row(entity), Fixed.cm(yCm));
    }

    void hurt(final long entity, final int points) {
        Health.POINTS.set(world.memory(), world.baseOf(entity), EntityId.row(entity), points);
    }

    /** A new direction, or a halt for one in three. */
    void steer(final long entity, final SplittableRandom random) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        final boolean halt = random.nextInt(3) == 0;
        Intent.DIRECTION_X.set(memory, base, row, (byte) (halt ? 0 : random.nextInt(-127, 128)));
        Intent.DIRECTION_Y.set(memory, base, row, (byte) (halt ? 0 : random.nextInt(-127, 128)));
        Intent.YAW.set(memory, base, row, (short) random.nextInt(65_536));
        Intent.BUTTONS.set(memory, base, row, (byte) random.nextInt(16));
    }

    /** No direction and no buttons. */
    void stop(final long entity) {
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        Intent.DIRECTION_X.set(memory, base, row, (byte) 0);
        Intent.DIRECTION_Y.set(memory, base, row, (byte) 0);
        Intent.BUTTONS.set(memory, base, row, (byte) 0);
    }

    int netId(final long entity) {
        return Identity.NET_ID.get(world.memory(), world.baseOf(entity), EntityId.row(entity));
    }

    void tick(final long tick) {
        schedule.run(world, tick);
        grid.update(world);
    }

    @Override
    public void close() {
        world.close();
        grid.close();
    }
}
