package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * A view against {@link ModelServer} over a bad line: whatever comes late, out of order or not at all, no state is ever
 * shown that the server did not have at that tick, and once the line is good all is as at the server.
 */
final class WorldViewFuzzTest {
    private static final int ROUNDS = 20;
    private static final int BAD_TICKS = 3_000;
    private static final int CLEAN_TICKS = 240;

    private final StatePool pool = new StatePool(64);
    private final WorldView view = new WorldView(pool);

    @Test
    void shouldNeverShowAWrongStateWhenTheLineLosesAndReorders() {
        final long seed = Long.getLong("fuzz.seed", 4_711L);
        System.out.println("WorldViewFuzzTest seed " + seed);
        final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < ROUNDS; round++) {
            view.reset();
            view.enter(SnapshotBytes.enterWorld(ModelServer.EPOCH, 100));
            final ModelServer server = new ModelServer(random);
            for (int step = 0; step < BAD_TICKS; step++) {
                server.step(view);
                assertTrueStates(server, "round " + round + ", seed " + seed);
            }
            server.isClean = true;
            for (int step = 0; step < CLEAN_TICKS; step++) {
                server.step(view);
                assertTrueStates(server, "round " + round + ", seed " + seed);
            }
            assertSame(server);
        }
        System.out.println(pool.counts().baseMisses + " base misses, " + pool.counts().lateRecords + " late records, "
                + pool.counts().integrityChecks + " checks");
        assertEquals(0, pool.counts().mismatches);
        assertTrue(pool.counts().baseMisses > 0 && pool.counts().lateRecords > 0, "the line was bad enough");
        assertTrue(pool.counts().integrityChecks > ROUNDS * 100L);
    }

    private void assertTrueStates(final ModelServer server, final String where) {
        for (int alias = view.nextPresent(0); alias >= 0; alias = view.nextPresent(alias + 1)) {
            final int state = server.stateAt(view.netId(alias), view.tick(alias));
            assertEquals(SnapshotBytes.place(state), view.place(alias), where);
            assertEquals(SnapshotBytes.looks(state), view.looks(alias), where);
        }
    }

    private void assertSame(final ModelServer server) {
        for (int alias = 1; alias < server.holders.length; alias++) {
            final int entity = server.holders[alias].entity;
            assertEquals(entity >= 0, view.nextPresent(alias) == alias, "alias " + alias);
            if (entity >= 0) {
                assertEquals(entity, view.netId(alias));
                assertTrue(server.tick - view.tick(alias) <= 6, "fresh");
            }
        }
    }
}
