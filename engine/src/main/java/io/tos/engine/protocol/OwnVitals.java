package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * The viewer's own bars, exactly. A holder to fill and write, or to read into; one instance per agent.
 *
 * <pre> health, healthMax, mana, manaMax, staminaMax: five varints, u32, in points </pre>
 */
public final class OwnVitals {
    /** Most bytes it takes. */
    public static final int LENGTH_MAX = 5 * Varint.U32_BYTES_MAX;

    private static final int FIELDS = 5;

    /** Health now. */
    public int health;
    /** Health at most. */
    public int healthMax;
    /** Mana now. */
    public int mana;
    /** Mana at most. */
    public int manaMax;
    /** Stamina at most; stamina now travels with {@link OwnMotion}. */
    public int staminaMax;

    /** Writes it; {@link #LENGTH_MAX} bytes must be free. Returns its length. */
    public int write(final MemorySegment memory, final long at) {
        int length = Varint.write(memory, at, Integer.toUnsignedLong(health));
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(healthMax));
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(mana));
        length += Varint.write(memory, at + length, Integer.toUnsignedLong(manaMax));
        return length + Varint.write(memory, at + length, Integer.toUnsignedLong(staminaMax));
    }

    /** Reads it; returns its length, or -1 if it is cut off or not in its one legal form. */
    public int read(final MemorySegment memory, final long at, final int available) {
        int done = 0;
        for (int field = 0; field < FIELDS; field++) {
            final int length = Varint.check(memory, at + done, available - done, Varint.U32_BYTES_MAX);
            if (length < 0) {
                return -1;
            }
            set(field, (int) Varint.value(memory, at + done, length));
            done += length;
        }
        return done;
    }

    private void set(final int field, final int value) {
        switch (field) {
            case 0 -> health = value;
            case 1 -> healthMax = value;
            case 2 -> mana = value;
            case 3 -> manaMax = value;
            default -> staminaMax = value;
        }
    }
}
