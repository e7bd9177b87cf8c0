package io.tos.benchmarks.ecs;

import io.tos.benchmarks.ecs.ColumnLayout.Place;
import io.tos.benchmarks.ecs.ColumnLayout.Speed;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.Layout;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.memory.IntColumn;
import java.lang.foreign.MemorySegment;

/** The house's world: columns in chunks. */
final class ColumnWorld implements Contender {
    private static final Bundle MOVING = Bundle.of(Place.ON, Speed.ON);

    private final World world;
    private final long[] handles;

    ColumnWorld(final int entities) {
        world = World.create(ColumnLayout.LAYOUT, new WorldConfig("bench", entities, 1, 0));
        handles = new long[entities];
        for (int index = 0; index < entities; index++) {
            handles[index] = spawn(index);
        }
    }

    World world() {
        return world;
    }

    @Override
    public String name() {
        return "columns";
    }

    @Override
    public void advance() {
        final MemorySegment memory = world.memory();
        for (int chunk = 0, count = world.chunkCount(); chunk < count; chunk++) {
            final long base = world.chunkBase(chunk);
            advance(memory, base, Place.X, Speed.X);
            advance(memory, base, Place.Y, Speed.Y);
            advance(memory, base, Place.Z, Speed.Z);
        }
    }

    @Override
    public void replace(final int[] picks, final int from, final int count) {
        for (int index = from; index < from + count; index++) {
            final int pick = picks[index];
            world.despawn(handles[pick]);
            handles[pick] = spawn(pick);
        }
    }

    @Override
    public long lookUp(final int[] picks) {
        final MemorySegment memory = world.memory();
        long sum = 0;
        for (final int pick : picks) {
            final long entity = handles[pick];
            if (world.isAlive(entity)) {
                sum += Place.X.get(memory, world.baseOf(entity), EntityId.row(entity));
            }
        }
        return sum;
    }

    @Override
    public void close() {
        world.close();
    }

    private long spawn(final int number) {
        final long entity = world.spawn(MOVING);
        final MemorySegment memory = world.memory();
        final long base = world.baseOf(entity);
        final int row = EntityId.row(entity);
        Place.X.set(memory, base, row, number);
        Speed.X.set(memory, base, row, 1);
        Speed.Y.set(memory, base, row, 2);
        Speed.Z.set(memory, base, row, 3);
        return entity;
    }

    private static void advance(
            final MemorySegment memory, final long base, final IntColumn place, final IntColumn speed) {
        for (int row = 0; row < Layout.ROWS_PER_CHUNK; row++) {
            place.set(memory, base, row, place.get(memory, base, row) + speed.get(memory, base, row));
        }
    }
}
