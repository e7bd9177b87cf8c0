package io.tos.engine.client;

import static io.tos.engine.client.WorldView.Outcome.FORMER_WORLD;
import static io.tos.engine.client.WorldView.Outcome.LATER_WORLD;
import static io.tos.engine.client.WorldView.Outcome.MALFORMED;
import static io.tos.engine.client.WorldView.Outcome.TAKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.MissFrame;
import org.junit.jupiter.api.Test;

/** The rules of section 9.2 for clients, a rule a test. Alias 5 belongs to entity 77 unless said. */
final class WorldViewTest {
    private static final int EPOCH = 255;

    private final StatePool pool = new StatePool(16);
    private final WorldView view = new WorldView(pool);
    private final SnapshotBytes bytes = new SnapshotBytes();

    WorldViewTest() {
        view.enter(SnapshotBytes.enterWorld(EPOCH, 90));
    }

    private SnapshotBytes at(final int tick) {
        return bytes.begin(tick, EPOCH);
    }

    private void take(final SnapshotBytes snapshot) {
        assertEquals(TAKEN, snapshot.to(view));
    }

    private void assertShows(final int tick, final int state) {
        assertEquals(5, view.nextPresent(1));
        assertEquals(tick, view.tick(5));
        assertEquals(SnapshotBytes.place(state), view.place(5));
        assertEquals(SnapshotBytes.looks(state), view.looks(5));
    }

    @Test
    void shouldShowTheNewestStateWhenDeltasFollowAFull() {
        take(at(100).full(5, 77, 1));
        assertShows(100, 1);
        take(at(103).delta(5, 3, 1, 2));
        take(at(106).delta(5, 3, 2, 3).full(200, 78, 9));

        assertShows(106, 3);
        assertEquals(77, view.netId(5));
        assertEquals(200, view.nextPresent(6));
        assertEquals(-1, view.nextPresent(201));
        assertEquals(2, view.visibleCount());
        assertEquals(106, view.newestTick());
    }

    @Test
    void shouldTakeTheNewestStateAtOrBeforeTheTickWhenTheBaseIsBetweenStates() {
        take(at(100).full(5, 77, 1));
        take(at(110).delta(5, 10, 1, 2));
        take(at(120).delta(5, 11, 1, 3));

        assertShows(120, 3);
    }

    @Test
    void shouldKeepALateStateAsBaseAndTheNewerOneOnScreen() {
        take(at(100).full(5, 77, 1));
        take(at(106).delta(5, 6, 1, 3));
        take(at(103).delta(5, 3, 1, 2));
        assertShows(106, 3);
        take(at(109).delta(5, 5, 2, 4));

        assertShows(109, 4);
        assertEquals(0, pool.counts().baseMisses);
    }

    @Test
    void shouldKeepTheNewestStateOfBeforeTheLast64Ticks() {
        take(at(100).full(5, 77, 1));
        take(at(110).delta(5, 10, 1, 2));
        for (int tick = 111; tick < 174; tick++) {
            take(at(tick).delta(5, tick - 110, 2, tick));
        }

        assertShows(173, 173);
        take(at(174).delta(5, 63, 111, 9));
        assertShows(174, 9);
        assertEquals(0, pool.counts().baseMisses);
    }

    @Test
    void shouldDropSnapshotsOfFormerWorldsAndNotTakeThoseOfLaterOnes() {
        final WorldView fresh = new WorldView(pool);
        assertEquals(LATER_WORLD, bytes.begin(100, EPOCH).full(5, 77, 1).to(fresh));
        assertEquals(FORMER_WORLD, bytes.begin(100, EPOCH - 1).full(5, 77, 1).to(view));
        assertEquals(LATER_WORLD, bytes.begin(100, 0).full(5, 77, 1).to(view), "the epoch wraps");
        assertEquals(0, view.visibleCount());

        view.leave();
        assertEquals(FORMER_WORLD, at(100).full(5, 77, 1).to(view));
        assertEquals(LATER_WORLD, bytes.begin(100, 0).full(5, 77, 1).to(view));
        view.enter(SnapshotBytes.enterWorld(0, 10));
        assertEquals(TAKEN, bytes.begin(11, 0).full(5, 77, 1).to(view));
    }

    @Test
    void shouldFreeAllAliasesWhenAnotherWorldIsEntered() {
        take(at(100).full(5, 77, 1));
        take(at(101).delta(9, 1, 1, 2));
        assertEquals(9, view.nextMissing(1));

        view.enter(SnapshotBytes.enterWorld(0, 3));

        assertEquals(0, view.visibleCount());
        assertEquals(-1, view.nextMissing(1));
        assertEquals(0, pool.usedBytes());
    }

    @Test
    void shouldGiveTheAliasToANewOwnerOnlyWhenItsTickIsAboveAllOfTheFormer() {
        take(at(100).full(5, 77, 1));
        take(at(106).delta(5, 6, 1, 2));
        take(at(106).full(5, 88, 8));
        take(at(105).full(5, 88, 8));
        assertEquals(77, view.netId(5));
        take(at(107).full(5, 88, 8));
        assertEquals(88, view.netId(5));

        take(at(104).full(5, 77, 3));
        take(at(106).leave(5));
        take(at(107).delta(5, 1, 2, 4));
        assertEquals(88, view.netId(5));
        assertShows(107, 8);
        assertEquals(-1, view.nextMissing(1), "a delta at the owner's first tick was the former owner's");
    }

    @Test
    void shouldLeaveAndStayAwayWhenOlderRecordsComeLate() {
        take(at(100).full(5, 77, 1));
        take(at(110).leave(5));
        assertEquals(0, view.visibleCount());
        assertEquals(0, pool.usedBytes());

        take(at(105).delta(5, 5, 1, 2));
        take(at(100).full(5, 77, 1));
        assertEquals(0, view.visibleCount());
        assertEquals(-1, view.nextMissing(1));
        take(at(111).full(5, 77, 3));
        assertShows(111, 3);
    }

    @Test
    void shouldIgnoreALeaveWhenNewerStatesCameBeforeIt() {
        take(at(120).full(5, 77, 1));
        take(at(110).leave(5));

        assertShows(120, 1);
    }

    @Test
    void shouldIgnoreEveryDeltaWithoutBaseUntilAFullAboveThemComes() {
        take(at(100).full(5, 77, 1));
        take(at(103).delta(5, 4, 1, 2));
        assertEquals(5, view.nextMissing(1));
        assertEquals(MissFrame.CAUSE_BASE, view.missCause(5));
        take(at(106).delta(5, 6, 1, 3));
        take(at(105).full(5, 77, 4));
        assertShows(100, 1);
        assertEquals(5, view.nextMissing(1), "the server may build on the state of 106, which was ignored");

        take(at(107).full(5, 77, 5));
        assertShows(107, 5);
        assertEquals(-1, view.nextMissing(1));
        take(at(104).delta(5, 4, 1, 6));
        assertEquals(-1, view.nextMissing(1), "late ones of before the full change nothing");
        take(at(110).delta(5, 4, 3, 7));
        assertShows(107, 5);
        assertEquals(5, view.nextMissing(1), "states of before the full are no bases any more");
    }

    @Test
    void shouldAskForTheStateWhenADeltaComesForAnUnknownAlias() {
        take(at(100).delta(5, 1, 1, 2));

        assertEquals(5, view.nextMissing(1));
        assertEquals(0, view.visibleCount());
        take(at(101).leave(5));
        assertEquals(-1, view.nextMissing(1));
    }

    @Test
    void shouldCompareTheStateAtTheAgeNamedWhenAnIntegrityCheckComes() {
        take(at(100).full(5, 77, 1));
        take(at(103).delta(5, 3, 1, 2));
        take(at(106).integrity(5, 4, 77, 1));
        take(at(109).integrity(5, 6, 77, 2));
        assertEquals(2, pool.counts().integrityChecks);
        assertEquals(0, pool.counts().mismatches);
        take(at(112).integrity(5, 0, 77, 1));

        assertEquals(1, pool.counts().mismatches);
        assertEquals(5, view.nextMissing(1));
        assertEquals(MissFrame.CAUSE_HASH, view.missCause(5));
        take(at(112).full(5, 77, 1));
        assertEquals(5, view.nextMissing(1));
        take(at(113).full(5, 77, 1));
        assertEquals(-1, view.nextMissing(1));
    }

    @Test
    void shouldCountAMismatchWhenTheEntityOfACheckIsUnknown() {
        take(at(100).integrity(5, 0, 77, 1));

        assertEquals(1, pool.counts().mismatches);
        assertEquals(5, view.nextMissing(1));
    }

    @Test
    void shouldSkipACheckThatIsLateOrOfAnEntityWithoutBase() {
        take(at(100).full(5, 77, 1));
        take(at(110).leave(5));
        take(at(105).integrity(5, 0, 77, 1));
        take(at(111).delta(6, 1, 1, 2));
        take(at(112).integrity(6, 0, 78, 2));

        assertEquals(0, pool.counts().integrityChecks);
        assertEquals(2, pool.counts().integritySkipped);
        assertEquals(0, pool.counts().mismatches);
    }

    @Test
    void shouldCountAMismatchWhenADeltaCannotBeOfItsBase() {
        take(at(100).full(5, 77, 1));
        // Says that the state changed from 2 to 1, but the state here is 1 already.
        take(at(103).delta(5, 3, 2, 1));

        assertEquals(1, pool.counts().mismatches);
        assertEquals(MissFrame.CAUSE_HASH, view.missCause(5));
        assertShows(100, 1);
    }

    @Test
    void shouldRefuseWhenBytesAreMalformed() {
        at(100).full(5, 77, 1);

        assertEquals(MALFORMED, view.onSnapshot(bytes.memory, 0, bytes.writer.length() - 1));
        assertEquals(MALFORMED, view.onSnapshot(bytes.memory, 0, 5));
    }

    @Test
    void shouldGoOnWhenTicksWrap() {
        view.enter(SnapshotBytes.enterWorld(EPOCH, -2));
        take(at(-1).full(5, 77, 1));
        take(at(2).delta(5, 3, 1, 2));
        take(at(0).delta(5, 1, 1, 3));

        assertShows(2, 2);
    }

    @Test
    void shouldNotGrowWhenTheWorldIsNoLargerThanBefore() {
        take(at(100).full(5, 77, 0));
        for (int tick = 101; tick < 1_000; tick++) {
            take(at(tick).delta(5, 1, tick - 101, tick - 100));
        }

        assertTrue(pool.usedBytes() <= 2_048, "one run: " + pool.usedBytes());
        final long before = pool.lengthBytes();
        for (int tick = 1_000; tick < 3_000; tick++) {
            take(at(tick).delta(5, 1, tick - 101, tick - 100));
        }
        assertEquals(before, pool.lengthBytes());
        assertFalse(view.nextPresent(6) >= 0);
    }
}
