package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Body of an INPUT frame: what the player wanted in the newest tick and, against loss, in up to ten before it. A holder
 * to fill and write, or to read into; one instance per agent. Index 0 is the newest tick, 1 the tick before, and so on.
 *
 * <pre>
 * 0 newest tick u32 | 4 epoch u8 | 5 viewAge u16, 1/16 tick | 7 count u8, 1 to 11 | 8 bits, filled up to a byte:
 * newest: dirX 8, dirY 8, -127 to 127 | aim 12 | buttons 8
 * each older: same 1; if 0: mask 3: bit 0 direction, 1 aim, 2 buttons; then those that differ from the newer one
 * </pre>
 *
 * {@code viewAge} is how far what the client shows lies behind the newest input's tick.
 */
public final class InputFrame {
    /** Most inputs in one frame: three new ones and eight old. */
    public static final int INPUTS_MAX = 11;

    /** Most bytes of a body. */
    public static final int LENGTH_MAX = 8 + (36 + (INPUTS_MAX - 1) * 40 + 7) / 8;

    /** Button: sprint. */
    public static final int BUTTON_SPRINT = 1;

    /** Button: jump. */
    public static final int BUTTON_JUMP = 1 << 1;

    /** Button: roll. */
    public static final int BUTTON_ROLL = 1 << 2;

    /** Button: walk slowly. */
    public static final int BUTTON_WALK = 1 << 3;

    /** Button: dive or descend. */
    public static final int BUTTON_DOWN = 1 << 4;

    /** Button: use what is in front. */
    public static final int BUTTON_USE = 1 << 5;

    /** Button: attack with the weapon in hand. */
    public static final int BUTTON_ATTACK = 1 << 6;

    /** Button: block or parry. */
    public static final int BUTTON_BLOCK = 1 << 7;

    private static final int HEAD_BYTES = 8;
    private static final int DIRECTION = 1;
    private static final int AIM = 1 << 1;
    private static final int BUTTONS = 1 << 2;
    private static final int MASK_BITS = 3;

    private final byte[] directionX = new byte[INPUTS_MAX];
    private final byte[] directionY = new byte[INPUTS_MAX];
    private final short[] aim = new short[INPUTS_MAX];
    private final short[] buttons = new short[INPUTS_MAX];
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();
    private int newestTick;
    private int epoch;
    private int viewAge;
    private int count;

    /** Starts anew: no inputs yet. */
    public void clear(final int newestTick, final int epoch, final int viewAge) {
        this.newestTick = newestTick;
        this.epoch = epoch;
        this.viewAge = viewAge;
        count = 0;
    }

    /**
     * Adds the input of the tick before the last one added, the newest first.
     *
     * @param directionX east, -127 to 127.
     * @param directionY north, -127 to 127.
     * @param aim 12 bits, see {@link Quantizer#aim}.
     * @param buttons 8 bits.
     */
    public void add(final int directionX, final int directionY, final int aim, final int buttons) {
        assert Math.abs(directionX) <= 127 && Math.abs(directionY) <= 127 : "no -128";
        assert (aim & ~0xFFF) == 0 && (buttons & ~0xFF) == 0;
        this.directionX[count] = (byte) directionX;
        this.directionY[count] = (byte) directionY;
        this.aim[count] = (short) aim;
        this.buttons[count] = (short) buttons;
        count++;
    }

    /** Writes the body; {@link #LENGTH_MAX} bytes must be free. Returns its length. */
    public int write(final MemorySegment memory, final long at) {
        assert count >= 1 : "an input at least";
        LittleEndian.put32(memory, at, newestTick);
        LittleEndian.put8(memory, at + 4, epoch);
        LittleEndian.put16(memory, at + 5, viewAge);
        LittleEndian.put8(memory, at + 7, count);
        writer.wrap(memory, at + HEAD_BYTES, LENGTH_MAX - HEAD_BYTES);
        putFields(0, DIRECTION | AIM | BUTTONS);
        for (int index = 1; index < count; index++) {
            final int mask = changes(index);
            writer.put(mask == 0 ? 1 : 0, 1);
            if (mask != 0) {
                writer.put(mask, MASK_BITS);
                putFields(index, mask);
            }
        }
        return HEAD_BYTES + writer.finish();
    }

    private int changes(final int index) {
        final int newer = index - 1;
        final boolean turned = directionX[index] != directionX[newer] || directionY[index] != directionY[newer];
        return (turned ? DIRECTION : 0)
                | (aim[index] != aim[newer] ? AIM : 0)
                | (buttons[index] != buttons[newer] ? BUTTONS : 0);
    }

    private void putFields(final int index, final int mask) {
        if ((mask & DIRECTION) != 0) {
            writer.putSigned(directionX[index], 8);
            writer.putSigned(directionY[index], 8);
        }
        if ((mask & AIM) != 0) {
            writer.put(aim[index], Quantizer.AIM_BITS);
        }
        if ((mask & BUTTONS) != 0) {
            writer.put(buttons[index], 8);
        }
    }

    /** Reads a body; false if it is cut off, too long, or not in its one legal form. */
    public boolean read(final MemorySegment memory, final long at, final int length) {
        if (length <= HEAD_BYTES) {
            return false;
        }
        newestTick = LittleEndian.i32(memory, at);
        epoch = LittleEndian.u8(memory, at + 4);
        viewAge = LittleEndian.u16(memory, at + 5);
        count = LittleEndian.u8(memory, at + 7);
        if (count < 1 || count > INPUTS_MAX) {
            return false;
        }
        reader.wrap(memory, at + HEAD_BYTES, length - HEAD_BYTES);
        takeFields(0, DIRECTION | AIM | BUTTONS);
        boolean canonical = isDirection(0);
        for (int index = 1; index < count; index++) {
            copyNewer(index);
            if (reader.take(1) == 0) {
                final int mask = (int) reader.take(MASK_BITS);
                takeFields(index, mask);
                canonical &= mask != 0 && mask == changes(index) && isDirection(index);
            }
        }
        return reader.finish() == length - HEAD_BYTES && canonical;
    }

    private boolean isDirection(final int index) {
        return directionX[index] != Byte.MIN_VALUE && directionY[index] != Byte.MIN_VALUE; // -128 has no mirror.
    }

    private void copyNewer(final int index) {
        directionX[index] = directionX[index - 1];
        directionY[index] = directionY[index - 1];
        aim[index] = aim[index - 1];
        buttons[index] = buttons[index - 1];
    }

    private void takeFields(final int index, final int mask) {
        if ((mask & DIRECTION) != 0) {
            directionX[index] = (byte) reader.take(8);
            directionY[index] = (byte) reader.take(8);
        }
        if ((mask & AIM) != 0) {
            aim[index] = (short) reader.take(Quantizer.AIM_BITS);
        }
        if ((mask & BUTTONS) != 0) {
            buttons[index] = (short) reader.take(8);
        }
    }

    /** Low 32 bits of the tick of input 0. */
    public int newestTick() {
        return newestTick;
    }

    /** Which ENTER_WORLD the inputs belong to. */
    public int epoch() {
        return epoch;
    }

    /** How far the client's view lies behind the newest tick, in 1/16 tick. */
    public int viewAge() {
        return viewAge;
    }

    /** How many inputs there are. */
    public int count() {
        return count;
    }

    /** East component of the wish to move, -127 to 127. */
    public int directionX(final int index) {
        return directionX[index];
    }

    /** North component of the wish to move, -127 to 127. */
    public int directionY(final int index) {
        return directionY[index];
    }

    /** Where the player looks, 12 bits. */
    public int aim(final int index) {
        return aim[index];
    }

    /** What is held down. */
    public int buttons(final int index) {
        return buttons[index];
    }
}
