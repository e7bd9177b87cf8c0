package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * The clear, authenticated head of a data packet. Read it once as a word, then take the parts from the word.
 *
 * <pre> 0 bit 7 = 1, bit 6 key phase, bits 5..0 = 0 | 1 connection id u32 | 5 packet number, low 24 bits | 8 sealed text </pre>
 */
public final class PacketHeader {
    /** Bytes before the sealed text. */
    public static final int LENGTH = 8;

    /** Bytes of the tag behind the sealed text. */
    public static final int TAG_BYTES = 16;

    /** What sealing costs: header and tag. */
    public static final int OVERHEAD_BYTES = LENGTH + TAG_BYTES;

    /** Longest UDP payload in either direction, of any packet. */
    public static final int DATAGRAM_BYTES_MAX = 1200;

    /** Longest text of a data packet: flags, acks and frames. */
    public static final int TEXT_BYTES_MAX = DATAGRAM_BYTES_MAX - OVERHEAD_BYTES;

    /** Shortest data packet: its text is the flags byte alone. */
    public static final int DATAGRAM_BYTES_MIN = OVERHEAD_BYTES + 1;

    private static final int DATA_BIT = 0x80;
    private static final int PHASE_BIT = 0x40;
    private static final int NUMBER_SHIFT = 40;
    private static final int CID_SHIFT = 8;

    private PacketHeader() {}

    /** Whether the first byte of a datagram belongs to a data packet; else it is a handshake packet or nothing of ours. */
    public static boolean isData(final int firstByte) {
        return (firstByte & DATA_BIT) != 0;
    }

    /** The header's eight bytes. The datagram has at least {@link #DATAGRAM_BYTES_MIN}. */
    public static long word(final MemorySegment memory, final long packet) {
        return LittleEndian.i64(memory, packet);
    }

    /** Whether the reserved bits are zero and the data bit is set. */
    public static boolean isCanonical(final long word) {
        return (word & (0xFF & ~PHASE_BIT)) == DATA_BIT;
    }

    /** Key phase, 0 or 1. */
    public static int phase(final long word) {
        return ((int) word >>> 6) & 1;
    }

    /** The receiver's connection id. */
    public static int cid(final long word) {
        return (int) (word >>> CID_SHIFT);
    }

    /** Low 24 bits of the packet number; {@link PacketNumber#expand} makes it whole. */
    public static int truncatedNumber(final long word) {
        return (int) (word >>> NUMBER_SHIFT);
    }

    /** Writes the eight bytes. */
    public static void write(
            final MemorySegment memory, final long packet, final int phase, final int cid, final long packetNumber) {
        assert (phase & ~1) == 0 : phase;
        LittleEndian.put64(
                memory,
                packet,
                (packetNumber << NUMBER_SHIFT)
                        | (Integer.toUnsignedLong(cid) << CID_SHIFT)
                        | (DATA_BIT | (phase == 0 ? 0 : PHASE_BIT)));
    }
}
