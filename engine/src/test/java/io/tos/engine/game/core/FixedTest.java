package io.tos.engine.game.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fixed-point numbers against the real ones. */
final class FixedTest {
    @Test
    void shouldBeASineToTheLastBit() {
        for (int angle = -70_000; angle < 140_000; angle += 7) {
            final double turn = angle / 65_536.0 * 2 * Math.PI;
            assertEquals(Math.sin(turn), Fixed.sin(angle) / 65_536.0, 0.6 / 65_536, "sine of " + angle);
            assertEquals(Math.cos(turn), Fixed.cos(angle) / 65_536.0, 0.6 / 65_536, "cosine of " + angle);
        }
        assertEquals(Fixed.ONE, Fixed.sin(16_384));
        assertEquals(0, Fixed.sin(32_768));
        assertEquals(-Fixed.ONE, Fixed.cos(32_768));
    }

    @Test
    void shouldBeTheLargestRoot() {
        final SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200_000; round++) {
            final long value = random.nextLong(1L << random.nextInt(1, 62));
            final long root = Fixed.root(value);
            assertTrue(root * root <= value && (root + 1) * (root + 1) > value, () -> "root of " + value);
        }
        assertEquals(0, Fixed.root(0));
    }

    @Test
    void shouldTurnCentimetresIntoUnits() {
        assertEquals(65_536, Fixed.cm(100));
        assertEquals(-65_536, Fixed.cm(-100));
        assertEquals(-656, Fixed.cm(-1), "down, also below zero");
        assertEquals(5_461, Fixed.cmPerSecond(500));
    }
}
