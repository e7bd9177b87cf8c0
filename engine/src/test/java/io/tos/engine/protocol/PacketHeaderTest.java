package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Tests {@link PacketHeader} and {@link ConnectionId}. */
final class PacketHeaderTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(64);

    @Test
    void shouldReadBackWhatWasWrittenWhenUnaligned() {
        for (int at = 0; at < 9; at++) {
            PacketHeader.write(memory, at, 1, 0xFEDCBA98, 0x1_2345_6789AL);

            final long word = PacketHeader.word(memory, at);

            assertTrue(PacketHeader.isData(LittleEndian.u8(memory, at)));
            assertTrue(PacketHeader.isCanonical(word));
            assertEquals(1, PacketHeader.phase(word));
            assertEquals(0xFEDCBA98, PacketHeader.cid(word));
            assertEquals(0x56789A, PacketHeader.truncatedNumber(word));
        }
    }

    @Test
    void shouldRefuseWhenAReservedBitIsSet() {
        for (int bit = 0; bit < 6; bit++) {
            PacketHeader.write(memory, 0, 0, 1, 0);
            LittleEndian.put8(memory, 0, 0x80 | (1 << bit));
            assertFalse(PacketHeader.isCanonical(PacketHeader.word(memory, 0)), "bit " + bit);
        }
    }

    @Test
    void shouldKeepSlotAndGenerationApartWhenBothAreLargest() {
        final int cid = ConnectionId.of(ConnectionId.SLOTS - 1, ConnectionId.GENERATIONS - 1);

        assertEquals(-1, cid);
        assertEquals(ConnectionId.SLOTS - 1, ConnectionId.slot(cid));
        assertEquals(ConnectionId.GENERATIONS - 1, ConnectionId.generation(cid));
        assertEquals(1 << 14, ConnectionId.of(0, 1));
    }

    @Test
    void shouldSteerByTheFirstByteOfTheIdWhenSharded() {
        final int cid = ConnectionId.of(0x1234, 77);
        PacketHeader.write(memory, 0, 0, cid, 9);

        assertEquals(0x34 & 15, ConnectionId.shard(LittleEndian.u8(memory, 1), 16));
        assertEquals(0, ConnectionId.shard(LittleEndian.u8(memory, 1), 1));
    }
}
