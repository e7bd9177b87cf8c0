package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.WorldBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** World blocks survive packing, and damaged ones (hostile row 43) are refused before and after unpacking. */
class BlockPackerTest {
    private static final int HEAD = 2 + WorldBlock.HEAD_BYTES;
    private static final long SEED = 0x124_B10CL;

    private final BlockPacker packer = new BlockPacker();
    private final BlockPacker unpacker = new BlockPacker();
    private final MemorySegment memory = Arena.ofAuto().allocate(1 << 16, 8);
    private final Random random = new Random(SEED);

    @AfterEach
    void close() {
        packer.close();
        unpacker.close();
    }

    /** A WORLD_BLOCK message at 0 whose bytes repeat every {@code period}. */
    private int message(final int blockLength, final int period) {
        LittleEndian.put16(memory, 0, MessageType.WORLD_BLOCK.id());
        WorldBlock.write(memory, 2, 7, 1 << 20, 4_096, 0);
        for (int index = 0; index < blockLength; index++) {
            final byte value = index < period
                    ? (byte) random.nextInt()
                    : memory.get(ValueLayout.JAVA_BYTE, HEAD + index - (long) period);
            memory.set(ValueLayout.JAVA_BYTE, HEAD + (long) index, value);
        }
        return HEAD + blockLength;
    }

    @Test
    void shouldGiveTheSameBytesWhenPackedAndUnpacked() {
        for (final int blockLength : new int[] {100, 1_000, 16_384}) {
            final int length = message(blockLength, 50);
            final int packed = packer.pack(memory, 0, length);

            assertTrue(packed > HEAD && packed < length, "seed " + SEED + ", packed " + packed);
            assertEquals(4_096, WorldBlock.offset(packer.memory(), packer.packedAt() + 2));
            assertEquals(blockLength, unpacker.unpack(packer.memory(), packer.packedAt() + 2, packed - 2));
            assertEquals(
                    -1,
                    memory.asSlice(HEAD, blockLength)
                            .mismatch(unpacker.memory().asSlice(unpacker.blockAt(), blockLength)));
        }
    }

    @Test
    void shouldLeaveItAsItIsWhenPackingIsNotWorthItOrNotAllowed() {
        assertEquals(0, packer.pack(memory, 0, message(4_000, 4_000)), "random bytes do not shrink");
        final int length = message(4_000, 10);
        WorldBlock.write(memory, 2, 7, 1 << 20, 0, 9_000);
        assertEquals(0, packer.pack(memory, 0, length), "packed already");
        LittleEndian.put16(memory, 0, MessageType.ANNOUNCE.id());
        assertEquals(0, packer.pack(memory, 0, length), "another type");
        assertEquals(0, packer.pack(memory, 0, 2), "too short");
    }

    @Test
    void shouldTakeABlockAsItIsWhenItIsNotPacked() {
        final int length = message(300, 300);

        assertEquals(300, unpacker.unpack(memory, 2, length - 2));
    }

    @Test // 43
    void shouldRefuseWhenTheToldLengthIsWrong() {
        final int packed = packer.pack(memory, 0, message(8_000, 64));
        for (final int told : new int[] {1, 7_999, 8_001, 16_384, 16_385, 65_535}) {
            LittleEndian.put16(packer.memory(), packer.packedAt() + 2 + 12, told);
            assertEquals(
                    BlockPacker.DAMAGED,
                    unpacker.unpack(packer.memory(), packer.packedAt() + 2, packed - 2),
                    "told " + told);
        }
    }

    @Test // 43
    void shouldRefuseOrStayInBoundsWhenPackedBytesAreDamaged() {
        final int packed = packer.pack(memory, 0, message(8_000, 64));
        final MemorySegment whole = packer.memory().asSlice(packer.packedAt() + 2, packed - 2);
        for (int round = 0; round < 20_000; round++) {
            final MemorySegment bent = memory.asSlice(1 << 15, packed - 2).copyFrom(whole);
            for (int change = random.nextInt(4); change >= 0; change--) {
                final long at = WorldBlock.HEAD_BYTES + (long) random.nextInt(packed - 2 - WorldBlock.HEAD_BYTES);
                bent.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
            }
            final int length = packed - 2 - random.nextInt(3);
            final int unpacked = unpacker.unpack(memory, 1 << 15, length);
            assertTrue(unpacked == BlockPacker.DAMAGED || unpacked == 8_000, "seed " + SEED + ", round " + round);
        }
    }
}
