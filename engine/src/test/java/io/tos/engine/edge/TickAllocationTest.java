package io.tos.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tos.engine.game.movement.Buttons;
import io.tos.engine.protocol.InputFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The tick with players in it: inputs, movement, creatures, snapshots, acks. */
final class TickAllocationTest {
    private static final int PLAYERS = 60;
    private static final int ROUNDS_MAX = 30;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InputFrame frame = new InputFrame();
    private final MemorySegment scratch = Arena.ofAuto().allocate(InputFrame.LENGTH_MAX, 8);
    private final int[] sent = new int[PLAYERS];

    @Test
    void shouldAllocateNothingWhenPlayersPlay() {
        try (WorldsRig rig = new WorldsRig(3, "starter_town", "hollow_road")) {
            for (int player = 0; player < PLAYERS; player++) {
                rig.join(player);
            }
            play(rig, 300);
            long bytes = -1;
            // Until the compiler is through with what runs here; how long that takes is the machine's affair.
            for (int round = 0; round < ROUNDS_MAX && bytes != 0; round++) {
                final int before = rig.post.snapshots;
                final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
                play(rig, 300);
                bytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;
                assertEquals(300 * PLAYERS / 3, rig.post.snapshots - before);
            }
            assertEquals(0, bytes, "allocated bytes");
        }
    }

    private void play(final WorldsRig rig, final int ticks) {
        for (int index = 0; index < ticks; index++) {
            for (int player = 0; player < PLAYERS; player++) {
                final int cid = WorldsRig.cid(player);
                frame.clear((int) rig.tick + 2, 1, 32);
                frame.add((int) rig.tick / 60 * 31 % 127, player - 30, player * 64, 1 | Buttons.ATTACK);
                final int length = frame.write(scratch, 0);
                rig.worlds.onInput(cid, scratch, 0, length);
                rig.worlds.onPath(cid, 30_000, 2_000, 20_000);
            }
            rig.run(1);
            ack(rig);
        }
        assertTrue(rig.post.snapshots > 0);
    }

    private void ack(final WorldsRig rig) {
        for (int player = 0; player < PLAYERS; player++) {
            final int cid = WorldsRig.cid(player);
            final int newest = rig.post.newest(cid);
            if (newest != sent[player]) {
                sent[player] = newest;
                rig.worlds.onFate(cid, newest, newest % 16 != 3);
            }
        }
    }
}
