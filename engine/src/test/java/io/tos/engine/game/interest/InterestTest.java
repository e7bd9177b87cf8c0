package io.tos.engine.game.interest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.content.Area;
import io.tos.engine.ecs.Bundle;
import io.tos.engine.ecs.EntityId;
import io.tos.engine.ecs.World;
import io.tos.engine.ecs.WorldConfig;
import io.tos.engine.game.GameComponents;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.place.Grid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sets of all viewers against looking at everybody with the same rules; and what crowds and borders cost. */
final class InterestTest {
    private static final int WALKERS = 2_000;
    private static final int WIDTH_CM = 150_000;
    private static final int INTERVAL_TICKS = 3;
    private static final Bundle SEEN = Bundle.of(Identity.ON, Position.ON);

    private final World world = World.create(GameComponents.GAME, new WorldConfig("sight", WALKERS + 600, 1, 0));
    private final Grid grid = new Grid(new Area(0, 0, WIDTH_CM, WIDTH_CM), WALKERS + 600);
    private final Interest interest =
            new Interest(world, grid, WALKERS, (viewer, entity) -> isHidden(viewer, entity, this.hour));
    private final int[] x = new int[WALKERS];
    private final int[] y = new int[WALKERS];
    private final int[] stepX = new int[WALKERS];
    private final int[] stepY = new int[WALKERS];
    private final long[] ids = new long[WALKERS];
    private final List<Oracle> oracles = new ArrayList<>();
    private int netId;
    private long hour = -1;

    @AfterEach
    void close() {
        interest.close();
        grid.close();
        world.close();
    }

    @Test
    void shouldSeeWhatLookingAtEverybodySees() {
        walk(120);
    }

    @Test
    @Tag("long")
    void shouldSeeWhatLookingAtEverybodySeesFor10000Ticks() {
        walk(10_000);
    }

    @Test
    void shouldLookAtMostEveryThirdTickWhenWalkingAroundACornerOfSquares() {
        final long dancer = spawn(Kind.PLAYER);
        interest.open(0, dancer);
        int looks = 0;
        for (int tick = 1; tick <= 600; tick++) {
            final int corner = 64 << 16;
            put(dancer, corner - (tick & 1), corner - (tick >> 1 & 1));
            grid.update(world);
            interest.begin();
            if (interest.isDue(0, tick)) {
                interest.look(0, tick);
                looks++;
            }
        }
        assertTrue(looks <= 600 / Interest.APART_TICKS + 600 / Interest.PERIOD_TICKS, "looks: " + looks);
    }

    @Test
    void shouldLetTwentyInAtALookAndKeepTheNearestWhenACrowdIsThere() {
        final long viewer = spawn(Kind.PLAYER);
        put(viewer, Fixed.cm(50_000), Fixed.cm(50_000));
        final List<Long> crowd = new ArrayList<>();
        for (int index = 0; index < 500; index++) {
            crowd.add(spawn(Kind.PLAYER));
            put(crowd.get(index), Fixed.cm(50_000 + 20 * (index + 1)), Fixed.cm(50_000));
        }
        interest.open(0, viewer);
        int before = 0;
        for (int tick = 3; tick <= 600; tick += INTERVAL_TICKS) {
            grid.update(world);
            interest.begin();
            if (interest.isDue(0, tick)) {
                interest.look(0, tick);
                releaseAll(0);
                final int count = interest.sights().count(0);
                assertTrue(count - before <= Interest.ENTERS_MAX && count <= Interest.VISIBLE_MAX, "count " + count);
                before = count;
            }
        }
        assertEquals(0, interest.starved());
        for (int index = 0; index < 500; index++) {
            assertEquals(index < Interest.VISIBLE_MAX, seen(0).contains(EntityId.index(crowd.get(index))), "" + index);
        }
        // Those far away come near, those near go away: in a while the set follows, slowly enough for aliases.
        for (int index = 0; index < 500; index++) {
            put(crowd.get(index), Fixed.cm(50_000 + 20 * (501 - index)), Fixed.cm(50_000));
        }
        int swapped = 0;
        for (int tick = 603; tick <= 12_000; tick += INTERVAL_TICKS) {
            grid.update(world);
            interest.begin();
            if (interest.isDue(0, tick)) {
                interest.look(0, tick);
                swapped += Long.bitCount(
                        interest.sights().came(0, 0) | interest.sights().came(0, 1));
                releaseAll(0);
            }
        }
        assertTrue(swapped > 100, "swapped " + swapped);
        assertTrue(seen(0).contains(EntityId.index(crowd.get(499))), "the nearest is seen");
        assertEquals(Interest.VISIBLE_MAX, interest.sights().count(0));
    }

    private void walk(final int ticks) {
        final long seed = Long.getLong("seed", 99);
        System.out.println("InterestTest: -Dseed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int index = 0; index < WALKERS; index++) {
            ids[index] = spawn(sortOf(index));
            x[index] = random.nextInt(Fixed.cm(WIDTH_CM));
            y[index] = random.nextInt(Fixed.cm(WIDTH_CM));
            interest.open(index, ids[index]);
            oracles.add(new Oracle(index));
        }
        int changes = 0;
        for (int tick = 1; tick <= ticks; tick++) {
            hour = tick >> 6;
            move(random, tick);
            grid.update(world);
            interest.begin();
            for (int viewer = tick % INTERVAL_TICKS; viewer < WALKERS; viewer += INTERVAL_TICKS) {
                final Oracle oracle = oracles.get(viewer);
                final boolean due = oracle.isDue(tick);
                assertEquals(due, interest.isDue(viewer, tick), "viewer " + viewer + " tick " + tick);
                if (due) {
                    interest.look(viewer, tick);
                    oracle.look(tick);
                    changes += Long.bitCount(interest.sights().came(viewer, 0));
                    assertEquals(oracle.seen.keySet(), seen(viewer), "viewer " + viewer + " tick " + tick);
                    releaseAll(viewer);
                }
            }
        }
        assertTrue(changes > 25 * WALKERS, "entered: " + changes);
        assertEquals(0, interest.starved());
    }

    private void move(final SplittableRandom random, final int tick) {
        for (int index = 0; index < WALKERS; index++) {
            if (random.nextInt(100) == 0) {
                stepX[index] = random.nextInt(-40_000, 40_001);
                stepY[index] = random.nextInt(-40_000, 40_001);
            }
            x[index] = Math.clamp(x[index] + stepX[index], 0, Fixed.cm(WIDTH_CM) - 1);
            y[index] = Math.clamp(y[index] + stepY[index], 0, Fixed.cm(WIDTH_CM) - 1);
            put(ids[index], x[index], y[index]);
        }
        if (tick % 5 == 0) {
            // Somebody dies and another one is born in the same row; viewers are the first half and live on.
            final int victim = random.nextInt(WALKERS / 2, WALKERS);
            world.despawn(ids[victim]);
            ids[victim] = spawn(sortOf(victim));
            interest.open(victim, ids[victim]);
            oracles.set(victim, new Oracle(victim));
            put(ids[victim], x[victim], y[victim]);
        }
    }

    private long spawn(final int sort) {
        final long entity = world.spawn(SEEN);
        Identity.NET_ID.set(world.memory(), world.baseOf(entity), EntityId.row(entity), ++netId);
        Identity.KIND.set(world.memory(), world.baseOf(entity), EntityId.row(entity), (short) Kind.of(sort, 1));
        return entity;
    }

    private void put(final long entity, final int atX, final int atY) {
        Position.X.set(world.memory(), world.baseOf(entity), EntityId.row(entity), atX);
        Position.Y.set(world.memory(), world.baseOf(entity), EntityId.row(entity), atY);
    }

    private void releaseAll(final int viewer) {
        for (int word = 0; word < SlotSet.WORDS; word++) {
            for (long waiting = interest.sights().waiting(viewer, word); waiting != 0; waiting &= waiting - 1) {
                interest.sights().release(viewer, SlotSet.slot(word, waiting));
            }
        }
    }

    private Set<Integer> seen(final int viewer) {
        final TreeSet<Integer> seen = new TreeSet<>();
        for (int word = 0; word < SlotSet.WORDS; word++) {
            for (long slots = interest.sights().visible(viewer, word); slots != 0; slots &= slots - 1) {
                assertTrue(seen.add(interest.sights().entity(viewer, SlotSet.slot(word, slots))));
            }
        }
        assertEquals(seen.size(), interest.sights().count(viewer));
        return seen;
    }

    private static int sortOf(final int index) {
        return index % 50 == 0 ? Kind.BOSS : index % 10 == 1 ? Kind.ITEM : index % 3 == 0 ? Kind.CREATURE : Kind.PLAYER;
    }

    private static boolean isHidden(final int viewer, final int entity, final long hour) {
        return hour >= 0 && (viewer * 31 + entity * 17 + hour) % 40 == 0;
    }

    /** One viewer by the rules of the class comment, with distances in metres as the rules are written. */
    private final class Oracle {
        final TreeMap<Integer, Entry> seen = new TreeMap<>();
        private final int own;
        private long looked = -1;
        private boolean more;
        private long square;

        Oracle(final int own) {
            this.own = own;
        }

        boolean isDue(final long tick) {
            if (looked < 0 || (tick + 12L * WALKERS - own) % 12 == 0) {
                return true;
            }
            return tick - looked >= 3 && (more || square != squareNow());
        }

        void look(final long tick) {
            looked = tick;
            square = squareNow();
            final int me = EntityId.index(ids[own]);
            seen.entrySet().removeIf(entry -> {
                final int walker = entry.getValue().walker;
                return ids[walker] != entry.getValue().id
                        || isHidden(me, entry.getKey(), hour)
                        || (tick - entry.getValue().since >= 30
                                && distance(walker) > square(rangeOf(walker) * 11L / 10));
            });
            final List<Integer> coming = new ArrayList<>();
            for (int walker = 0; walker < WALKERS; walker++) {
                final int index = EntityId.index(ids[walker]);
                if (walker != own
                        && !seen.containsKey(index)
                        && distance(walker) <= square(rangeOf(walker))
                        && !isHidden(me, index, hour)) {
                    coming.add(walker);
                }
            }
            coming.sort(Comparator.<Integer>comparingLong(walker -> distance(walker) / (square(rangeOf(walker)) >>> 20))
                    .thenComparingInt(walker -> EntityId.index(ids[walker])));
            for (final int walker : coming.subList(0, Math.min(20, coming.size()))) {
                seen.put(EntityId.index(ids[walker]), new Entry(walker, ids[walker], tick));
            }
            more = coming.size() > 20;
        }

        private long squareNow() {
            return (long) Math.floorDiv(x[own], 32 << 16) << 32 | Math.floorDiv(y[own], 32 << 16);
        }

        private long distance(final int walker) {
            return square((long) x[walker] - x[own]) + square((long) y[walker] - y[own]);
        }

        private long rangeOf(final int walker) {
            return switch (sortOf(walker)) {
                case Kind.BOSS -> 200L << 16;
                case Kind.ITEM -> 40L << 16;
                case Kind.CREATURE -> 100L << 16;
                default -> 120L << 16;
            };
        }

        private static long square(final long length) {
            return length * length;
        }
    }

    /** Somebody in sight. */
    private record Entry(int walker, long id, long since) {}
}
