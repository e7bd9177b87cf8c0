package io.tos.engine.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Seeded randomness for tests at the trust boundary. The seed is printed and in every failure; give it back with {@code
 * -Dfuzz.seed=}. {@code -Dfuzz.seconds=} makes a fuzzer run that long instead of its short form.
 */
final class Fuzz {
    private static final long SHORT_ROUNDS = 20_000;

    private Fuzz() {}

    /** A generator for this seed; the same everywhere. */
    static RandomGenerator random(final long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Runs the body over and over with fresh randomness, short by default. */
    static void run(final String name, final Consumer<RandomGenerator> body) {
        final long seed = Long.getLong("fuzz.seed", 0x7A11E5L);
        final long seconds = Long.getLong("fuzz.seconds", 0);
        final RandomGenerator random = random(seed ^ name.hashCode());
        System.out.println(name + " seed " + seed + (seconds > 0 ? " for " + seconds + " s" : ""));
        final long end = System.nanoTime() + seconds * 1_000_000_000L;
        long round = 0;
        try {
            while (seconds > 0 ? (round & 1023) != 0 || System.nanoTime() < end : round < SHORT_ROUNDS) {
                body.accept(random);
                round++;
            }
        } catch (final RuntimeException | AssertionError failure) {
            throw new AssertionError(name + " failed in round " + round + ", -Dfuzz.seed=" + seed, failure);
        }
    }

    /** Random bytes, often with runs of zeros and ones. */
    static void fill(final RandomGenerator random, final MemorySegment memory, final int length) {
        final int style = random.nextInt(4);
        for (int at = 0; at < length; at++) {
            final int value = switch (style) {
                case 0 -> random.nextInt();
                case 1 -> random.nextInt(8) == 0 ? random.nextInt() : 0;
                case 2 -> random.nextInt(8) == 0 ? random.nextInt() : -1;
                default -> random.nextInt(40);
            };
            LittleEndian.put8(memory, at, value);
        }
    }

    /** Bytes from hexadecimal digits, in memory of exactly that length, so that reading past the end is caught. */
    static MemorySegment hex(final Arena arena, final String digits) {
        final byte[] bytes = HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
        final MemorySegment memory = arena.allocate(bytes.length);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
        return memory;
    }

    /** Hexadecimal digits of the first {@code length} bytes. */
    static String hex(final MemorySegment memory, final long length) {
        final byte[] bytes = memory.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(bytes);
    }

    /** A copy of the first {@code length} bytes in memory of exactly that length. */
    static MemorySegment exact(final Arena arena, final MemorySegment memory, final long length) {
        final MemorySegment copy = arena.allocate(Math.max(1, length)).asSlice(0, length);
        MemorySegment.copy(memory, 0, copy, 0, length);
        return copy;
    }
}
