package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Tests {@link BitWriter} and {@link BitReader}: any fields, any place, never a byte outside. */
final class BitsTest {
    private static final int FIELDS_MAX = 60;

    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();

    @Test
    void shouldReadBackAndTouchNoNeighbourWhenFieldsAreRandom() {
        final int[] widths = new int[FIELDS_MAX];
        final long[] values = new long[FIELDS_MAX];
        Fuzz.run("BitsTest", random -> {
            final int fields = 1 + random.nextInt(FIELDS_MAX);
            int bits = 0;
            for (int field = 0; field < fields; field++) {
                widths[field] = 1 + random.nextInt(random.nextBoolean() ? BitWriter.FIELD_BITS_MAX : 8);
                values[field] = random.nextLong() >>> (Long.SIZE - widths[field]);
                bits += widths[field];
            }
            final int bytes = (bits + 7) / 8;
            final MemorySegment memory =
                    MemorySegment.ofArray(new byte[bytes + 2]).fill((byte) 0x5A);

            writer.wrap(memory, 1, bytes);
            for (int field = 0; field < fields; field++) {
                writer.put(values[field], widths[field]);
            }
            assertEquals(bytes, writer.finish());
            assertEquals(0x5A, LittleEndian.u8(memory, 0));
            assertEquals(0x5A, LittleEndian.u8(memory, bytes + 1));

            reader.wrap(memory, 1, bytes);
            for (int field = 0; field < fields; field++) {
                assertEquals(values[field], reader.take(widths[field]));
            }
            assertEquals(bytes, reader.finish());
        });
    }

    @Test
    void shouldSayWhenTheFieldsDoNotFit() {
        final MemorySegment memory = Arena.ofAuto().allocate(64);
        for (int capacity = 0; capacity < 20; capacity++) {
            writer.wrap(memory, 0, capacity);
            for (int bit = 0; bit < 77; bit++) {
                writer.put(1, 1);
            }
            assertEquals(capacity >= 10 ? 10 : -1, writer.finish());
            assertEquals(0, LittleEndian.u8(memory, Math.max(capacity, 10)));
            memory.fill((byte) 0);
        }
    }

    @Test
    void shouldSayWhenMoreIsTakenThanThereIs() {
        final MemorySegment all = Arena.ofAuto().allocate(32).fill((byte) 0xFF);
        for (int length = 0; length < 20; length++) {
            reader.wrap(all.asSlice(0, length), 0, length);
            for (int bit = 0; bit < 8 * length; bit++) {
                assertEquals(1, reader.take(1));
            }
            assertEquals(length, reader.finish());
            assertEquals(0, reader.take(1));
            assertEquals(-1, reader.finish());
        }
    }

    @Test
    void shouldRefuseWhenFillingBitsAreNotZero() {
        final MemorySegment memory = Arena.ofAuto().allocate(16);
        for (int bit = 3; bit < 8; bit++) {
            LittleEndian.put8(memory, 0, 1 << bit);
            reader.wrap(memory, 0, 16);
            assertEquals(0, reader.take(3));
            assertEquals(-1, reader.finish());
        }
    }

    @Test
    void shouldKeepTheSignWhenAtTheEdges() {
        final MemorySegment memory = Arena.ofAuto().allocate(64);
        for (int bits = 1; bits <= Integer.SIZE; bits++) {
            final int least = Integer.MIN_VALUE >> (Integer.SIZE - bits);
            assertTrue(BitWriter.fits(least, bits) && BitWriter.fits(~least, bits));
            assertTrue(bits == Integer.SIZE || !BitWriter.fits(least - 1, bits));
            writer.wrap(memory, 0, 64);
            writer.putSigned(least, bits);
            writer.putSigned(~least, bits);
            writer.finish();
            reader.wrap(memory, 0, 64);
            assertEquals(least, reader.takeSigned(bits));
            assertEquals(~least, reader.takeSigned(bits));
        }
    }
}
