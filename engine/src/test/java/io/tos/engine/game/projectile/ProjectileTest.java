package io.tos.engine.game.projectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.ecs.Query;
import io.tos.engine.ecs.World;
import io.tos.engine.edge.WorldsRig;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.movement.Buttons;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Players shoot; what they shoot flies and ends. */
final class ProjectileTest {
    private static final Query FLYING = Query.having(Flight.ON, Position.ON);
    private static final int SPEED = Fixed.cmPerSecond(3_000);

    private final WorldsRig rig = new WorldsRig(7, "starter_town");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldFlyStraightAndEndByItselfWhenNothingIsInTheWay() {
        final int cid = shooterAt(16_500, 3_000, 0);
        final World world = rig.mapOf(cid).world();
        final int from = rig.x(cid);
        rig.run(1);
        assertEquals(1, FLYING.count(world));
        assertEquals(from, x(world), "it starts where the shooter stands");
        for (int tick = 1; tick < LaunchSystem.LIFE_TICKS; tick++) {
            rig.run(1);
            assertEquals(from + tick * SPEED, x(world));
        }
        rig.run(1);
        assertEquals(0, FLYING.count(world));
    }

    @Test
    void shouldEndAtTheWallWhenOneIsInTheWay() {
        // 8 m west of the town's western wall, which begins at 9,600 cm: 15 to 16 ticks of flight.
        final int cid = shooterAt(8_800, 12_000, 0);
        final World world = rig.mapOf(cid).world();
        rig.run(15);
        assertEquals(1, FLYING.count(world));
        rig.run(2);
        assertEquals(0, FLYING.count(world));
    }

    @Test
    void shouldStartInTheWorldTheShooterSawWhenItsViewLayBack() {
        final int cid = shooterAt(16_500, 3_000, 5 * 16);
        final World world = rig.mapOf(cid).world();
        final int from = rig.x(cid);
        rig.run(1);
        assertEquals(from + 5 * SPEED, x(world));
    }

    @Test
    void shouldShootOnceAPauseWhenTheButtonIsHeld() {
        final int cid = shooterAt(16_500, 3_000, 0);
        final World world = rig.mapOf(cid).world();
        int launched = 0;
        int before = 0;
        for (int tick = 0; tick < 2 * LaunchSystem.PAUSE_TICKS; tick++) {
            rig.run(1);
            launched += Math.max(0, FLYING.count(world) - before);
            before = FLYING.count(world);
            rig.input(cid, rig.tick + 1, 0, 0, Buttons.ATTACK);
        }
        assertEquals(2, launched);
    }

    @Test
    void shouldLaunchALimitedNumberATickWhenACrowdShootsAtOnce() {
        final int players = 3 * LaunchSystem.LAUNCHES_MAX;
        for (int slot = 0; slot < players; slot++) {
            final int cid = rig.join(slot);
            rig.place(cid, Fixed.cm(16_500), Fixed.cm(3_000 + 10 * slot));
        }
        for (int tick = 1; tick <= 3; tick++) {
            for (int slot = 0; slot < players; slot++) {
                rig.input(WorldsRig.cid(slot), rig.tick + 1, 0, 0, Buttons.ATTACK);
            }
            rig.run(1);
            final World world = rig.mapOf(WorldsRig.cid(0)).world();
            assertTrue(FLYING.count(world) <= tick * LaunchSystem.LAUNCHES_MAX);
            assertEquals(tick * LaunchSystem.LAUNCHES_MAX, FLYING.count(world));
        }
    }

    /** A player that looks east and wants to shoot in the next tick. */
    private int shooterAt(final int xCm, final int yCm, final int viewAge) {
        final int cid = rig.join(1);
        rig.place(cid, Fixed.cm(xCm), Fixed.cm(yCm));
        rig.frame.clear((int) rig.tick + 1, rig.epoch(cid), viewAge);
        rig.frame.add(0, 0, 0, Buttons.ATTACK);
        rig.send(cid);
        return cid;
    }

    private static int x(final World world) {
        for (int word = 0; word < Query.WORDS; word++) {
            final long rows = FLYING.rows(world.memory(), world.chunkBase(0), word);
            if (rows != 0) {
                return Position.X.get(world.memory(), world.chunkBase(0), Query.row(word, rows));
            }
        }
        throw new AssertionError("nothing flies");
    }
}
