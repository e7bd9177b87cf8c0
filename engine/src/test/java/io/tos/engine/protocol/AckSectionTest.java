package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Tests {@link AckSection}. */
final class AckSectionTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(64);
    private final AckSection section = new AckSection();

    @Test
    void shouldTakeFourBytesWhenNothingWasLost() {
        assertEquals(AckSection.LENGTH_MIN, AckSection.write(memory, 0, 0x12345, 7, -1L));
        assertEquals(AckSection.LENGTH_MIN, section.wrap(memory, 0, 64));
        assertEquals(0x2345, section.newest());
        assertEquals(7, section.delay());
        assertEquals(-1L, section.mask());
    }

    @Test
    void shouldRoundTripWhenWholeAndRefuseWhenCut() {
        Fuzz.run("AckSectionTest", random -> {
            final long holes = random.nextLong() & ~0xFF00FFL;
            final long mask = random.nextBoolean() ? ~holes : holes;
            final int number = random.nextInt();
            final int delay = random.nextInt(256);

            final int length = AckSection.write(memory, 3, number, delay, mask);

            assertEquals(length, section.wrap(memory, 3, length));
            assertEquals(mask, section.mask());
            assertEquals(number & 0xFFFF, section.newest());
            assertEquals(delay, section.delay());
            for (int cut = 0; cut < length; cut++) {
                assertEquals(-1, section.wrap(memory, 3, cut));
            }
        });
    }

    @Test
    void shouldRefuseWhenAMaskByteShouldHaveBeenLeftOut() {
        AckSection.write(memory, 0, 1, 0, ~0xFF00L);
        LittleEndian.put8(memory, 4, 0xFF);
        assertEquals(-1, section.wrap(memory, 0, 64));
    }

    @Test
    void shouldClampDelaysWhenOutOfRange() {
        assertEquals(0, AckSection.delayOf(-5));
        assertEquals(0, AckSection.delayOf(499_999));
        assertEquals(1, AckSection.delayOf(500_000));
        assertEquals(AckSection.DELAY_MAX, AckSection.delayOf(127_499_999));
        assertEquals(AckSection.DELAY_UNKNOWN, AckSection.delayOf(127_500_000));
        assertEquals(AckSection.DELAY_UNKNOWN, AckSection.delayOf(Long.MAX_VALUE));
    }
}
