package io.tos.engine.edge.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.interest.Concealment;
import io.tos.engine.game.interest.Interest;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What viewers cost at worst: bytes, waiting, memory, however many stand around them and whatever they ask for. */
@Timeout(120)
final class ReplicatorLoadTest {
    private final Region region = Region.shared("counters", Counters.BLOCK_BYTES, 64);
    private final Counters counters = new Counters(region.memory(), 0);
    private final Field field = new Field(40_000, 1_200);
    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 4));
    private final List<Long> bodies = new ArrayList<>();
    private final Replicator replicator =
            new Replicator(field.world, field.grid, new ReplicationConfig(64, 16_384, Concealment.NONE), counters);
    private long tick;

    @AfterEach
    void close() {
        replicator.close();
        field.close();
        region.close();
    }

    @Test
    void shouldKeepToTheRateAndStarveNobodyWhenAThousandStandInOneSquare() {
        final int viewers = 24;
        final QuietRoad road = new QuietRoad(viewers, 50);
        crowd(1_000, 3_200);
        for (int viewer = 0; viewer < viewers; viewer++) {
            assertEquals(viewer, replicator.join(viewer, bodies.get(viewer), 1, viewer % 4 == 0 ? 60 : 20));
        }
        // A third has a slow path.
        for (int viewer = 0; viewer < viewers; viewer += 3) {
            replicator.onPath(viewer, 8_192);
        }
        for (int second = 0; second < 6; second++) {
            Arrays.fill(road.bytesOf, 0);
            run(road, 60);
            for (int viewer = 0; viewer < viewers; viewer++) {
                assertTrue(road.bytesOf[viewer] <= (viewer % 3 == 0 ? 8_192 : 16_384), "bytes " + road.bytesOf[viewer]);
            }
        }
        assertEquals((long) viewers * Interest.VISIBLE_MAX, replicator.visiblePairs());
        assertTrue(road.longestPart <= 1_100, "longest part " + road.longestPart);
        assertTrue(
                replicator.staleness().maximum() <= 60,
                "waited " + replicator.staleness().maximum() + " ticks");
        assertTrue(counters.value(Counter.RECORDS_DEFERRED) > 1_000, "there was not room for all");
        assertEquals(0, counters.value(Counter.ALIAS_STARVED));
        assertTrue(counters.value(Counter.ENTERS_CAPPED) > 0);
    }

    @Test
    void shouldTellFarEntitiesLessOftenAndStillOnesOnlyWhenTheyChange() {
        final long viewer = field.spawn(Kind.PLAYER, 20_000, 20_000);
        final int[] metres = {10, 40, 90};
        for (final int distance : metres) {
            bodies.add(field.spawn(Kind.CREATURE, 20_000 + 100 * distance, 20_000));
        }
        final long still = field.spawn(Kind.CREATURE, 20_500, 20_500);
        final ModelClient client = new ModelClient();
        replicator.join(0, viewer, 1, 20);
        final Road road = new Road(replicator, 1, random);
        final int[] before = new int[4];
        for (int count = 0; count < 480; count++) {
            tick++;
            road.step(tick, client);
            for (int index = 0; index < metres.length; index++) {
                field.place(bodies.get(index), 20_000 + 100 * metres[index] + (int) (tick & 15), 20_000);
            }
            if (tick == 300) {
                field.hurt(still, 50);
            }
            if (tick == 120) {
                for (int index = 0; index < before.length; index++) {
                    before[index] = told(client, index < 3 ? bodies.get(index) : still);
                }
            }
            field.tick(tick);
            replicator.emit(tick, road);
        }
        for (int index = 0; index < metres.length; index++) {
            final int times = told(client, bodies.get(index)) - before[index];
            final int expected = new int[] {120, 60, 30}[index];
            assertTrue(Math.abs(times - expected) <= 3, metres[index] + " m: " + times + " in six seconds");
        }
        final int stillTimes = told(client, still) - before[3];
        assertTrue(stillTimes >= 1 && stillTimes <= 2, "still: " + stillTimes);
    }

    @Test
    void shouldLimitFullStatesWhenAClientAsksForThemAllTheTime() {
        final QuietRoad road = new QuietRoad(2, 0);
        crowd(120, 10_000);
        replicator.join(0, bodies.get(0), 1, 20);
        replicator.join(1, bodies.get(1), 1, 20);
        run(road, 240);
        final long fullBefore = counters.value(Counter.RECORDS_FULL);
        final long bytesBefore = road.bytesOf[0];
        for (int second = 1; second <= 3; second++) {
            for (int count = 0; count < 60; count++) {
                for (int alias = 0; alias < 256; alias++) {
                    replicator.onMiss(0, MissFrame.CAUSE_BASE, alias);
                }
                run(road, 1);
            }
        }
        final long full = counters.value(Counter.RECORDS_FULL) - fullBefore;
        // A state is repeated until it is acked, 4 ticks later and a part on: three times at the most.
        assertTrue(full <= 4 * Replicator.MISSES_PER_SECOND * 3, "full states: " + full);
        assertTrue(full >= 3 * Replicator.MISSES_PER_SECOND - 20, "full states: " + full);
        assertEquals(3 * 60 * 256, counters.value(Counter.BASE_MISSES));
        assertTrue(counters.value(Counter.BASE_MISSES_LIMITED) > 10_000);
        assertTrue(road.bytesOf[0] - bytesBefore <= 3 * 16_384);
    }

    @Test
    void shouldAllocateNothingAndSayWhenThereIsNoRoom() {
        final QuietRoad road = new QuietRoad(64, 20);
        crowd(600, 30_000);
        for (int viewer = 0; viewer < 64; viewer++) {
            replicator.join(viewer, bodies.get(viewer), 1, 20);
        }
        assertEquals(-1, replicator.join(64, bodies.get(64), 1, 20));
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int count = 0; count < 480; count++) {
            tick++;
            bodies.forEach(body -> field.steer(body, random));
            field.tick(tick);
            final long before = threads.getCurrentThreadAllocatedBytes();
            road.step(replicator, tick);
            replicator.onMiss(3, MissFrame.CAUSE_HASH, 1 + count % 40);
            replicator.onPath(5, count % 2 == 0 ? 4_096 : 16_384);
            replicator.emit(tick, road);
            allocated += count < 360 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "allocated bytes");
        final long sent = counters.value(Counter.SNAPSHOTS_OUT);
        road.full = true;
        run(road, 30);
        assertEquals(sent, counters.value(Counter.SNAPSHOTS_OUT));
        assertTrue(counters.value(Counter.SNAPSHOTS_NO_ROOM) >= 600);
        for (int viewer = 0; viewer < 64; viewer++) {
            replicator.leave(viewer);
        }
        assertEquals(0, replicator.visiblePairs());
        assertEquals(0, replicator.join(7, bodies.get(7), 2, 60));
    }

    private void crowd(final int count, final int widthCm) {
        for (int index = 0; index < count; index++) {
            bodies.add(field.spawn(Kind.PLAYER, 10_000 + random.nextInt(widthCm), 10_000 + random.nextInt(widthCm)));
        }
    }

    private void run(final QuietRoad road, final int ticks) {
        for (int count = 0; count < ticks; count++) {
            tick++;
            for (final long body : bodies) {
                if (random.nextInt(30) == 0) {
                    field.steer(body, random);
                }
            }
            field.tick(tick);
            road.step(replicator, tick);
            replicator.emit(tick, road);
        }
    }

    private int told(final ModelClient client, final long body) {
        return client.aliases.values().stream()
                .filter(seen -> seen.netId == field.netId(body))
                .mapToInt(seen -> seen.states.size())
                .sum();
    }
}
