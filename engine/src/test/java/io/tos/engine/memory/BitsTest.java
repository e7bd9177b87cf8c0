package io.tos.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bits against the JDK's bit set. */
final class BitsTest {
    @Test
    void shouldAgreeWithBitSet() {
        final SplittableRandom random = new SplittableRandom(11);
        final int limit = 320;
        final BitSet model = new BitSet(limit);
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment memory = arena.allocate(8 + Bits.bytes(limit), 8);
            for (int step = 0; step < 20_000; step++) {
                final int bit = random.nextInt(limit);
                if (random.nextInt(3) == 0) {
                    model.set(bit);
                    Bits.set(memory, 8, bit);
                } else {
                    model.clear(bit);
                    Bits.clear(memory, 8, bit);
                }
                final int from = random.nextInt(limit);
                final int next = model.nextSetBit(from);
                assertEquals(next < 0 ? limit : next, Bits.next(memory, 8, from, limit));
                assertEquals(model.get(from), Bits.get(memory, 8, from));
                assertEquals(model.cardinality(), Bits.count(memory, 8, limit));
            }
            assertEquals(0, memory.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0), "a neighbour");
        }
    }
}
