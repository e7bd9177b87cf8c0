package io.tos.engine.client;

import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.movement.BodyState;
import io.tos.engine.game.movement.Integrator;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.protocol.OwnMotion;
import io.tos.engine.protocol.Quantizer;
import org.jspecify.annotations.Nullable;

/**
 * Where the own avatar is before the server has said so: the inputs sampled are integrated at once, with the server's own
 * code; what the server then says replaces that, and the inputs it has not consumed yet are done again on top. One
 * thread. Keeps 64 ticks.
 */
public final class Prediction {
    /** A correction beyond this, one metre, cannot be blended away: the avatar jumps. */
    public static final int HARD = Fixed.ONE;

    private static final int TICKS = 64;

    private final BodyState body = new BodyState();
    private final long[] inputs = new long[TICKS];
    /** The state after each tick's input. */
    private final BodyState[] after = new BodyState[TICKS];

    private @Nullable Integrator integrator;
    private int newestTick;
    private int known;
    private boolean isPlaced;
    private long agreed;
    private long corrections;
    private long hardCorrections;
    private long largest;

    /** In no world yet. */
    public Prediction() {
        for (int index = 0; index < TICKS; index++) {
            after[index] = new BodyState();
        }
    }

    /** The next input is of {@code tick}: after ENTER_WORLD, or after the clock jumped. */
    public void restart(final int tick) {
        newestTick = tick - 1;
        known = 0;
    }

    /** ENTER_WORLD came: nothing is predicted until the map is known and the server has said where the avatar is. */
    public void leave() {
        integrator = null;
        isPlaced = false;
        known = 0;
    }

    /** The map is known: its ground is {@code terrain}. */
    public void enter(final Terrain terrain) {
        integrator = new Integrator(terrain);
    }

    /** Takes the input of the tick after the last one. */
    public void add(final Wish wish) {
        newestTick++;
        known = Math.min(TICKS, known + 1);
        inputs[newestTick & (TICKS - 1)] = (wish.directionX & 0xFF)
                | (wish.directionY & 0xFFL) << 8
                | (long) wish.aim << 16
                | (long) wish.buttons << 32;
        if (isPlaced && integrator != null) {
            step(integrator, newestTick);
        }
    }

    private void step(final Integrator rules, final int tick) {
        final long input = inputs[tick & (TICKS - 1)];
        rules.step(
                body,
                (byte) input,
                (byte) (input >> 8),
                Quantizer.angleOfAim((int) (input >> 16) & 0xFFF),
                (int) (input >> 32) & 0xFF);
        copy(body, after[tick & (TICKS - 1)]);
    }

    /**
     * The server has said where the avatar was after it had consumed the input of {@code consumedTick}. Show it the newest
     * only.
     *
     * @param staminaMax as last heard.
     */
    public void onMotion(final OwnMotion motion, final int staminaMax, final int consumedTick) {
        final Integrator rules = integrator;
        if (rules == null) {
            return;
        }
        final int age = newestTick - consumedTick;
        final boolean isKnown = isPlaced && age >= 0 && age < known;
        if (isKnown && isSame(motion, staminaMax, after[consumedTick & (TICKS - 1)])) {
            agreed++;
            return;
        }
        final int x = body.x;
        final int y = body.y;
        final int z = body.z;
        load(motion, staminaMax);
        for (int tick = newestTick - Math.min(known, Math.max(0, age)) + 1; tick - newestTick <= 0; tick++) {
            step(rules, tick);
        }
        if (isKnown) {
            count(Fixed.length(Fixed.length(body.x - x, body.y - y), body.z - z));
        }
        isPlaced = true;
    }

    private void count(final int distance) {
        corrections++;
        hardCorrections += distance > HARD ? 1 : 0;
        largest = Math.max(largest, distance);
    }

    private void load(final OwnMotion motion, final int staminaMax) {
        body.x = motion.x;
        body.y = motion.y;
        body.z = motion.z;
        body.velocityX = motion.velocityX;
        body.velocityY = motion.velocityY;
        body.velocityZ = motion.velocityZ;
        body.yaw = motion.yaw;
        body.mode = motion.mode;
        body.flags = motion.flags;
        body.speedPermille = motion.speedPermille;
        body.stamina = motion.stamina;
        body.staminaMax = staminaMax;
    }

    /** Not the yaw: it is the input's, whatever the server did. */
    private static boolean isSame(final OwnMotion motion, final int staminaMax, final BodyState state) {
        return motion.x == state.x
                && motion.y == state.y
                && motion.z == state.z
                && motion.velocityX == state.velocityX
                && motion.velocityY == state.velocityY
                && motion.velocityZ == state.velocityZ
                && motion.mode == state.mode
                && motion.flags == state.flags
                && motion.speedPermille == state.speedPermille
                && motion.stamina == state.stamina
                && staminaMax == state.staminaMax;
    }

    private static void copy(final BodyState from, final BodyState to) {
        to.x = from.x;
        to.y = from.y;
        to.z = from.z;
        to.velocityX = from.velocityX;
        to.velocityY = from.velocityY;
        to.velocityZ = from.velocityZ;
        to.yaw = from.yaw;
        to.mode = from.mode;
        to.flags = from.flags;
        to.speedPermille = from.speedPermille;
        to.stamina = from.stamina;
        to.staminaMax = from.staminaMax;
    }

    /** Whether the server has said where the avatar is. */
    public boolean isPlaced() {
        return isPlaced;
    }

    /** The avatar after the newest input; read only. */
    public BodyState body() {
        return body;
    }

    /** How often the server said what was predicted, to the last bit. */
    public long agreed() {
        return agreed;
    }

    /** How often it said something else. */
    public long corrections() {
        return corrections;
    }

    /** How often the avatar had to be moved by more than {@link #HARD}. */
    public long hardCorrections() {
        return hardCorrections;
    }

    /** The largest correction, in 1/65,536 m. */
    public long largestCorrection() {
        return largest;
    }
}
