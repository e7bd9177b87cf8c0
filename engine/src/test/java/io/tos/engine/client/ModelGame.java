package io.tos.engine.client;

import io.tos.engine.content.Content;
import io.tos.engine.game.core.Fixed;
import io.tos.engine.game.movement.BodyState;
import io.tos.engine.game.movement.Integrator;
import io.tos.engine.game.place.Terrain;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.OwnMotion;
import io.tos.engine.protocol.Quantizer;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * A server's game of one player, as plainly as section 8.2 can be written: one input a tick, the last repeated where none
 * came, a second one on credit.
 */
final class ModelGame {
    static final Terrain TERRAIN = new Terrain(Content.load(Path.of("content")).map("starter_town"));
    private static final int REPEATS_MAX = 6;
    private static final int CREDITS_MAX = 8;

    final BodyState body = new BodyState();
    final OwnMotion motion = new OwnMotion();
    final InputFrame frame = new InputFrame();
    private final Integrator integrator = new Integrator(TERRAIN);
    private final TreeMap<Integer, int[]> waiting = new TreeMap<>();
    private int[] last = {0, 0, 0, 0};
    private int silent;
    private int credits;
    private int newest;
    int tick;
    int consumed;
    int leadQ8;
    int missing;

    ModelGame(final int tick) {
        this.tick = tick;
        consumed = tick;
        newest = tick;
        body.x = Fixed.cm(12_800);
        body.y = Fixed.cm(12_300);
        body.speedPermille = 1_000;
        body.staminaMax = 350;
        body.stamina = 350_000;
    }

    /** A frame arrives, between ticks. */
    void onFrame(final MemorySegment memory, final int length) {
        if (!frame.read(memory, 0, length)) {
            throw new AssertionError("no frame");
        }
        if (frame.newestTick() > newest) {
            newest = frame.newestTick();
            leadQ8 = (newest - (tick + 1)) * 256;
        }
        for (int index = 0; index < frame.count(); index++) {
            final int of = frame.newestTick() - index;
            if (of > consumed && of <= tick + 32) {
                waiting.putIfAbsent(of, new int[] {
                    frame.directionX(index), frame.directionY(index), frame.aim(index), frame.buttons(index)
                });
            }
        }
    }

    void step() {
        tick++;
        while (waiting.headMap(tick, true).size() > 1 + credits) {
            waiting.pollFirstEntry();
        }
        if (waiting.isEmpty() || waiting.firstKey() > tick) {
            silent++;
            missing++;
            credits = Math.min(CREDITS_MAX, credits + 1);
            integrate(silent > REPEATS_MAX ? new int[] {0, 0, last[2], 0} : last);
            return;
        }
        silent = 0;
        consume();
        if (!waiting.isEmpty() && waiting.firstKey() <= tick) {
            credits--;
            consume();
        }
    }

    private void consume() {
        final var due = waiting.pollFirstEntry();
        consumed = due.getKey();
        last = due.getValue();
        integrate(last);
    }

    private void integrate(final int[] input) {
        integrator.step(body, input[0], input[1], Quantizer.angleOfAim(input[2]), input[3]);
    }

    OwnMotion motion() {
        motion.x = body.x;
        motion.y = body.y;
        motion.z = body.z;
        motion.velocityX = body.velocityX;
        motion.velocityY = body.velocityY;
        motion.velocityZ = body.velocityZ;
        motion.yaw = body.yaw;
        motion.mode = body.mode;
        motion.flags = body.flags;
        motion.speedPermille = body.speedPermille;
        motion.stamina = body.stamina;
        return motion;
    }
}
