package io.tos.tools.bots;

import io.tos.engine.client.Wish;
import io.tos.engine.content.MapContent;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.protocol.InputFrame;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one player walks: towards the place chosen, then to the next; where something stops it, it goes aside for a
 * second. Thinks when a snapshot says where it is, and repeats its wish in between. The bots' thread.
 */
final class Course {
    private static final int FULL = 127;
    private static final int ARRIVED_CM = 50;
    /** Every so many looks, a second at 20 snapshots a second, it asks itself whether it gets on. */
    private static final int PATIENCE_LOOKS = 20;

    private static final int GETS_ON_CM = 100;
    private static final int DETOUR_CM = 800;

    private static final int JUMP_EVERY_TICKS = 300;
    private static final int JUMP_HELD_TICKS = 6;
    private static final int AIM_STEPS = 4096;

    private final RandomGenerator random;
    private final Places places;
    private final int buttons;
    private @Nullable MapContent map;
    private int toXCm;
    private int toYCm;
    private int sinceXCm;
    private int sinceYCm;
    private int looks;
    private boolean isChosen;
    private boolean isAside;
    private int directionX;
    private int directionY;
    private int aim;

    /** @param buttons held all the way. */
    Course(final RandomGenerator random, final Places places, final int buttons) {
        this.random = random;
        this.places = places;
        this.buttons = buttons;
    }

    /** The player is in this map now; null if it is one that we do not know: then it stands. */
    void enter(final @Nullable MapContent entered) {
        map = entered;
        isChosen = false;
        directionX = 0;
        directionY = 0;
    }

    /** Go there next. */
    void to(final int xCm, final int yCm) {
        toXCm = xCm;
        toYCm = yCm;
    }

    /** The player is here; in 1/65,536 m. */
    void at(final int x, final int y) {
        final MapContent here = map;
        if (here == null) {
            return;
        }
        final int xCm = (int) ((long) x * 100 / Fixed.ONE);
        final int yCm = (int) ((long) y * 100 / Fixed.ONE);
        looks++;
        if (!isChosen || isNear(toXCm, toYCm, xCm, yCm, ARRIVED_CM)) {
            choose(here, xCm, yCm);
        } else if (looks == PATIENCE_LOOKS) {
            if (isAside) {
                choose(here, xCm, yCm);
            } else if (isNear(sinceXCm, sinceYCm, xCm, yCm, GETS_ON_CM)) {
                to(xCm + random.nextInt(-DETOUR_CM, DETOUR_CM + 1), yCm + random.nextInt(-DETOUR_CM, DETOUR_CM + 1));
                isAside = true;
            }
            sinceXCm = xCm;
            sinceYCm = yCm;
            looks = 0;
        }
        head(toXCm - xCm, toYCm - yCm);
    }

    private void choose(final MapContent here, final int xCm, final int yCm) {
        places.choose(here, xCm, yCm, this);
        isChosen = true;
        isAside = false;
        sinceXCm = xCm;
        sinceYCm = yCm;
        looks = 0;
    }

    private static boolean isNear(
            final int oneXCm, final int oneYCm, final int otherXCm, final int otherYCm, final int withinCm) {
        return Math.abs(oneXCm - otherXCm) < withinCm && Math.abs(oneYCm - otherYCm) < withinCm;
    }

    private void head(final int eastCm, final int northCm) {
        final double length = Math.sqrt((double) eastCm * eastCm + (double) northCm * northCm);
        if (length < 1) {
            directionX = 0;
            directionY = 0;
            return;
        }
        directionX = (int) Math.round(FULL * eastCm / length);
        directionY = (int) Math.round(FULL * northCm / length);
        aim = (int) Math.round(Math.atan2(northCm, eastCm) / (2 * Math.PI) * AIM_STEPS) & (AIM_STEPS - 1);
    }

    /** What the player wants in a tick. */
    void steer(final int tick, final Wish wish) {
        wish.directionX = directionX;
        wish.directionY = directionY;
        wish.aim = aim;
        final boolean jumps = buttons != 0 && Math.floorMod(tick, JUMP_EVERY_TICKS) < JUMP_HELD_TICKS;
        wish.buttons = buttons | (jumps ? InputFrame.BUTTON_JUMP : 0);
    }
}
