package io.tos.engine.sim;

import io.tos.engine.client.PlayerClient;
import io.tos.engine.client.Wish;
import io.tos.engine.protocol.EnterWorld;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Walks as a seed says: a direction for a second or so, now and then at a sprint, with a jump, or not at all. */
final class Walker implements PlayerClient.Pilot {
    private static final int TURN_TICKS = 64;
    private static final int[] BUTTONS = {0, 0, 0, InputFrame.BUTTON_SPRINT, InputFrame.BUTTON_JUMP};

    private final SplittableRandom random;
    private long entries;
    private long snapshots;

    Walker(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** How often it came into a world. */
    long entries() {
        return entries;
    }

    /** Snapshots that told something newer. */
    long snapshots() {
        return snapshots;
    }

    @Override
    public void onEntered(final EnterWorld message, final MemorySegment memory) {
        entries++;
    }

    @Override
    public void steer(final int tick, final Wish wish) {
        if (tick % TURN_TICKS != 0) {
            return;
        }
        wish.stand();
        if (random.nextInt(5) > 0) {
            wish.directionX = random.nextInt(-127, 128);
            wish.directionY = random.nextInt(-127, 128);
            wish.aim = random.nextInt(1 << 12);
            wish.buttons = BUTTONS[random.nextInt(BUTTONS.length)];
        }
    }

    @Override
    public void onSent(final int newestTick, final long nowNs) {}

    @Override
    public void onNewest(final SnapshotReader snapshot, final int consumedTick, final long nowNs) {
        snapshots++;
    }
}
