package io.tos.engine.edge.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.EntityId;
import io.tos.engine.game.core.Kind;
import io.tos.engine.game.interest.Concealment;
import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers against plain clients over a bad road: what a client shows is what the server has, bit for bit. */
@Timeout(120)
final class ReplicatorTest {
    private static final int VIEWERS = 24;

    private final Region region = Region.shared("counters", Counters.BLOCK_BYTES, 64);
    private final Counters counters = new Counters(region.memory(), 0);
    private final Field field = new Field(40_000, 400);
    private final Replicator replicator =
            new Replicator(field.world, field.grid, new ReplicationConfig(VIEWERS, 16_384, Concealment.NONE), counters);
    private final List<Long> bodies = new ArrayList<>();
    private final ModelClient[] clients = new ModelClient[VIEWERS];
    private long tick;

    @AfterEach
    void close() {
        replicator.close();
        field.close();
        region.close();
    }

    @Test
    void shouldShowWhatTheServerHasAfterLossReorderingAndDuplicates() {
        final long seed = Long.getLong("seed", 815);
        System.out.println("ReplicatorTest: -Dseed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Road road = new Road(replicator, VIEWERS, random);
        populate(random, 200);
        for (int round = 0; round < 4; round++) {
            road.lossPercent = 20;
            road.spreadTicks = 9;
            run(road, random, 240, true);
            road.lossPercent = 0;
            road.spreadTicks = 0;
            // Everybody halts; the clean second lets everything be told and acked.
            run(road, random, 90, false);
            for (int viewer = 0; viewer < VIEWERS; viewer++) {
                assertSame(viewer);
            }
        }
        int checks = 0;
        for (final ModelClient client : clients) {
            assertEquals(0, client.mismatches);
            checks += client.checks;
        }
        assertTrue(checks > VIEWERS, "integrity checks: " + checks);
        assertEquals(0, counters.value(Counter.ALIAS_STARVED));
        assertTrue(counters.value(Counter.RECORDS_DELTA) > 10 * counters.value(Counter.RECORDS_FULL));
        assertTrue(counters.value(Counter.ENTITIES_LOST) > 100);
        assertTrue(road.maxPartBytes <= 1100);
    }

    private void populate(final SplittableRandom random, final int creatures) {
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            final long avatar = field.spawn(Kind.PLAYER, random);
            bodies.add(avatar);
            final int[] rates = {20, 20, 60, 30, 10};
            assertEquals(viewer, replicator.join(viewer, avatar, 1, rates[viewer % rates.length]));
            clients[viewer] = new ModelClient();
        }
        for (int creature = 0; creature < creatures; creature++) {
            bodies.add(field.spawn(Kind.CREATURE, random));
        }
    }

    private void run(final Road road, final SplittableRandom random, final int ticks, final boolean walking) {
        for (int count = 0; count < ticks; count++) {
            tick++;
            road.step(tick, clients);
            for (int index = 0; index < bodies.size(); index++) {
                if (walking && random.nextInt(40) == 0) {
                    field.steer(bodies.get(index), random);
                } else if (!walking && count == 0) {
                    field.stop(bodies.get(index));
                }
            }
            if (walking && random.nextInt(8) == 0) {
                // One dies and another one is born in its row.
                final int victim = random.nextInt(VIEWERS, bodies.size());
                field.world.despawn(bodies.get(victim));
                bodies.set(victim, field.spawn(Kind.CREATURE, random));
                field.hurt(bodies.get(random.nextInt(bodies.size())), random.nextInt(1, 100));
                field.place(bodies.get(random.nextInt(VIEWERS, bodies.size())), random.nextInt(40_000), 100);
            }
            field.tick(tick);
            replicator.emit(tick, road);
        }
    }

    /** What the viewer's client shows is what is in the viewer's sights, with the present states. */
    private void assertSame(final int viewer) {
        final TreeMap<Integer, ModelClient.State> expected = new TreeMap<>();
        for (final long body : bodies) {
            if (replicator.sees(viewer, EntityId.index(body))) {
                expected.put(
                        field.netId(body),
                        new ModelClient.State(
                                Appearance.place(field.world.memory(), field.world.baseOf(body), EntityId.row(body)),
                                Appearance.looks(
                                        field.world.memory(), field.world.baseOf(body), EntityId.row(body), 0)));
            }
        }
        final TreeMap<Integer, ModelClient.State> shown = new TreeMap<>();
        clients[viewer].aliases.values().forEach(seen -> shown.put(seen.netId, seen.newest()));
        assertEquals(expected, shown, "viewer " + viewer + " at tick " + tick);
        assertTrue(expected.size() > 3);
    }
}
