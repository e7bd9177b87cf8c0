package io.tos.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Region;
import io.tos.engine.store.StoreException.Kind;
import io.tos.engine.telemetry.Counter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tick hands over comes back, whatever the disk does in between. */
final class StoreAgentTest {
    @TempDir
    private Path data;

    @Test
    void shouldComeBackEqualWhenACharacterIsSavedAndLoadedByTheNextRun() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE);
            assertEquals(0, rig.position.key.version, "nothing is kept of a new character");
            rig.moveTo(-77);
            rig.vitals.key.version = 1;
            rig.vitals.health = 42;
            assertTrue(rig.desk.save(rig.vitals) && rig.write(5, 1, "skills") && rig.write(6, 1, "quests"));
            rig.step();
        }
        try (StoreRig next = new StoreRig(data)) {
            next.load(StoreRig.ALICE);
            assertEquals(2, next.epoch);
            assertEquals(List.of(1L, -77L, 40_000L), List.of(next.position.key.version, (long) next.position.x, (long)
                    next.position.yaw));
            assertEquals(42, next.vitals.health);
            assertEquals(2, next.documents);
            assertArrayEquals("quests".getBytes(StandardCharsets.UTF_8), next.firstDocument);
        }
    }

    @Test
    void shouldWriteNothingWhenTheVersionOrTheOwnerIsAnOldOne() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(1);
            rig.step();
            rig.position.key.version = 0;
            rig.moveTo(2);
            rig.step();
            rig.position.key.version = 6;
            rig.moveTo(3);
            rig.step();
            assertEquals(2, rig.count(Counter.STORE_ROWS_STALE), "a repeated and a skipped version");
            final long oldEpoch = rig.epoch;
            rig.load(StoreRig.ALICE);
            rig.position.key.epoch = oldEpoch;
            rig.moveTo(4);
            rig.step();
            assertEquals(3, rig.count(Counter.STORE_ROWS_STALE), "somebody else loaded the character");
            assertEquals(1, rig.number("SELECT x FROM position"));
        }
    }

    @Test
    void shouldSeeItsLastRowsWhenACharacterIsLoadedInTheSameCycleItIsSaved() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(11);
            rig.desk.left(rig.position.key);
            rig.load(StoreRig.ALICE);
            assertEquals(11, rig.position.x);
            assertEquals(2, rig.epoch);
        }
    }

    @Test
    void shouldTellNobodyThatAnEventIsDurableWhenTheDiskHasNotSaidSo() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE);
            assertEquals(1, rig.append("first"));
            rig.store.failCommits(Kind.IO);
            rig.step();
            assertEquals(0, rig.count(Counter.JOURNAL_DURABLE));
            assertEquals(0, rig.number("SELECT count(*) FROM journal"));
            rig.store.failCommits(null);
            rig.stepStore();
            assertEquals(1, rig.count(Counter.JOURNAL_DURABLE));
            assertEquals(1, rig.number("SELECT sequence FROM journal"));
            assertEquals(2, rig.append("second"));
        }
    }

    @Test
    void shouldKeepEverythingAndSayOneLineWhenTheDiskIsFullForAWhile() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(1);
            rig.store.failCommits(Kind.FULL);
            rig.step();
            rig.moveTo(2);
            rig.step().stepStore();
            assertEquals(3, rig.count(Counter.STORE_FAILURES));
            assertEquals(1, rig.count(Counter.STORE_DEGRADED));
            assertEquals(2, rig.count(Counter.STORE_ROWS_HELD));
            assertEquals(1, rig.notices.size());
            assertTrue(rig.notices.getFirst().contains("no space left"), rig.notices.getFirst());
            rig.store.failCommits(null);
            rig.stepStore();
            assertEquals(0, rig.count(Counter.STORE_DEGRADED));
            assertEquals(2, rig.number("SELECT x FROM position"));
            assertEquals(2, rig.notices.size());
        }
    }

    @Test
    void shouldRefuseCharactersWhenNothingCanBeSaved() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(1);
            rig.store.failCommits(Kind.IO);
            rig.load(StoreRig.ALICE);
            assertEquals(List.of(LoadFailure.UNAVAILABLE), rig.failures);
            rig.store.failCommits(null);
            rig.load(StoreRig.ALICE);
            assertEquals(1, rig.position.x);
        }
    }

    @Test
    void shouldRefuseTheCharacterWhenTheCommitOfItsLoadingFails() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.store.failCommits(Kind.IO);
            rig.load(StoreRig.ALICE);
            assertEquals(List.of(), rig.loadedIds);
            assertEquals(List.of(LoadFailure.UNAVAILABLE), rig.failures);
            rig.store.failCommits(null);
            rig.load(StoreRig.ALICE);
            assertEquals(1, rig.epoch, "the loading that failed did not happen");
        }
    }

    @Test
    void shouldRefuseTheCharacterWhenItIsAnotherAccounts() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE);
            rig.ask(StoreRig.ALICE + 1, StoreRig.ALICE);
            rig.step();
            assertEquals(List.of(LoadFailure.OTHER_ACCOUNT), rig.failures);
            assertEquals(1, rig.number("SELECT owner_epoch FROM character"));
        }
    }

    @Test
    void shouldLeaveRowsDirtyAndRefuseActionsWhenTheRoadsAreFull() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE);
            final String long8k = "x".repeat(DocumentRow.BYTES_MAX);
            int rows = 0;
            while (rig.write(1, rows + 1, long8k)) {
                rows++;
            }
            int events = 0;
            while (rig.append(long8k.substring(0, JournalEvent.BYTES_MAX)) != 0) {
                events++;
            }
            assertTrue(rows > 300 && events > 1_500, rows + " rows, " + events + " events");
            assertEquals(1, rig.count(Counter.SAVES_NO_SLAB));
            assertEquals(1, rig.count(Counter.JOURNAL_BUSY));
            rig.step();
            assertTrue(rig.moveTo(-5), "room again");
            assertEquals(events + 1, rig.append("one more"), "a refused event takes no sequence");
            rig.step();
            assertEquals(-5, rig.number("SELECT x FROM position"));
            assertEquals(events + 1, rig.number("SELECT max(sequence) FROM journal"));
            assertEquals(0, rig.count(Counter.STORE_ROWS_STALE));
        }
    }

    @Test
    void shouldStopGrowingAndGoOnWhenTheDatabaseReachesItsLength() {
        try (StoreRig rig = new StoreRig(data, new StoreConfig(20, 4_000, 16))) {
            rig.load(StoreRig.ALICE);
            final String kilobyte = "x".repeat(1_000);
            while (rig.count(Counter.STORE_DEGRADED) == 0) {
                for (int event = 0; event < 1_000; event++) {
                    rig.append(kilobyte);
                }
                rig.step();
            }
            assertTrue(rig.notices.getFirst().contains("no space left"), rig.notices.getFirst());
            assertTrue(rig.count(Counter.JOURNAL_DURABLE) > 5_000);
            assertEquals(rig.count(Counter.JOURNAL_DURABLE), rig.number("SELECT max(sequence) FROM journal"));
        }
    }

    @Test
    void shouldStampForwardWhenTheClockStepsBack() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(1);
            rig.step();
            final long stamped = rig.number("SELECT saved_ms FROM position");
            rig.wallMs -= 3_600_000;
            rig.moveTo(2);
            rig.step();
            assertEquals(stamped, rig.number("SELECT saved_ms FROM position"));
            assertEquals(1, rig.count(Counter.STORE_CLOCK_BACK));
        }
    }

    @Test
    void shouldWriteWhatIsOnTheRoadsWhenItIsStopped() {
        try (StoreRig rig = new StoreRig(data)) {
            rig.load(StoreRig.ALICE).moveTo(9);
            rig.append("last");
            rig.desk.publish();
        }
        try (StoreRig next = new StoreRig(data)) {
            assertEquals(9, next.number("SELECT x FROM position"));
            assertEquals(1, next.number("SELECT count(*) FROM journal"));
            assertEquals(1, next.number("SELECT stopped_ms IS NOT NULL FROM run WHERE epoch = 1"));
            assertEquals(2, next.load(StoreRig.ALICE).append("next run"), "the journal goes on where it ended");
        }
    }

    @Test
    void shouldGiveItsMemoryBackWhenItIsClosed() {
        final long before = Region.openBytes();
        try (StoreRig rig = new StoreRig(data)) {
            assertFalse(rig.load(StoreRig.ALICE).loadedIds.isEmpty());
        }
        assertEquals(before, Region.openBytes());
    }
}
