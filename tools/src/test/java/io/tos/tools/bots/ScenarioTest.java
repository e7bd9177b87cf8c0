package io.tos.tools.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.Wish;
import io.tos.engine.content.Content;
import io.tos.engine.content.MapContent;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.movement.BodyState;
import io.tos.engine.game.movement.Integrator;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.protocol.Quantizer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each scenario's player walks in the starter town by the server's rules, as if it were told where it is 20 times a second. */
final class ScenarioTest {
    private static final MapContent TOWN =
            Content.load(Path.of("../engine/content")).map("starter_town");
    private static final int LOOK_TICKS = 3;
    private static final int SEED = 5;

    private final Integrator integrator = new Integrator(new Terrain(TOWN));
    private final BodyState body = new BodyState();
    private final Wish wish = new Wish();
    private int tick;
    private int sprinted;
    private int jumped;

    ScenarioTest() {
        body.x = Fixed.cm(12_800);
        body.y = Fixed.cm(12_300);
        body.speedPermille = 1_000;
        body.staminaMax = 350;
        body.stamina = 350_000;
    }

    private Course course(final Scenario scenario) {
        final Course course = scenario.course(new SplittableRandom(SEED));
        course.enter(TOWN);
        return course;
    }

    private void walk(final Course course, final int seconds) {
        for (final int end = tick + 60 * seconds; tick < end; tick++) {
            if (tick % LOOK_TICKS == 0) {
                course.at(body.x, body.y);
            }
            course.steer(tick, wish);
            integrator.step(body, wish.directionX, wish.directionY, Quantizer.angleOfAim(wish.aim), wish.buttons);
            sprinted += body.is(BodyState.SPRINTING) ? 1 : 0;
            jumped += body.mode == BodyState.AIR ? 1 : 0;
        }
    }

    private int xCm() {
        return (int) ((long) body.x * 100 / Fixed.ONE);
    }

    private int yCm() {
        return (int) ((long) body.y * 100 / Fixed.ONE);
    }

    @Test
    void shouldBeInManyPlacesWhenWandering() {
        final Course course = course(Scenario.WANDER);
        final BitSet squares = new BitSet();
        for (int second = 0; second < 600; second++) {
            walk(course, 1);
            squares.set(xCm() / 1_000 * 100 + yCm() / 1_000);
        }

        assertTrue(squares.cardinality() > 60, "squares of 10 m: " + squares.cardinality());
        assertEquals(0, sprinted);
    }

    @Test
    void shouldSprintAndJumpWhenSprinting() {
        walk(course(Scenario.SPRINT), 60);

        assertTrue(sprinted > 15 * 60, "ticks " + sprinted);
        assertTrue(jumped > 3 * 30, "ticks in the air, 40 a jump: " + jumped);
    }

    @Test
    void shouldStayInTheSquareWhenInACrowd() {
        final Course course = course(Scenario.CROWD);
        walk(course, 20);
        for (int second = 0; second < 60; second++) {
            walk(course, 1);
            assertTrue(Math.abs(xCm() - 12_800) <= 1_900 && Math.abs(yCm() - 12_800) <= 1_900, xCm() + ", " + yCm());
        }
    }

    @Test
    void shouldCrossFourCellsOverAndOverWhenOnBorders() {
        final Course course = course(Scenario.BORDERS);
        walk(course, 10);
        int crossings = 0;
        final BitSet cells = new BitSet();
        int last = -1;
        for (int look = 0; look < 600; look++) {
            for (int step = 0; step < 6; step++, tick++) {
                course.at(body.x, body.y);
                course.steer(tick, wish);
                integrator.step(body, wish.directionX, wish.directionY, Quantizer.angleOfAim(wish.aim), wish.buttons);
            }
            final int cell = xCm() / 3_200 * 10 + yCm() / 3_200;
            crossings += last >= 0 && cell != last ? 1 : 0;
            last = cell;
            cells.set(cell);
        }

        assertEquals(4, cells.cardinality());
        assertTrue(crossings > 60, "in a minute " + crossings);
    }

    @Test
    void shouldReachThePortalWhenItWalksThroughPortals() {
        final Course course = course(Scenario.PORTAL);
        int seconds = 0;
        while (!TOWN.portals().getFirst().area().contains(xCm(), yCm())) {
            walk(course, 1);
            seconds++;
            assertTrue(seconds < 120, "at " + xCm() + ", " + yCm());
        }
    }

    @Test
    void shouldStandWhenIdleAndWhenTheMapIsNotKnown() {
        walk(course(Scenario.IDLE), 5);
        final Course lost = Scenario.WANDER.course(new SplittableRandom(SEED));
        lost.enter(null);
        walk(lost, 5);

        assertEquals(Fixed.cm(12_800), body.x);
        assertEquals(Fixed.cm(12_300), body.y);
    }
}
