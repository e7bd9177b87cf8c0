package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link Varint}. */
final class VarintTest {
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment memory = arena.allocate(16);

    @Test
    void shouldRoundTripWhenAtTheEdgesOfALength() {
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            final long edge = bits == Long.SIZE ? 0 : 1L << bits;
            for (final long value : new long[] {edge - 1, edge, edge + 1}) {
                check(value);
            }
        }
    }

    private void check(final long value) {
        final int length = Varint.write(memory, 1, value);
        assertEquals(Varint.length(value), length);
        assertEquals(length, Varint.check(memory, 1, length, Varint.U64_BYTES_MAX));
        assertEquals(value, Varint.value(memory, 1, length));
        assertEquals(value >>> Integer.SIZE == 0 ? length : -1, Varint.check(memory, 1, length, Varint.U32_BYTES_MAX));
        for (int cut = 0; cut < length; cut++) {
            assertEquals(-1, Varint.check(memory, 1, cut, Varint.U64_BYTES_MAX));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8000",
                "FF00",
                "808000",
                "FFFFFFFFFFFFFFFFFF02",
                "FFFFFFFFFFFFFFFFFF8100",
                "80808080808080808000"
            })
    void shouldRefuseWhenNotInTheOneLegalForm(final String digits) {
        final MemorySegment bytes = Fuzz.hex(arena, digits);
        assertEquals(-1, Varint.check(bytes, 0, digits.length() / 2, Varint.U64_BYTES_MAX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FFFFFFFF10", "8080808000", "FFFFFFFFFF01"})
    void shouldRefuseWhenMoreThanThirtyTwoBits(final String digits) {
        final MemorySegment bytes = Fuzz.hex(arena, digits);
        assertEquals(-1, Varint.check(bytes, 0, digits.length() / 2, Varint.U32_BYTES_MAX));
    }

    @Test
    void shouldWriteBackExactlyTheBytesItAcceptsWhenTheyAreRandom() {
        Fuzz.run("VarintTest", random -> {
            Fuzz.fill(random, memory, 12);
            final int available = random.nextInt(12);
            final int length = Varint.check(memory, 0, available, Varint.U64_BYTES_MAX);
            if (length > 0) {
                final long low = LittleEndian.i64(memory, 0);
                final int high = LittleEndian.i32(memory, 8);
                assertEquals(length, Varint.write(memory, 0, Varint.value(memory, 0, length)));
                assertEquals(low, LittleEndian.i64(memory, 0));
                assertEquals(high, LittleEndian.i32(memory, 8));
            }
        });
    }

    @Test
    void shouldStayShortWhenSignsAreFolded() {
        final int[] values = {0, -1, 1, -2, 2, Integer.MAX_VALUE, Integer.MIN_VALUE};
        final int[] folded = {0, 1, 2, 3, 4, -2, -1};
        for (int index = 0; index < values.length; index++) {
            assertEquals(folded[index], Varint.zigZag(values[index]));
            assertEquals(values[index], Varint.unZigZag(folded[index]));
        }
        assertTrue(Varint.length(Integer.toUnsignedLong(Varint.zigZag(-64))) == 1);
    }
}
