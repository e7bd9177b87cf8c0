package io.tos.engine.game.movement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.place.Body;
import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rules of movement, a rule a test; then random bodies that must never be where nobody can be. */
final class IntegratorTest {
    private static final int EAST = 0;
    private static final int NORTH = 16_384;
    private static final int SECOND = Fixed.TICKS_PER_SECOND;

    private final Integrator integrator = new Integrator(TestMap.TERRAIN);

    @Test
    void shouldRunFiveMetresInASecondAndStandWhenNothingIsWanted() {
        final BodyState body = TestMap.bodyAt(1_000, 500);

        walk(body, SECOND, 127, 0, EAST, 0);
        assertNear(1_500, body.x);
        walk(body, SECOND, 0, 0, EAST, 0);

        assertNear(1_500, body.x);
        assertEquals(0, body.velocityX);
        assertEquals(Fixed.cm(500), body.y);
    }

    @Test
    void shouldNotRunFasterOnTheDiagonal() {
        final BodyState body = TestMap.bodyAt(500, 2_000);

        walk(body, SECOND, 127, 127, NORTH / 2, 0);

        assertNear(500 + 354, body.x);
        assertNear(2_000 + 354, body.y);
    }

    @Test
    void shouldGoBackwardsAndWalkMoreSlowly() {
        final BodyState back = TestMap.bodyAt(1_000, 500);
        final BodyState slow = TestMap.bodyAt(1_000, 500);
        final BodyState half = TestMap.bodyAt(1_000, 500);

        walk(back, SECOND, -127, 0, EAST, Buttons.SPRINT);
        walk(slow, SECOND, 127, 0, EAST, Buttons.WALK);
        walk(half, SECOND, 64, 0, EAST, 0);

        assertNear(700, back.x);
        assertNear(1_200, slow.x);
        assertNear(1_252, half.x);
    }

    @Test
    void shouldSprintUntilExhaustedAndAgainAfterRest() {
        final BodyState body = TestMap.bodyAt(500, 500);
        int sprinted = 0;
        while (!body.is(BodyState.EXHAUSTED)) {
            // To and fro, so that the map is long enough.
            final boolean east = sprinted / SECOND % 2 == 0;
            walk(body, 1, east ? 127 : -127, 0, east ? EAST : 32_768, Buttons.SPRINT);
            sprinted++;
        }
        assertEquals(17, sprinted / SECOND, "350 points at 10 and 3 % of 350 a second");

        final int x = body.x;
        walk(body, SECOND / 2, 127, 0, EAST, Buttons.SPRINT);
        assertNear(toCm(x) + 250, body.x);
        walk(body, 2 * SECOND, 0, 0, EAST, 0);
        walk(body, 1, 127, 0, EAST, Buttons.SPRINT);
        assertTrue(body.is(BodyState.SPRINTING));
    }

    @Test
    void shouldJumpToTheApexOnceForEachPress() {
        final BodyState body = TestMap.bodyAt(1_000, 500);
        int apex = 0;
        int ticks = 0;
        do {
            walk(body, 1, 0, 0, EAST, Buttons.JUMP);
            apex = Math.max(apex, body.z);
            ticks++;
        } while (body.mode == BodyState.AIR);

        assertEquals(120, toCm(apex), 1);
        assertEquals(0.69, ticks / 60.0, 0.03, "2 v / g");
        walk(body, 1, 0, 0, EAST, Buttons.JUMP);
        assertEquals(BodyState.GROUND, body.mode, "still held");
        walk(body, 1, 0, 0, EAST, 0);
        walk(body, 1, 0, 0, EAST, Buttons.JUMP);
        assertEquals(BodyState.AIR, body.mode);
    }

    @Test
    void shouldSlideAlongAWallAndNeverEnterIt() {
        final BodyState body = TestMap.bodyAt(2_500, 4_900);

        walk(body, SECOND, 90, 90, NORTH / 2, 0);

        assertNear(5_000 - 40, body.y);
        assertNear(2_500 + 354, body.x);
    }

    @Test
    void shouldNotTunnelWhenVeryFast() {
        final BodyState body = TestMap.bodyAt(3_000, 4_500);
        body.speedPermille = 65_535;

        walk(body, SECOND, 0, 127, NORTH, Buttons.SPRINT);

        assertNear(5_000 - 40, body.y);
    }

    @Test
    void shouldTakeALowStepAndNotAHighOne() {
        final BodyState body = TestMap.bodyAt(1_800, 1_250);

        walk(body, SECOND / 2, 127, 0, EAST, 0);
        assertNear(40, body.z);
        walk(body, SECOND, 127, 0, EAST, 0);

        assertNear(2_500 - 40, body.x);
        assertNear(40, body.z);
        walk(body, SECOND, 127, 0, EAST, Buttons.JUMP);
        assertNear(130, body.z);
        walk(body, SECOND, 0, -127, EAST, 0);
        assertEquals(BodyState.GROUND, body.mode);
        assertNear(0, body.z);
    }

    @Test
    void shouldClimbASlopeAndNotACliff() {
        final BodyState body = TestMap.bodyAt(5_500, 3_000);

        walk(body, 10 * SECOND, 127, 0, EAST, 0);

        assertNear(500, body.z);
        assertNear(8_000, body.x);
    }

    @Test
    void shouldFallFromACliffUnderGravity() {
        final BodyState body = TestMap.bodyAt(9_500, 3_000);
        body.z = Fixed.cm(4_000);
        body.mode = BodyState.AIR;

        walk(body, SECOND / 2, 0, 0, EAST, 0);
        assertNear(4_000 - 250, body.z);
        walk(body, SECOND, 0, 0, EAST, 0);

        assertNear(3_000, body.z);
        assertEquals(BodyState.GROUND, body.mode);
        assertEquals(0, body.velocityZ);
    }

    @Test
    void shouldHitItsHeadOnARoof() {
        final BodyState body = TestMap.bodyAt(4_500, 1_500);
        int apex = 0;
        for (int tick = 0; tick < SECOND; tick++) {
            walk(body, 1, 0, 0, EAST, Buttons.JUMP);
            apex = Math.max(apex, body.z);
        }

        assertNear(220 - 180, apex);
        assertEquals(BodyState.GROUND, body.mode);
    }

    @Test
    void shouldSwimInThePondAndWalkOut() {
        final BodyState body = TestMap.bodyAt(1_000, 7_050);

        walk(body, 2 * SECOND, 0, 127, NORTH, 0);
        assertEquals(BodyState.WATER, body.mode);
        assertNear(-20 - 120, body.z);
        final int stamina = body.stamina;
        final int y = body.y;
        walk(body, SECOND / 2, 0, 127, NORTH, Buttons.SPRINT);
        assertNear(toCm(y) + 150, body.y);
        assertTrue(body.stamina < stamina);
        walk(body, 8 * SECOND, 0, 127, NORTH, 0);

        assertEquals(BodyState.GROUND, body.mode);
        assertNear(0, body.z);
    }

    @Test
    void shouldStayInTheBounds() {
        final BodyState body = TestMap.bodyAt(100, 100);

        walk(body, 2 * SECOND, -127, -127, EAST, 0);

        assertEquals(Body.RADIUS, body.x);
        assertEquals(Body.RADIUS, body.y);
    }

    @Test
    void shouldStandWhenHeld() {
        final BodyState body = TestMap.bodyAt(1_000, 500);
        body.mode = BodyState.HELD;

        walk(body, SECOND, 127, 0, EAST, Buttons.JUMP);

        assertEquals(Fixed.cm(1_000), body.x);
        assertEquals(0, body.z);
    }

    @Test
    void shouldNeverBeInAWallUnderTheGroundOrOutOfBoundsWhateverIsWanted() {
        final long seed = Long.getLong("seed", 99);
        System.out.println("IntegratorTest: -Dseed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Terrain terrain = TestMap.TERRAIN;
        for (int walker = 0; walker < 60; walker++) {
            final BodyState body = freeBody(random);
            for (int tick = 0; tick < 2_000; tick++) {
                if (tick % 40 == 0) {
                    body.speedPermille = random.nextInt(4_000);
                }
                final int change = tick / 30;
                final int x = body.x;
                final int y = body.y;
                integrator.step(
                        body,
                        wish(seed, walker, change, 0),
                        wish(seed, walker, change, 1),
                        random.nextInt(65_536),
                        random.nextInt(256));

                final long point = Point.of(body.x, body.y);
                assertFalse(terrain.walls().isBlocked(point, body.z), () -> "in a wall: " + body.x + "," + body.y);
                assertTrue(body.z >= terrain.ground(point), "under the ground");
                assertEquals(point, terrain.clamp(body.x, body.y));
                assertTrue(body.stamina >= 0 && body.stamina <= body.staminaMax * 1_000);
                final int moved = Fixed.length(body.x - x, body.y - y);
                assertTrue(moved <= Fixed.cmPerSecond(800) * 4 + Body.RADIUS, "too far in a tick: " + moved);
            }
        }
    }

    @Test
    void shouldGiveTheSameForTheSameOnAnotherIntegrator() {
        final Integrator other = new Integrator(TestMap.TERRAIN);
        final BodyState server = TestMap.bodyAt(3_000, 4_000);
        final BodyState client = TestMap.bodyAt(3_000, 4_000);
        for (int tick = 0; tick < 5_000; tick++) {
            final int x = wish(1, 0, tick / 20, 0);
            final int y = wish(1, 0, tick / 20, 1);
            integrator.step(server, x, y, tick * 50, tick);
            other.step(client, x, y, tick * 50, tick);
            assertEquals(server.x, client.x);
            assertEquals(server.y, client.y);
            assertEquals(server.z, client.z);
            assertEquals(server.stamina, client.stamina);
        }
    }

    private static int wish(final long seed, final int walker, final int change, final int axis) {
        return new SplittableRandom(seed + walker * 1_000_003L + change * 31L + axis).nextInt(255) - 127;
    }

    private static BodyState freeBody(final SplittableRandom random) {
        while (true) {
            final BodyState body = TestMap.bodyAt(random.nextInt(100, 9_900), random.nextInt(100, 9_900));
            final long point = Point.of(body.x, body.y);
            body.z = TestMap.TERRAIN.ground(point);
            if (!TestMap.TERRAIN.walls().isBlocked(point, body.z)) {
                return body;
            }
        }
    }

    private void walk(
            final BodyState body, final int ticks, final int x, final int y, final int yaw, final int buttons) {
        for (int tick = 0; tick < ticks; tick++) {
            integrator.step(body, x, y, yaw, buttons);
        }
    }

    /** To within 5 cm. */
    private static void assertNear(final int expectedCm, final int units) {
        assertEquals(expectedCm, toCm(units), 5);
    }

    private static int toCm(final int units) {
        return (int) (((long) units * 100) >> 16);
    }
}
