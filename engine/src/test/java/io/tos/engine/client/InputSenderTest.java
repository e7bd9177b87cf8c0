package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.InputFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Which inputs a frame carries, and how often one is due. */
final class InputSenderTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(InputFrame.LENGTH_MAX);
    private final InputFrame frame = new InputFrame();
    private final Wish wish = new Wish();

    private void add(final InputSender sender) {
        wish.directionX = -(sender.newestTick() + 1) % 100;
        wish.directionY = (sender.newestTick() + 1) % 100;
        wish.aim = sender.newestTick() + 1;
        wish.buttons = (sender.newestTick() + 1) % 256;
        sender.add(wish);
    }

    private void write(final InputSender sender) {
        final int length = sender.write(frame, memory, 0, 9, 77);
        assertTrue(frame.read(memory, 0, length));
    }

    @Test
    void shouldCarryTheNewInputsAndEightOldOnes() {
        final InputSender sender = new InputSender(20);
        sender.restart(1_000);
        add(sender);
        write(sender);
        assertEquals(1, frame.count());
        for (int tick = 1_001; tick <= 1_020; tick++) {
            add(sender);
            if (tick % 2 == 0) {
                write(sender);
                assertEquals(Math.min(2 + 8, tick - 999), frame.count());
            }
        }

        assertEquals(1_020, frame.newestTick());
        assertEquals(9, frame.epoch());
        assertEquals(77, frame.viewAge());
        for (int index = 0; index < frame.count(); index++) {
            final int tick = 1_020 - index;
            assertEquals(-tick % 100, frame.directionX(index));
            assertEquals(tick % 100, frame.directionY(index));
            assertEquals(tick, frame.aim(index));
            assertEquals(tick % 256, frame.buttons(index));
        }
    }

    @Test
    void shouldNeverCarryMoreThanElevenAndNothingOfBeforeARestart() {
        final InputSender sender = new InputSender(60);
        sender.restart(50);
        for (int count = 0; count < 15; count++) {
            add(sender);
        }
        write(sender);
        assertEquals(InputFrame.INPUTS_MAX, frame.count());

        sender.restart(40);
        add(sender);
        write(sender);

        assertEquals(40, frame.newestTick());
        assertEquals(1, frame.count());
    }

    @Test
    void shouldBeDueAsOftenAsAgreed() {
        for (final int hz : new int[] {20, 25, 30, 60}) {
            final InputSender sender = new InputSender(hz);
            sender.restart(0);
            assertFalse(sender.isDue());
            int frames = 0;
            for (int tick = 0; tick < 600; tick++) {
                add(sender);
                if (sender.isDue()) {
                    frames++;
                    write(sender);
                }
            }
            assertEquals(10 * hz, frames, 1, "at " + hz);
        }
    }
}
