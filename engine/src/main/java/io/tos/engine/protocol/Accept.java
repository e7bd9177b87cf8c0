package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: Noise message 2. Whether it says yes ({@link AcceptPayload}) or no ({@link RefusePayload}) is sealed.
 *
 * <pre> 0 head, type 4, version, flags 0 | 16 Noise e, 32 bytes | 48 sealed length u16 | 50 sealed payload and tag </pre>
 *
 * At most 400 bytes, less than the CONNECT it answers. One instance per agent.
 */
public final class Accept {
    /** Where Noise message 2 begins: the ephemeral key. */
    public static final int EPHEMERAL = 16;

    /** Where the sealed payload lies. */
    public static final int SEALED = 50;

    /** Longest packet of this type. */
    public static final int LENGTH_MAX = 400;

    private static final int SEALED_LENGTH = 48;
    private static final int SEALED_BYTES_MIN = PacketHeader.TAG_BYTES + 1;

    private MemorySegment memory = MemorySegment.NULL;
    private long packet;

    /** Looks at a datagram; false if it is not an ACCEPT in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long packet, final int length) {
        this.memory = memory;
        this.packet = packet;
        return length >= SEALED + SEALED_BYTES_MIN
                && length <= LENGTH_MAX
                && HandshakePacket.isHead(memory, packet, HandshakePacket.ACCEPT)
                && HandshakePacket.flags(memory, packet) == 0
                && sealedLength() == length - SEALED;
    }

    /** Whose CONNECT this answers. */
    public long handshakeId() {
        return HandshakePacket.handshakeId(memory, packet);
    }

    /** The version agreed on. */
    public int version() {
        return HandshakePacket.version(memory, packet);
    }

    /** Where the server's ephemeral key lies in {@link #memory()}. */
    public long ephemeral() {
        return packet + EPHEMERAL;
    }

    /** Where the sealed payload lies. */
    public long sealed() {
        return packet + SEALED;
    }

    /** Length of the sealed payload with its tag. */
    public int sealedLength() {
        return LittleEndian.u16(memory, packet + SEALED_LENGTH);
    }

    /** The segment last wrapped. */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * Writes all but ephemeral key and sealed payload, which the caller puts at their places.
     *
     * @param sealedLength payload and tag.
     * @return length of the packet.
     */
    public static int write(
            final MemorySegment memory,
            final long packet,
            final long handshakeId,
            final int version,
            final int sealedLength) {
        assert sealedLength >= SEALED_BYTES_MIN && SEALED + sealedLength <= LENGTH_MAX : sealedLength;
        HandshakePacket.writeHead(memory, packet, HandshakePacket.ACCEPT, handshakeId, version, 0);
        LittleEndian.put16(memory, packet + SEALED_LENGTH, sealedLength);
        return SEALED + sealedLength;
    }
}
