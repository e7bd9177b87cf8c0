package io.tos.engine.game.movement;

import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.place.Body;
import io.tos.engine.game.place.Point;
import io.tos.engine.game.place.Terrain;

/**
 * One tick of a body: what it wants and where it is, to where it is then. All integer and without memory of its own, so
 * server and client, asked the same, answer the same to the last bit. One per thread.
 *
 * <p>Order: direction and speed, stamina, jump, walls, slopes, floor or fall, water.
 */
public final class Integrator {
    private static final int RUN = Fixed.cmPerSecond(500);
    private static final int WALK = Fixed.cmPerSecond(200);
    private static final int BACK = Fixed.cmPerSecond(300);
    private static final int SPRINT = Fixed.cmPerSecond(800);
    private static final int SWIM = Fixed.cmPerSecond(300);
    private static final int SPEED_PERMILLE_MAX = 4_000;
    /** 20 m/s^2: each tick adds a sixtieth of it to a speed per tick. */
    private static final int GRAVITY = Fixed.cmPerSecond(2_000) / Fixed.TICKS_PER_SECOND;
    /** Reaches 1.2 m under that gravity. */
    private static final int JUMP = Fixed.cmPerSecond(693);

    private static final int FALL_MAX = Fixed.cmPerSecond(5_000);
    private static final int FLOAT_UP = Fixed.cmPerSecond(150);
    /** In the air a sixteenth of the way to the wanted speed per tick. */
    private static final int AIR_SHARE = 16;
    /** Tangent of 50 degrees, in 1/65,536. */
    private static final long SLOPE_MAX = 78_103;

    private static final int FULL_DIRECTION = 127;
    private static final int JUMP_STAMINA = 30_000;

    private final Terrain terrain;
    private int wantedX;
    private int wantedY;

    /** @param terrain of the map in which the bodies are. */
    public Integrator(final Terrain terrain) {
        this.terrain = terrain;
    }

    /**
     * Moves {@code body} by one tick.
     *
     * @param directionX east share of the wanted direction, -127 to 127.
     * @param directionY north share.
     * @param yaw where it looks, 1/65,536 turn.
     * @param buttons bits of {@link Buttons}.
     */
    public void step(
            final BodyState body, final int directionX, final int directionY, final int yaw, final int buttons) {
        if (body.mode == BodyState.HELD) {
            body.velocityX = 0;
            body.velocityY = 0;
            body.velocityZ = 0;
            rest(body);
            return;
        }
        body.yaw = yaw & 0xFFFF;
        want(body, directionX, directionY, buttons);
        spend(body);
        jump(body, buttons);
        if (body.mode == BodyState.AIR) {
            body.velocityX += (wantedX - body.velocityX) / AIR_SHARE;
            body.velocityY += (wantedY - body.velocityY) / AIR_SHARE;
        } else {
            body.velocityX = wantedX;
            body.velocityY = wantedY;
        }
        glide(body);
        settle(body);
        clear(body);
    }

    /** Whoever falls past an edge it still touches is let go to the side. */
    private void clear(final BodyState body) {
        final long point = Point.of(body.x, body.y);
        if (terrain.walls().isBlocked(point, body.z)) {
            final long free = terrain.walls().pushOut(point, body.z);
            final long inside = terrain.clamp(Point.x(free), Point.y(free));
            body.x = Point.x(inside);
            body.y = Point.y(inside);
            body.z = Math.max(body.z, terrain.ground(inside));
        }
    }

    private void want(final BodyState body, final int directionX, final int directionY, final int buttons) {
        final int length = Fixed.length(directionX, directionY);
        if (length == 0) {
            wantedX = 0;
            wantedY = 0;
            body.set(BodyState.SPRINTING, false);
            return;
        }
        final long facing = (long) directionX * Fixed.cos(body.yaw) + (long) directionY * Fixed.sin(body.yaw);
        body.set(
                BodyState.SPRINTING,
                (buttons & Buttons.SPRINT) != 0
                        && facing > 0
                        && body.mode != BodyState.WATER
                        && body.stamina > 0
                        && !body.is(BodyState.EXHAUSTED));
        final long speed = (long) gait(body, buttons, facing * 2 < -(long) length * Fixed.ONE)
                * Math.min(body.speedPermille, SPEED_PERMILLE_MAX)
                / 1000;
        final int full = Math.max(length, FULL_DIRECTION);
        wantedX = (int) (directionX * speed / full);
        wantedY = (int) (directionY * speed / full);
    }

    /** Speed of an unhindered body. Backwards is more than 120 degrees away from where it looks. */
    private static int gait(final BodyState body, final int buttons, final boolean backwards) {
        if (body.mode == BodyState.WATER) {
            return body.is(BodyState.EXHAUSTED) ? SWIM / 2 : SWIM;
        }
        if ((buttons & Buttons.WALK) != 0) {
            return WALK;
        }
        if (backwards) {
            return BACK;
        }
        return body.is(BodyState.SPRINTING) ? SPRINT : RUN;
    }

    private static void spend(final BodyState body) {
        if (body.is(BodyState.SPRINTING)) {
            // 10 points and 3 % of all a second.
            pay(body, (10_000 + 30 * body.staminaMax) / Fixed.TICKS_PER_SECOND);
        } else if (body.mode == BodyState.WATER) {
            pay(body, 5_000 / Fixed.TICKS_PER_SECOND);
        } else {
            rest(body);
        }
    }

    private static void pay(final BodyState body, final int price) {
        body.stamina = Math.max(0, body.stamina - price);
        if (body.stamina == 0) {
            body.set(BodyState.EXHAUSTED, true);
        }
    }

    /** 100 points and 2 % of all in three seconds. */
    private static void rest(final BodyState body) {
        final int full = body.staminaMax * 1000;
        if (body.stamina < full) {
            final int gain = (100_000 + 20 * body.staminaMax) / (3 * Fixed.TICKS_PER_SECOND);
            body.stamina = Math.min(full, body.stamina + gain);
        }
        if (body.stamina >= full / 10) {
            body.set(BodyState.EXHAUSTED, false);
        }
    }

    private static void jump(final BodyState body, final int buttons) {
        final boolean pressed = (buttons & Buttons.JUMP) != 0;
        if (pressed && !body.is(BodyState.JUMP_HELD) && body.mode == BodyState.GROUND && body.stamina >= JUMP_STAMINA) {
            body.stamina -= JUMP_STAMINA;
            body.velocityZ = JUMP;
            body.mode = BodyState.AIR;
        }
        body.set(BodyState.JUMP_HELD, pressed);
    }

    /** Horizontal part: in pieces shorter than the body is thick, out of walls after each, never up what is too steep. */
    private void glide(final BodyState body) {
        final int fromX = body.x;
        final int fromY = body.y;
        final int longest = Math.max(Math.abs(body.velocityX), Math.abs(body.velocityY));
        final int pieces = 1 + longest / (Body.RADIUS / 2);
        for (int piece = 0; piece < pieces; piece++) {
            advance(body, share(body.velocityX, piece, pieces), share(body.velocityY, piece, pieces));
        }
        body.velocityX = body.x - fromX;
        body.velocityY = body.y - fromY;
    }

    /** The pieces of a whole add up to it. */
    private static int share(final int whole, final int piece, final int pieces) {
        return whole * (piece + 1) / pieces - whole * piece / pieces;
    }

    private void advance(final BodyState body, final int deltaX, final int deltaY) {
        if (deltaX == 0 && deltaY == 0) {
            return;
        }
        if (!tryMove(body, deltaX, deltaY) && !tryMove(body, deltaX, 0)) {
            tryMove(body, 0, deltaY);
        }
    }

    private boolean tryMove(final BodyState body, final int deltaX, final int deltaY) {
        final long wanted = terrain.clamp(body.x + deltaX, body.y + deltaY);
        final long slid = terrain.walls().pushOut(wanted, body.z);
        final long point = terrain.clamp(Point.x(slid), Point.y(slid));
        // A corner too tight for three contacts: stay. Whoever already is in a wall is let out as far as it goes.
        if (terrain.walls().isBlocked(point, body.z) && !terrain.walls().isBlocked(Point.of(body.x, body.y), body.z)) {
            return false;
        }
        if (isTooSteep(body, point)) {
            return false;
        }
        body.x = Point.x(point);
        body.y = Point.y(point);
        return true;
    }

    private boolean isTooSteep(final BodyState body, final long point) {
        if (body.mode == BodyState.WATER) {
            return false;
        }
        final int ground = terrain.ground(point);
        final int before = terrain.ground(Point.of(body.x, body.y));
        if (ground <= body.z || ground <= before) {
            return false;
        }
        final long run = Fixed.length(Point.x(point) - body.x, Point.y(point) - body.y);
        return ((long) ground - before) << 16 > run * SLOPE_MAX;
    }

    private void settle(final BodyState body) {
        final long point = Point.of(body.x, body.y);
        final int floor = terrain.floor(point, body.z);
        final int floating = terrain.water(point) - Body.SWIM_DEPTH;
        if (terrain.water(point) != Terrain.DRY && floor < floating && body.z <= floating) {
            swim(body, floating);
        } else if (body.mode == BodyState.AIR) {
            fall(body, point, floor);
        } else if (floor >= body.z - Body.STEP) {
            land(body, floor);
        } else {
            body.mode = BodyState.AIR;
            body.velocityZ = 0;
            fall(body, point, floor);
        }
    }

    private static void swim(final BodyState body, final int floating) {
        body.mode = BodyState.WATER;
        body.velocityZ = Math.min(FLOAT_UP, floating - body.z);
        body.z += body.velocityZ;
    }

    private void fall(final BodyState body, final long point, final int floor) {
        // Half of this tick's gravity: the mean of the speeds before and after, so that a jump reaches its full height.
        final int z = body.z + body.velocityZ - GRAVITY / 2;
        body.velocityZ = Math.max(-FALL_MAX, body.velocityZ - GRAVITY);
        final int roof = terrain.walls().ceiling(point, body.z);
        if (z >= roof) {
            body.z = roof;
            body.velocityZ = 0;
        } else if (z <= floor) {
            land(body, floor);
        } else {
            body.z = z;
        }
    }

    private static void land(final BodyState body, final int floor) {
        body.z = floor;
        body.velocityZ = 0;
        body.mode = BodyState.GROUND;
    }
}
