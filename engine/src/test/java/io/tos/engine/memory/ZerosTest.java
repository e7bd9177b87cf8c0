package io.tos.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Zeroing in place. */
final class ZerosTest {
    private static final int BYTES = 40;

    @Test
    void shouldWipeExactlyWhatWasAskedWhateverPlaceAndLength() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment memory = arena.allocate(BYTES, 8);
            for (int at = 0; at < BYTES; at++) {
                for (int length = 0; at + length <= BYTES; length++) {
                    memory.fill((byte) 7);
                    Zeros.fill(memory, at, length);
                    for (int place = 0; place < BYTES; place++) {
                        final boolean isInside = place >= at && place < at + length;
                        assertEquals(isInside ? 0 : 7, memory.get(ValueLayout.JAVA_BYTE, place));
                    }
                }
            }
        }
    }
}
