package io.tos.engine.client;

import io.tos.engine.protocol.InputFrame;
import java.lang.foreign.MemorySegment;

/**
 * The last inputs of one client: which go into the next frame, and when that is due. New ones since the last frame and up
 * to eight before, so that a lost frame costs nothing. One thread.
 *
 * <pre> an input in a long: 0 directionX i8 | 8 directionY i8 | 16 aim u16 | 32 buttons u8 </pre>
 */
public final class InputSender {
    private static final int RING = 16;
    private static final int OLD_MAX = 8;
    private static final int AHEAD_KEPT_TICKS = 30;

    private final long[] ring = new long[RING];
    private final int inputHz;
    private int newestTick;
    private int known;
    private int fresh;
    private int untilDue;

    /** @param inputHz frames a second, 20 to 60. */
    public InputSender(final int inputHz) {
        this.inputHz = inputHz;
    }

    /** Forgets all inputs; the next one is of {@code tick}. */
    public void restart(final int tick) {
        newestTick = tick - 1;
        known = 0;
        fresh = 0;
    }

    /** Takes the input of the tick after the last one. */
    public void add(final Wish wish) {
        newestTick++;
        ring[newestTick & (RING - 1)] = (wish.directionX & 0xFF)
                | (wish.directionY & 0xFFL) << 8
                | (long) wish.aim << 16
                | (long) wish.buttons << 32;
        known = Math.min(RING, known + 1);
        fresh++;
        untilDue -= inputHz;
    }

    /**
     * Whether a clock that jumped to {@code tick} can go on from the inputs taken: it was ahead, and the server keeps what
     * it was sent ahead. They are not sampled again; there is a pause instead.
     */
    public boolean isKept(final int tick) {
        return newestTick - tick >= 0 && newestTick - tick < AHEAD_KEPT_TICKS;
    }

    /** Tick of the last input taken. */
    public int newestTick() {
        return newestTick;
    }

    /** Whether it is time for a frame. */
    public boolean isDue() {
        return fresh > 0 && untilDue <= 0;
    }

    /**
     * Writes the frame that is due.
     *
     * @param frame to write with; of the thread.
     * @param viewAge see {@link InputFrame}.
     * @return the length of its body.
     */
    public int write(
            final InputFrame frame, final MemorySegment memory, final long at, final int epoch, final int viewAge) {
        untilDue = Math.max(0, untilDue + InputClock.TICK_HZ); // What was held up is not made up for with more frames.
        frame.clear(newestTick, epoch, viewAge);
        final int count = Math.min(known, Math.min(InputFrame.INPUTS_MAX, fresh + OLD_MAX));
        for (int index = 0; index < count; index++) {
            final long input = ring[(newestTick - index) & (RING - 1)];
            frame.add((byte) input, (byte) (input >> 8), (int) (input >> 16) & 0xFFF, (int) (input >> 32) & 0xFF);
        }
        fresh = 0;
        return frame.write(memory, at);
    }
}
