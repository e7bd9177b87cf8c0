package io.tos.engine.edge.replication;

import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.core.Health;
import io.tos.engine.game.core.Identity;
import io.tos.engine.game.core.Look;
import io.tos.engine.game.core.Position;
import io.tos.engine.game.core.Velocity;
import io.tos.engine.game.movement.BodyState;
import io.tos.engine.game.movement.Motion;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.Quantizer;
import java.lang.foreign.MemorySegment;

/** How a row of the world looks to others, as the two words of {@link EntityState}. */
final class Appearance {
    /** Animation: stands. */
    static final int STAND = 0;

    /** Animation: goes slower than {@link #RUN_SPEED}. */
    static final int WALK = 1;

    /** Animation: runs. */
    static final int RUN = 2;

    /** Animation: sprints. */
    static final int SPRINT = 3;

    /** Animation: jumps or falls. */
    static final int AIR = 4;

    /** Animation: swims. */
    static final int SWIM = 5;

    /** Animation: lies on the ground. */
    static final int DOWN = 6;

    /** In 1/4 m/s. */
    private static final int RUN_SPEED = 10;

    /** Least square of a speed, in units per tick, that is shown as n + 1: a search instead of a root per row. */
    private static final long[] SPEED_SQUARES = speedSquares();

    private Appearance() {}

    static long place(final MemorySegment columns, final long base, final int row) {
        return EntityState.place(
                Quantizer.position(Position.X.get(columns, base, row)),
                Quantizer.position(Position.Y.get(columns, base, row)),
                Identity.KIND.get(columns, base, row) & 0xFFFF);
    }

    /** Second word; {@code moreFlags} are those that the row alone does not tell. */
    static long looks(final MemorySegment columns, final long base, final int row, final int moreFlags) {
        final int velocityX = Velocity.X.get(columns, base, row);
        final int velocityY = Velocity.Y.get(columns, base, row);
        final int speed = speed((long) velocityX * velocityX + (long) velocityY * velocityY);
        final int mode = Motion.MODE.get(columns, base, row);
        final boolean sprints = (Motion.FLAGS.get(columns, base, row) & BodyState.SPRINTING) != 0;
        final boolean rests = (velocityX | velocityY | Velocity.Z.get(columns, base, row)) == 0;
        final int points = Health.POINTS.get(columns, base, row);
        final int pointsMax = Health.POINTS_MAX.get(columns, base, row);
        // What has no health at all, an arrow, is whole.
        final int health = pointsMax == 0 ? 255 : Quantizer.health(points, pointsMax);
        final int flags = (rests ? EntityState.FLAG_AT_REST : 0)
                | (health == 0 ? EntityState.FLAG_DOWN : 0)
                | (mode == BodyState.AIR ? EntityState.FLAG_AIRBORNE : 0)
                | (mode == BodyState.WATER ? EntityState.FLAG_SWIMMING : 0)
                | (sprints ? EntityState.FLAG_SPRINTING : 0)
                | moreFlags;
        return EntityState.looks(
                Quantizer.position(Position.Z.get(columns, base, row)),
                Quantizer.yaw(Look.YAW.get(columns, base, row) & 0xFFFF),
                health,
                speed,
                animation(flags, speed),
                flags);
    }

    /** The same as {@code Quantizer.speed} of the root. */
    static int speed(final long square) {
        int speed = 0;
        for (int half = SPEED_SQUARES.length >> 1; half > 0; half >>= 1) {
            speed += square >= SPEED_SQUARES[speed + half - 1] ? half : 0;
        }
        return speed;
    }

    private static int animation(final int flags, final int speed) {
        if ((flags & (EntityState.FLAG_DOWN | EntityState.FLAG_AIRBORNE | EntityState.FLAG_SWIMMING)) != 0) {
            return (flags & EntityState.FLAG_DOWN) != 0 ? DOWN : (flags & EntityState.FLAG_AIRBORNE) != 0 ? AIR : SWIM;
        }
        if (speed == 0) {
            return STAND;
        }
        return (flags & EntityState.FLAG_SPRINTING) != 0 ? SPRINT : speed < RUN_SPEED ? WALK : RUN;
    }

    private static long[] speedSquares() {
        final long[] squares = new long[64];
        squares[63] = Long.MAX_VALUE;
        int speed = 0;
        for (int units = 0; speed < 63; units++) {
            while (speed < 63 && Quantizer.speed(units) > speed) {
                squares[speed++] = (long) units * units;
            }
        }
        assert Fixed.root(squares[0]) > 0;
        return squares;
    }
}
