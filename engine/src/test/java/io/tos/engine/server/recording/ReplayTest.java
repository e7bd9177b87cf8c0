package io.tos.engine.server.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.edge.MapInstance;
import io.tos.engine.edge.WorldsRig;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.telemetry.Counter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded runs again the same; what differs is named. */
final class ReplayTest {
    private static final int TICKS = 400;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldReproduceEveryHashWhenPlayersCameMovedTravelledAndLeft() throws IOException {
        final long seed = Long.getLong("seed", 20_261_122L);
        System.out.println("ReplayTest seed " + seed);
        assertTrue(record(seed, true).count(Counter.PORTALS_TAKEN) >= 4);

        for (final String name : List.of("starter_town", "hollow_road")) {
            try (Replay replay = new Replay(read(name), WorldsRig.CONTENT)) {
                assertTrue(replay.run(), replay.difference());
                assertEquals(TICKS, replay.ticks());
                assertTrue(replay.records() > 300, name + " " + replay.records());
                assertEquals("stopped", replay.end());
            }
        }
    }

    @Test
    void shouldNameTheTickWhenInputsWereOthers() throws IOException {
        record(1, true);
        final MemorySegment file = read("hollow_road");
        final RecordingBlocks blocks = new RecordingBlocks(file);
        assertTrue(blocks.next(), "ticks 1 to 60");
        assertTrue(blocks.next(), "ticks 61 to 120");
        changeInputs(file, blocks);

        try (Replay replay = new Replay(file, WorldsRig.CONTENT)) {
            assertFalse(replay.run());
            assertTrue(replay.difference().startsWith("tick " + replay.tick() + ": hash "), replay.difference());
            assertTrue(replay.tick() > 60 && replay.tick() <= 120, replay.difference());
        }
    }

    @Test
    void shouldReplayWhatIsWholeWhenTheFileWasCutOrDamaged() throws IOException {
        record(1, true);
        final MemorySegment whole = read("hollow_road");
        try (Replay replay = new Replay(whole.asSlice(0, whole.byteSize() / 2), WorldsRig.CONTENT)) {
            assertTrue(replay.run());
            assertTrue(replay.ticks() > 0 && replay.ticks() < TICKS && replay.ticks() % 60 == 0);
            assertEquals("cut off", replay.end());
        }
        LittleEndian.put8(whole, 100, 'X');
        final RecordingException damaged =
                assertThrows(RecordingException.class, () -> new Replay(whole, WorldsRig.CONTENT));
        assertEquals("the header is damaged", damaged.getMessage());
    }

    @Test
    void shouldEndTheRecordingAndNotTheGameWhenTheDiskIsTooSlow() throws IOException {
        final WorldsRig rig = record(1, false);

        assertEquals(1, rig.count(Counter.RECORDINGS_BROKEN_OFF));
        try (Replay replay = new Replay(read("hollow_road"), WorldsRig.CONTENT)) {
            assertTrue(replay.run(), replay.difference());
            assertTrue(replay.ticks() > 0 && replay.ticks() < rig.tick);
            assertEquals("broken off: the disk was too slow or full", replay.end());
        }
    }

    /** A disk that is not quick enough writes nothing before the end; then many players play until the road is full. */
    private WorldsRig record(final long seed, final boolean quickDisk) {
        final SplittableRandom random = new SplittableRandom(seed);
        final WorldsRig rig = new WorldsRig(seed, "hollow_road", "starter_town");
        try (Recording recording = new Recording(directory, List.of(map(rig, 0), map(rig, 1)), 60, 0, rig.counters)) {
            final int players = quickDisk ? 12 : 200;
            while (rig.tick < TICKS || (!quickDisk && rig.count(Counter.RECORDINGS_BROKEN_OFF) == 0)) {
                final int slot = (int) rig.tick;
                if (slot < players) {
                    rig.join(slot);
                }
                play(rig, random, Math.min(slot + 1, players), quickDisk ? 1 : 20);
                if (rig.tick == 300) {
                    rig.worlds.onClosed(WorldsRig.cid(5), 1);
                }
                rig.run(1);
                if (quickDisk) {
                    doWork(recording);
                }
            }
            rig.worlds.end();
            recording.writer().onClose();
        } finally {
            rig.close();
        }
        return rig;
    }

    private static void play(final WorldsRig rig, final SplittableRandom random, final int players, final int frames) {
        for (int slot = 0; slot < players; slot++) {
            final int cid = WorldsRig.cid(slot);
            if (slot == 5 && rig.tick >= 300) {
                continue;
            }
            for (int frame = 0; frame < frames; frame++) {
                rig.frame.clear((int) rig.tick + random.nextInt(4), rig.epoch(cid), random.nextInt(300));
                // The first four walk south, through the gate.
                final int north = slot < 4 ? -127 : random.nextInt(255) - 127;
                rig.frame.add(slot < 4 ? 0 : random.nextInt(255) - 127, north, random.nextInt(4096), 1);
                rig.send(cid);
            }
            if (rig.tick % 15 == slot) {
                rig.worlds.onPath(cid, random.nextInt(200_000), random.nextInt(20_000), 16_384);
            }
        }
    }

    private static void doWork(final Recording recording) {
        try {
            recording.writer().doWork();
        } catch (final Exception refused) {
            throw new AssertionError(refused);
        }
    }

    private static MapInstance map(final WorldsRig rig, final int place) {
        return Objects.requireNonNull(rig.worlds.map(place));
    }

    private MemorySegment read(final String map) throws IOException {
        final byte[] bytes = Files.readAllBytes(directory.resolve(map + "-0.tosrec"));
        return Arena.ofAuto().allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
    }

    /** The east share of every direction in the block's first tick. */
    private static void changeInputs(final MemorySegment file, final RecordingBlocks blocks) {
        long at = blocks.body() + 1;
        for (int records = LittleEndian.u8(file, blocks.body()); records > 0; records--) {
            if (LittleEndian.u8(file, at) == RecordKind.INPUT) {
                final long directionX = at + 2 + 4 + 8;
                LittleEndian.put8(file, directionX, LittleEndian.u8(file, directionX) ^ 0x10);
            }
            at += 2 + LittleEndian.u8(file, at + 1);
        }
        LittleEndian.put64(file, blocks.body() - 8, CheckHash.of(file, blocks.body(), blocks.length()));
    }
}
