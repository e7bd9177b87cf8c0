package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Tests {@link PacketNumber}. */
final class PacketNumberTest {
    private static final long[] EXPECTED = {
        0,
        1,
        100,
        1 << 23,
        (1 << 24) - 100,
        1L << 24,
        (1L << 32) - 100,
        1L << 40,
        Long.MAX_VALUE - 5,
        1L << 63,
        -200_000_000
    };

    @Test
    void shouldExpandWhenGivenTheExampleOfRfc9000() {
        assertEquals(0xa82f9b32L, PacketNumber.expand(0x9b32, PacketNumber.ACK_BITS, 0xa82f30eaL + 1));
    }

    @Test
    void shouldFindTheNumberWhenItIsWithinHalfAWindow() {
        for (final int bits : new int[] {PacketNumber.HEADER_BITS, PacketNumber.ACK_BITS}) {
            final long half = 1L << (bits - 1);
            final long[] steps = {1 - half, -70, -1, 0, 1, 70, half};
            for (final long expected : EXPECTED) {
                for (final long step : steps) {
                    final long number = expected + step;
                    if (Long.compareUnsigned(expected, 1L << bits) < 0 && number < 0) {
                        continue; // Below zero there is nothing.
                    }
                    final int truncated = (int) (number & ((1L << bits) - 1));
                    assertEquals(number, PacketNumber.expand(truncated, bits, expected), expected + " + " + step);
                }
            }
        }
    }

    @Test
    void shouldNotLeaveTheUnsignedRangeWhenNearItsEnds() {
        for (int truncated = 0; truncated < 1 << 16; truncated += 13) {
            final long low = PacketNumber.expand(truncated, PacketNumber.ACK_BITS, 0);
            final long high = PacketNumber.expand(truncated, PacketNumber.ACK_BITS, -1);
            assertTrue(low >= 0 && low < 1 << 16, "wrapped below zero: " + low);
            assertTrue(high < 0, "wrapped above the end: " + high);
        }
    }
}
