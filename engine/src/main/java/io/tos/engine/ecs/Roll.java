package io.tos.engine.ecs;

/**
 * Chance without a stream: a roll is a hash of what it is for, so that no system's rolls depend on how often another
 * one rolled. The same seed, tick, system, entity and number give the same roll.
 */
public final class Roll {
    private static final long ODD_A = 0x9E3779B97F4A7C15L;
    private static final long ODD_B = 0xD1B54A32D192ED03L;

    private Roll() {}

    /**
     * 64 random bits.
     *
     * @param seed of the world.
     * @param tick in which it is rolled.
     * @param system a number of the system's own, from {@link #system}.
     * @param entity for whom; 0 for nobody.
     * @param number 0 for the first roll of this entity in this tick and system, 1 for the second.
     */
    public static long bits(final long seed, final long tick, final long system, final long entity, final int number) {
        long hash = mix(seed ^ system);
        hash = mix(hash + tick * ODD_A);
        hash = mix(hash ^ entity * ODD_B);
        return mix(hash + number * ODD_A);
    }

    /** A system's number, from its name. */
    public static long system(final String name) {
        long hash = 0;
        for (int index = 0; index < name.length(); index++) {
            hash = mix(hash ^ name.charAt(index));
        }
        return hash;
    }

    /** Turns random bits into 0 to {@code bound - 1}, evenly to within one part in 2^32. */
    public static int below(final long bits, final int bound) {
        assert bound > 0 : bound;
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Turns random bits into {@code least} to {@code most}, both included. */
    public static int between(final long bits, final int least, final int most) {
        return least + below(bits, most - least + 1);
    }

    /** Whether an event of this chance happens, in parts of a million. */
    public static boolean happens(final long bits, final int chancePpm) {
        return below(bits, 1_000_000) < chancePpm;
    }

    /** Spreads every bit of the input over all bits of the output; a bijection. */
    static long mix(final long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
