package io.tos.engine.net.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.memory.Region;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Blocks go out once, come back, and end. */
class BlockPoolTest {
    @Test
    void shouldGiveEachBlockOnceWhenTakenUntilNoneIsLeft() {
        final long before = Region.openBytes();
        try (BlockPool pool = new BlockPool("test", 3, 2)) {
            final Set<Integer> taken = new HashSet<>();
            for (int index = 0; index < 5; index++) {
                final int block = pool.take(BlockPool.SMALL_BYTES);
                assertNotEquals(BlockPool.NONE, block);
                assertTrue(taken.add(block));
                assertTrue(BlockPool.at(block) + BlockPool.SMALL_BYTES
                        <= pool.memory().byteSize());
            }
            assertEquals(BlockPool.NONE, pool.take(1));
            assertEquals(3 * BlockPool.SMALL_BYTES + 2 * BlockPool.LARGE_BYTES, pool.usedBytes());

            taken.forEach(pool::give);

            assertEquals(0, pool.usedBytes());
            assertNotEquals(BlockPool.NONE, pool.take(BlockPool.LARGE_BYTES));
            assertNotEquals(BlockPool.NONE, pool.take(BlockPool.LARGE_BYTES));
            assertEquals(BlockPool.NONE, pool.take(BlockPool.LARGE_BYTES));
        }
        assertEquals(before, Region.openBytes());
    }
}
