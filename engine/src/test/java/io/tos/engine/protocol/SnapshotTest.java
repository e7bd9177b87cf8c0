package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Tests {@link SnapshotWriter} and {@link SnapshotReader} against each other and at every edge. */
final class SnapshotTest {
    private static final long PLACE = EntityState.place(10, 20, 3);
    private static final long LOOKS = EntityState.looks(5, 6, 7, 8, 9, 1);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment memory = arena.allocate(FrameWriter.SNAPSHOT_BYTES_MAX);
    private final MemorySegment full = arena.allocate(EntityRecord.LENGTH_MAX);
    private final SnapshotWriter writer = new SnapshotWriter();
    private final SnapshotReader reader = new SnapshotReader();

    SnapshotTest() {
        final BitWriter bits = new BitWriter();
        bits.wrap(full, 0, EntityRecord.LENGTH_MAX);
        EntityRecord.putFull(bits, 77, PLACE, LOOKS);
        assertEquals(EntityRecord.LENGTH_MAX, bits.finish());
    }

    private void writeAll() {
        final OwnMotion motion = new OwnMotion();
        motion.x = -70_000;
        motion.y = 5;
        motion.z = Integer.MIN_VALUE;
        motion.yaw = 65_535;
        motion.mode = 2;
        motion.flags = 3;
        motion.speedPermille = 1600;
        motion.velocityX = -21_845;
        motion.velocityY = Integer.MAX_VALUE;
        motion.velocityZ = Integer.MIN_VALUE;
        motion.stamina = 1_234_567;
        final OwnVitals vitals = new OwnVitals();
        vitals.health = 1;
        vitals.healthMax = 300_000;
        vitals.mana = 0;
        vitals.manaMax = 127;
        vitals.staminaMax = 128;
        writer.begin(memory, 0, FrameWriter.SNAPSHOT_BYTES_MAX, 123_456, 200);
        writer.input(0x12345, -300);
        assertTrue(writer.motion(motion));
        assertTrue(writer.vitals(vitals));
        assertTrue(writer.beginIntegrity(2));
        writer.integrityEntity(9, 0);
        writer.integrityEntity(254, 63);
        writer.integrityHash(0xCAFEBABE);
        assertTrue(writer.record(1, SnapshotWriter.AGE_FULL, full, 0, EntityRecord.LENGTH_MAX));
        assertTrue(writer.leave(254));
    }

    @Test
    void shouldReadBackEveryPartWhenWhole() {
        writeAll();

        assertTrue(reader.wrap(memory, 0, writer.length()));
        assertEquals(123_456, reader.tick());
        assertEquals(200, reader.epoch());
        assertEquals(0x2345, reader.consumedTick());
        assertEquals(-300, reader.inputLeadQ8());
        assertEquals(-70_000, reader.motion().x);
        assertEquals(5, reader.motion().y);
        assertEquals(Integer.MIN_VALUE, reader.motion().z);
        assertEquals(65_535, reader.motion().yaw);
        assertEquals(2, reader.motion().mode);
        assertEquals(3, reader.motion().flags);
        assertEquals(1600, reader.motion().speedPermille);
        assertEquals(-21_845, reader.motion().velocityX);
        assertEquals(Integer.MAX_VALUE, reader.motion().velocityY);
        assertEquals(Integer.MIN_VALUE, reader.motion().velocityZ);
        assertEquals(1_234_567, reader.motion().stamina);
        assertEquals(1, reader.vitals().health);
        assertEquals(300_000, reader.vitals().healthMax);
        assertEquals(0, reader.vitals().mana);
        assertEquals(127, reader.vitals().manaMax);
        assertEquals(128, reader.vitals().staminaMax);
        assertEquals(2, reader.integrityEntities());
        assertEquals(254, reader.integrityAlias(1));
        assertEquals(63, reader.integrityAge(1));
        assertEquals(0xCAFEBABE, reader.integrityHash());
        assertEquals(1, reader.next());
        assertTrue(reader.isFull());
        assertEquals(77, reader.record().netId());
        assertEquals(PLACE, reader.record().place());
        assertEquals(LOOKS, reader.record().looks());
        assertEquals(254, reader.next());
        assertTrue(reader.isLeave());
        assertEquals(SnapshotReader.END, reader.next());
    }

    @Test
    void shouldRefuseWhenCutOtherThanBetweenRecords() {
        writeAll();
        final int whole = writer.length();
        final int records = whole - 2 - SnapshotWriter.RECORD_HEAD_BYTES - EntityRecord.LENGTH_MAX;
        for (int length = 0; length < whole; length++) {
            final MemorySegment cut = Fuzz.exact(arena, memory, length);
            final boolean between = length == records || length == whole - 2;
            int answer = SnapshotReader.MALFORMED;
            if (reader.wrap(cut, 0, length)) {
                do {
                    answer = reader.next();
                } while (answer >= 0);
            }
            assertEquals(between ? SnapshotReader.END : SnapshotReader.MALFORMED, answer, "length " + length);
        }
    }

    @Test
    void shouldStopWhenTheBudgetIsUsed() {
        writer.begin(memory, 0, FrameWriter.SNAPSHOT_BYTES_MAX, 1, 1);
        int records = 0;
        while (writer.record(1 + records, 0, full, 0, EntityRecord.LENGTH_MAX)) {
            records++;
        }
        assertEquals((FrameWriter.SNAPSHOT_BYTES_MAX - SnapshotWriter.HEAD_BYTES) / 22, records);
        assertTrue(writer.length() <= FrameWriter.SNAPSHOT_BYTES_MAX);
        assertFalse(writer.motion(new OwnMotion()));
    }

    @Test
    void shouldRefuseWhenAnAliasComesTwiceOrIsReserved() {
        for (final int[] aliases : new int[][] {{5, 5}, {64, 64}, {0, 1}, {255, 1}}) {
            writer.begin(memory, 0, FrameWriter.SNAPSHOT_BYTES_MAX, 1, 1);
            assertTrue(writer.leave(1) && writer.leave(2));
            LittleEndian.put8(memory, SnapshotWriter.HEAD_BYTES, aliases[0]);
            LittleEndian.put8(memory, SnapshotWriter.HEAD_BYTES + 2, aliases[1]);
            assertTrue(reader.wrap(memory, 0, writer.length()));
            final int first = reader.next();
            assertEquals(SnapshotReader.MALFORMED, first < 0 ? first : reader.next());
        }
    }

    @Test
    void shouldRefuseWhenABaseAgeDoesNotExist() {
        for (int age = 64; age < 255; age++) {
            writer.begin(memory, 0, FrameWriter.SNAPSHOT_BYTES_MAX, 1, 1);
            assertTrue(writer.record(1, 1, full, 0, EntityRecord.LENGTH_MAX));
            LittleEndian.put8(memory, SnapshotWriter.HEAD_BYTES + 1, age);
            assertTrue(reader.wrap(memory, 0, writer.length()));
            assertEquals(SnapshotReader.MALFORMED, reader.next());
        }
    }

    @Test
    void shouldNeverReadPastTheEndWhenBytesAreRandom() {
        Fuzz.run("SnapshotTest", random -> {
            final int length = random.nextInt(120);
            final MemorySegment bytes = MemorySegment.ofArray(new byte[length]);
            Fuzz.fill(random, bytes, length);
            if (length > 9) {
                LittleEndian.put8(bytes, 9, random.nextInt(9));
            }
            if (reader.wrap(bytes, 0, length)) {
                int records = 0;
                while (reader.next() >= 0) {
                    records++;
                }
                assertTrue(records <= length / 2);
            }
        });
    }
}
