package io.tos.engine.game.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.content.Area;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every question to the grid against looking at everybody, on crowds, empty land, borders and after moves. */
final class NearbyTest {
    private static final Area BOUNDS = new Area(-20_000, 0, 60_000, 50_000);
    private static final int ENTITIES = 2_500;
    private static final Bundle PLACED = Bundle.of(Position.ON);

    private final World world = World.create(GameComponents.GAME, new WorldConfig("nearby", ENTITIES, 1, 0));
    private final Grid grid = new Grid(BOUNDS, ENTITIES);
    private final Nearby nearby = new Nearby(grid);
    private final Found found = new Found(ENTITIES);
    private final int[] x = new int[ENTITIES + 1];
    private final int[] y = new int[ENTITIES + 1];

    @AfterEach
    void close() {
        world.close();
        grid.close();
    }

    @Test
    void shouldAnswerAsLookingAtEverybodyDoes() {
        final long seed = Long.getLong("seed", 4711);
        System.out.println("NearbyTest: -Dseed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        populate();
        for (int round = 0; round < 12; round++) {
            scatter(random);
            grid.update(world);
            for (int question = 0; question < 60; question++) {
                // Also from beyond the border.
                final int atX = Fixed.cm(random.nextInt(-21_000, 61_000));
                final int atY = Fixed.cm(random.nextInt(-1_000, 51_000));
                checkRadius(atX, atY, Fixed.cm(random.nextInt(1, 15_000)));
                checkNearest(atX, atY, random.nextInt(1, 30));
                checkShapes(atX, atY, random.nextInt(65_536), Fixed.cm(random.nextInt(200, 12_000)), random);
            }
        }
    }

    @Test
    void shouldFindNobodyInAnEmptyWorldAndForgetTheDead() {
        grid.update(world);
        nearby.nearest(0, 0, 5, found);
        assertEquals(0, found.count());

        final long entity = world.spawn(PLACED);
        grid.update(world);
        nearby.radius(0, 0, Fixed.ONE, found);
        assertEquals(1, found.count());
        world.despawn(entity);
        grid.update(world);
        nearby.radius(0, 0, Fixed.ONE, found);
        assertEquals(0, found.count());
    }

    @Test
    void shouldSayWhenThereWereMoreThanFit() {
        for (int count = 0; count < 10; count++) {
            world.spawn(PLACED);
        }
        grid.update(world);
        final Found few = new Found(4);

        nearby.radius(0, 0, Fixed.ONE, few);

        assertEquals(4, few.count());
        assertTrue(few.isTruncated());
    }

    @Test
    void shouldAllocateNothing() {
        final SplittableRandom random = new SplittableRandom(1);
        populate();
        scatter(random);
        ask(300);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long beforeBytes = threads.getCurrentThreadAllocatedBytes();

        ask(300);

        assertEquals(0, threads.getCurrentThreadAllocatedBytes() - beforeBytes, "allocated bytes");
    }

    private void ask(final int times) {
        for (int time = 0; time < times; time++) {
            grid.update(world);
            nearby.radius(time << 16, time << 15, 60 << 16, found);
            nearby.cone(time << 16, time << 15, time * 99, 8_000, 30 << 16, found);
            nearby.rectangle(time << 16, time << 15, time * 99, 20 << 16, 2 << 16, found);
            nearby.ray(time << 16, time << 15, time * 99, 50 << 16, 3, found);
            nearby.nearest(time << 16, time << 15, 10, found);
        }
    }

    private void checkRadius(final int atX, final int atY, final int radius) {
        nearby.radius(atX, atY, radius, found);
        final List<Integer> expected = everybody()
                .filter(index -> square(atX, atY, index) <= (long) radius * radius)
                .boxed()
                .toList();
        assertEquals(new TreeSet<>(expected), all());
    }

    private void checkNearest(final int atX, final int atY, final int most) {
        nearby.nearest(atX, atY, most, found);
        final List<Integer> expected = everybody()
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(index -> square(atX, atY, index))
                        .thenComparing(index -> index))
                .limit(most)
                .toList();
        assertEquals(
                expected,
                IntStream.range(0, found.count()).mapToObj(found::index).toList());
    }

    /** In real numbers, leaving out whoever is within a hand of the edge: there rounding may say either. */
    private void checkShapes(
            final int atX, final int atY, final int yaw, final int length, final SplittableRandom random) {
        final int halfAngle = random.nextInt(500, 29_000);
        final int halfWidth = Fixed.cm(random.nextInt(20, 3_000));
        nearby.cone(atX, atY, yaw, halfAngle, length, found);
        final Set<Integer> inCone = all();
        nearby.rectangle(atX, atY, yaw, length, halfWidth, found);
        final Set<Integer> inRectangle = all();
        nearby.ray(atX, atY, yaw, length, ENTITIES, found);
        final Set<Integer> onRay = all();
        assertTrue(
                IntStream.range(1, found.count()).allMatch(place -> found.measure(place - 1) <= found.measure(place)));

        final double turn = yaw * 2 * Math.PI / 65_536;
        final double hand = Fixed.cm(12);
        everybody().forEach(index -> {
            final double deltaX = (double) x[index] - atX;
            final double deltaY = (double) y[index] - atY;
            final double ahead = deltaX * Math.cos(turn) + deltaY * Math.sin(turn);
            final double aside = Math.abs(deltaY * Math.cos(turn) - deltaX * Math.sin(turn));
            final double distance = Math.hypot(deltaX, deltaY);
            check(inRectangle, index, Math.min(Math.min(ahead, length - ahead), halfWidth - aside), hand);
            check(onRay, index, Math.min(Math.min(ahead, length - ahead), Body.RADIUS - aside), hand);
            final double angle = Math.atan2(aside, ahead) - halfAngle * 2 * Math.PI / 65_536;
            final double insideBy = Math.min(length - distance, -angle * distance);
            check(inCone, index, insideBy, hand);
        });
    }

    private void check(final Set<Integer> answer, final int index, final double insideBy, final double hand) {
        if (Math.abs(insideBy) > hand) {
            assertEquals(insideBy > 0, answer.contains(index), () -> "entity " + index + " inside by " + insideBy);
        }
    }

    private IntStream everybody() {
        return IntStream.rangeClosed(1, ENTITIES);
    }

    private Set<Integer> all() {
        final Set<Integer> all = new TreeSet<>();
        for (int place = 0; place < found.count(); place++) {
            assertTrue(all.add(found.index(place)), "found twice");
        }
        return all;
    }

    private long square(final int atX, final int atY, final int index) {
        final long deltaX = (long) x[index] - atX;
        final long deltaY = (long) y[index] - atY;
        return deltaX * deltaX + deltaY * deltaY;
    }

    private void populate() {
        for (int count = 0; count < ENTITIES; count++) {
            assertEquals(count + 1, EntityId.index(world.spawn(PLACED)));
        }
    }

    /** A third in one square, the rest anywhere, some on the very borders of squares and of the map. */
    private void scatter(final SplittableRandom random) {
        for (int index = 1; index <= ENTITIES; index++) {
            final int place = random.nextInt(3);
            x[index] = place == 0 ? (5 << 21) + random.nextInt(1 << 21) : Fixed.cm(random.nextInt(-20_000, 60_000));
            y[index] = place == 0 ? (3 << 21) + random.nextInt(1 << 21) : Fixed.cm(random.nextInt(0, 50_000));
            if (place == 1) {
                x[index] &= -1 << 21;
            }
            final long base = world.baseOf(EntityId.of(index, 1));
            Position.X.set(world.memory(), base, EntityId.row(index), x[index]);
            Position.Y.set(world.memory(), base, EntityId.row(index), y[index]);
        }
    }
}
