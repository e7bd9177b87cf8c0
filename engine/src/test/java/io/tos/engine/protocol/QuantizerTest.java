package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Tests that every error of {@link Quantizer} stays within what it states. */
final class QuantizerTest {
    @Test
    void shouldRoundDownByLessThanOneStepWhenAPosition() {
        Fuzz.run("QuantizerTest", random -> {
            final int fixed = random.nextInt();
            checkPosition(fixed);
        });
        for (final int edge : new int[] {0, -1, 1, 255, 256, -256, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24}) {
            checkPosition(edge);
        }
    }

    private static void checkPosition(final int fixed) {
        final int wire = Quantizer.position(fixed);
        assertTrue(wire >= 0 && wire < 1 << Quantizer.POSITION_BITS);
        final int error = fixed - Quantizer.fixed(wire);
        assertTrue(error >= 0 && error <= 255, "error " + error);
        assertEquals(fixed >>> 24, wire >>> 16, "frame");
        assertEquals((fixed >>> 8) & 0xFFFF, wire & 0xFFFF, "offset");
    }

    @Test
    void shouldRoundToTheNearestWhenAnAngle() {
        for (int angle = 0; angle < 1 << 16; angle++) {
            final int yawError = (short) (angle - Quantizer.angleOfYaw(Quantizer.yaw(angle)));
            final int aimError = (short) (angle - Quantizer.angleOfAim(Quantizer.aim(angle)));
            assertTrue(Math.abs(yawError) <= 32, "yaw " + angle);
            assertTrue(Math.abs(aimError) <= 8, "aim " + angle);
            assertTrue(Quantizer.yaw(angle) >= 0 && Quantizer.yaw(angle) < 1024);
            assertTrue(Quantizer.aim(angle) >= 0 && Quantizer.aim(angle) < 4096);
        }
    }

    @Test
    void shouldSayZeroOnlyWhenDead() {
        for (final int max : new int[] {1, 2, 100, 255, 256, 138_650, Integer.MAX_VALUE}) {
            for (final int health : new int[] {-5, 0, 1, max / 3, max / 2, max - 1, max}) {
                final int wire = Quantizer.health(health, max);
                assertEquals(health <= 0, wire == 0, health + " of " + max);
                final double error = wire / 255.0 - Math.max(0, health) / (double) max;
                assertTrue(error >= -1e-9 && error < 1 / 255.0 + 1e-9, health + " of " + max);
            }
        }
        assertEquals(255, Quantizer.health(500, 100));
    }

    @Test
    void shouldRoundToTheNearestQuarterWhenASpeed() {
        for (int units = 0; units < 17_200; units += 7) {
            final double metresPerSecond = units * 60.0 / 65_536;
            assertTrue(Math.abs(Quantizer.speed(units) / 4.0 - metresPerSecond) <= 0.125 + 1e-9, "speed " + units);
        }
        assertEquals(63, Quantizer.speed(Integer.MAX_VALUE));
        assertEquals(20, Quantizer.speed(5 * 65_536 / 60));
    }
}
