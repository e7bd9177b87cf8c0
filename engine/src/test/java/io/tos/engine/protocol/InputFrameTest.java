package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Tests {@link InputFrame}: round trip, every truncation, and the one legal form. */
final class InputFrameTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(128);
    private final MemorySegment again = Arena.ofAuto().allocate(128);
    private final InputFrame sent = new InputFrame();
    private final InputFrame received = new InputFrame();

    private void fillRandomly(final RandomGenerator random) {
        sent.clear(random.nextInt(), random.nextInt(256), random.nextInt(65_536));
        final int count = 1 + random.nextInt(InputFrame.INPUTS_MAX);
        int x = random.nextInt(255) - 127;
        int y = random.nextInt(255) - 127;
        int aim = random.nextInt(4096);
        int buttons = random.nextInt(256);
        for (int index = 0; index < count; index++) {
            sent.add(x, y, aim, buttons);
            if (random.nextInt(3) == 0) {
                x = random.nextInt(255) - 127;
                y = random.nextInt(255) - 127;
            }
            aim = random.nextInt(3) == 0 ? random.nextInt(4096) : aim;
            buttons = random.nextInt(3) == 0 ? random.nextInt(256) : buttons;
        }
    }

    @Test
    void shouldRoundTripOnlyWhenTheLengthIsRight() {
        Fuzz.run("InputFrameTest", random -> {
            fillRandomly(random);
            final int length = sent.write(memory, 2);

            assertTrue(length <= InputFrame.LENGTH_MAX);
            assertTrue(received.read(memory, 2, length));
            assertEquals(sent.newestTick(), received.newestTick());
            assertEquals(sent.epoch(), received.epoch());
            assertEquals(sent.viewAge(), received.viewAge());
            assertEquals(sent.count(), received.count());
            for (int index = 0; index < sent.count(); index++) {
                assertEquals(sent.directionX(index), received.directionX(index));
                assertEquals(sent.directionY(index), received.directionY(index));
                assertEquals(sent.aim(index), received.aim(index));
                assertEquals(sent.buttons(index), received.buttons(index));
            }
            for (int cut = 0; cut < length; cut++) {
                assertFalse(received.read(memory, 2, cut));
            }
            assertFalse(received.read(memory, 2, length + 1));
        });
    }

    @Test
    void shouldTakeFourteenBytesWhenElevenInputsAreAlike() {
        sent.clear(1000, 1, 96);
        for (int index = 0; index < InputFrame.INPUTS_MAX; index++) {
            sent.add(0, 127, 512, InputFrame.BUTTON_SPRINT);
        }
        assertEquals(14, sent.write(memory, 0));
        assertTrue(FrameWriter.INPUT_BYTES_MAX >= InputFrame.LENGTH_MAX);
    }

    @Test
    void shouldAcceptRandomBytesOnlyWhenItWouldWriteThem() {
        Fuzz.run("InputFrameTest.canonical", random -> {
            Fuzz.fill(random, memory, 60);
            LittleEndian.put8(memory, 7, random.nextInt(5));
            for (int length = 0; length < 60; length++) {
                if (received.read(memory, 0, length)) {
                    assertEquals(length, received.write(again, 0));
                    assertEquals(Fuzz.hex(memory, length), Fuzz.hex(again, length));
                }
            }
        });
    }

    @Test
    void shouldRefuseWhenADirectionHasNoMirror() {
        sent.clear(1, 1, 0);
        sent.add(0, 0, 0, 0);
        final int length = sent.write(memory, 0);
        LittleEndian.put8(memory, 8, 0x80);
        assertFalse(received.read(memory, 0, length));
    }
}
