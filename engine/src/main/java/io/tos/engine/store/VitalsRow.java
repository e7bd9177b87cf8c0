package io.tos.engine.store;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * How a character is, as it is kept. A holder to fill and write, or to read into; one instance per agent.
 *
 * <pre> 0 {@link RowKey} | 24 health i32 | 28 mana i32 | 32 stamina i32 | 36 spare </pre>
 */
public final class VitalsRow {
    static final int BYTES = 40;

    /** Whose, and which writing. */
    public final RowKey key = new RowKey();
    /** Points; 0 is dead. */
    public int health;
    /** Points. */
    public int mana;
    /** Points. */
    public int stamina;

    /** Takes another's values; its key keeps owner and epoch. */
    public void copy(final VitalsRow other) {
        key.version = other.key.version;
        health = other.health;
        mana = other.mana;
        stamina = other.stamina;
    }

    void write(final MemorySegment memory, final long at) {
        key.write(memory, at);
        memory.set(JAVA_INT, at + 24, health);
        memory.set(JAVA_INT, at + 28, mana);
        memory.set(JAVA_INT, at + 32, stamina);
    }

    void read(final MemorySegment memory, final long at) {
        key.read(memory, at);
        health = memory.get(JAVA_INT, at + 24);
        mana = memory.get(JAVA_INT, at + 28);
        stamina = memory.get(JAVA_INT, at + 32);
    }
}
