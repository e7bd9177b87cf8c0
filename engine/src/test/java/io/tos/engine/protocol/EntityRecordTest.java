package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Tests {@link EntityRecord}: full and delta, every truncation, and the one legal form. */
final class EntityRecordTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(64);
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();
    private final EntityRecord record = new EntityRecord();

    @Test
    void shouldRoundTripWhenInFull() {
        final long place = EntityState.place(0xFFFFFF, 0x123456, 0xFEDC);
        final long looks = EntityState.looks(0x800000, 1023, 255, 63, 63, 255);
        writer.wrap(memory, 0, 64);
        EntityRecord.putFull(writer, -2, place, looks);
        assertEquals(EntityRecord.LENGTH_MAX, writer.finish());

        reader.wrap(memory, 0, EntityRecord.LENGTH_MAX);
        record.takeFull(reader);

        assertEquals(EntityRecord.LENGTH_MAX, reader.finish());
        assertEquals(-2, record.netId());
        assertEquals(place, record.place());
        assertEquals(looks, record.looks());
        assertEquals(0x800000, EntityState.z(looks));
        assertEquals(1023, EntityState.yaw(looks));
        assertEquals(0xFEDC, EntityState.kind(place));
    }

    @Test
    void shouldTakeThreeToFiveBytesWhenSomethingWalks() {
        final long place = EntityState.place(1000, 1000, 7);
        final long looks = EntityState.looks(0, 100, 255, 20, 1, 0);
        assertEquals(3, deltaBytes(place, looks, EntityState.place(1031, 980, 7), looks));
        assertEquals(
                5, deltaBytes(place, looks, EntityState.place(1064, 936, 7), EntityState.looks(3, 100, 255, 20, 1, 0)));
        assertEquals(1, deltaBytes(place, looks, place, looks));
    }

    private int deltaBytes(final long basePlace, final long baseLooks, final long place, final long looks) {
        writer.wrap(memory, 0, 64);
        EntityRecord.putDelta(writer, basePlace, baseLooks, place, looks);
        return writer.finish();
    }

    @Test
    void shouldRoundTripWhenADeltaIsWholeAndRefuseWhenCut() {
        Fuzz.run("EntityRecordTest", random -> {
            final long basePlace = randomPlace(random);
            final long baseLooks = randomLooks(random);
            final long place = near(random, basePlace, randomPlace(random), 24);
            final long looks = near(random, baseLooks, randomLooks(random), 24);
            final int length = deltaBytes(basePlace, baseLooks, place, looks);
            assertTrue(length <= EntityRecord.LENGTH_MAX);

            reader.wrap(memory, 0, length);
            record.takeDelta(reader);
            assertEquals(length, reader.finish());
            assertTrue(record.apply(basePlace, baseLooks));
            assertEquals(place, record.place());
            assertEquals(looks, record.looks());
            for (int cut = 0; cut < length; cut++) {
                reader.wrap(memory, 0, cut);
                record.takeDelta(reader);
                assertEquals(-1, reader.finish());
            }
        });
    }

    private static long randomPlace(final RandomGenerator random) {
        return EntityState.place(random.nextInt(1 << 24), random.nextInt(1 << 24), random.nextInt(1 << 16));
    }

    private static long randomLooks(final RandomGenerator random) {
        return random.nextLong() >>> (Long.SIZE - EntityState.LOOKS_BITS);
    }

    /** Mostly the base with small steps in its low coordinate, sometimes other fields, sometimes something else. */
    private static long near(final RandomGenerator random, final long base, final long other, final int lowBits) {
        final long low = (1L << lowBits) - 1;
        final long stepped = (base & ~low) | ((base + random.nextInt(1 << (1 + random.nextInt(16))) - 50) & low);
        return switch (random.nextInt(4)) {
            case 0 -> base;
            case 1 -> stepped;
            case 2 -> (base & low) | (other & ~low);
            default -> other;
        };
    }

    @Test
    void shouldAcceptRandomBytesOnlyWhenTheWriterWouldWriteThem() {
        final MemorySegment again = Arena.ofAuto().allocate(64);
        Fuzz.run("EntityRecordTest.canonical", random -> {
            Fuzz.fill(random, memory, 20);
            final long basePlace = randomPlace(random);
            final long baseLooks = randomLooks(random);
            reader.wrap(memory, 0, 20);
            record.takeDelta(reader);
            final int length = reader.finish();
            if (length > 0 && record.apply(basePlace, baseLooks)) {
                writer.wrap(again, 0, 64);
                EntityRecord.putDelta(writer, basePlace, baseLooks, record.place(), record.looks());
                assertEquals(length, writer.finish());
                assertEquals(Fuzz.hex(memory, length), Fuzz.hex(again, length));
            }
        });
    }

    @Test
    void shouldRefuseWhenAFieldDidNotChange() {
        writer.wrap(memory, 0, 64);
        writer.put(1 << 2, 7);
        writer.put(100, 10);
        final int length = writer.finish();
        reader.wrap(memory, 0, length);
        record.takeDelta(reader);
        assertFalse(record.apply(0, EntityState.looks(0, 100, 0, 0, 0, 0)));
    }

    @Test
    void shouldRefuseWhenAStepIsWiderThanNeeded() {
        writer.wrap(memory, 0, 64);
        writer.put(1, 7);
        writer.put(1, 2);
        writer.putSigned(5, 9);
        writer.putSigned(-5, 9);
        reader.wrap(memory, 0, writer.finish());
        record.takeDelta(reader);
        assertFalse(record.apply(0, 0));
    }

    @Test
    void shouldTakeASmallStepWhenCrossingAFrameBorder() {
        final long west = EntityState.place(0x01FFFF, 0, 1);
        final long east = EntityState.place(0x020003, 0, 1);
        assertEquals(3, deltaBytes(west, 0, east, 0));
        final long last = EntityState.place(0xFFFFFF, 0, 1);
        final long first = EntityState.place(0, 0, 1);
        assertEquals(3, deltaBytes(last, 0, first, 0));
    }

    @Test
    void shouldHashTheSameOnlyWhenStatesAreTheSame() {
        final long hash = StateHash.add(StateHash.START, 7, 8, 9);
        assertEquals(hash, StateHash.add(StateHash.START, 7, 8, 9));
        assertFalse(StateHash.result(hash) == StateHash.result(StateHash.add(StateHash.START, 7, 9, 8)));
        assertFalse(StateHash.result(hash) == StateHash.result(StateHash.add(StateHash.START, 7, 8, 10)));
    }
}
