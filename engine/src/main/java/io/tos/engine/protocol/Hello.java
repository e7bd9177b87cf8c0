package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Client → server: asks for a cookie. No cryptography, and no state at the server. One instance per agent.
 *
 * <pre> 0 head, type 1, version wanted, flags 0 | 16 clientTimeUs u64 | 24 zero, 1,176 bytes </pre>
 */
public final class Hello {
    /** Always this long. */
    public static final int LENGTH = HandshakePacket.REQUEST_BYTES;

    private static final int CLIENT_TIME = 16;
    private static final int PADDING = 24;

    private MemorySegment memory = MemorySegment.NULL;
    private long packet;

    /** Looks at a datagram; false if it is not a HELLO in its one legal form. */
    public boolean wrap(final MemorySegment memory, final long packet, final int length) {
        this.memory = memory;
        this.packet = packet;
        return length == LENGTH
                && HandshakePacket.isHead(memory, packet, HandshakePacket.HELLO)
                && HandshakePacket.flags(memory, packet) == 0
                && LittleEndian.isZero(memory, packet + PADDING, LENGTH - PADDING);
    }

    /** Chosen by the client at random; its first byte steers to a shard. */
    public long handshakeId() {
        return HandshakePacket.handshakeId(memory, packet);
    }

    /** What the client would like to speak; may be grease. */
    public int versionWanted() {
        return HandshakePacket.version(memory, packet);
    }

    /** The client's own clock, sent back in the CHALLENGE. */
    public long clientTimeUs() {
        return LittleEndian.i64(memory, packet + CLIENT_TIME);
    }

    /** Writes a HELLO of {@link #LENGTH} bytes. */
    public static void write(
            final MemorySegment memory,
            final long packet,
            final long handshakeId,
            final int versionWanted,
            final long clientTimeUs) {
        HandshakePacket.writeHead(memory, packet, HandshakePacket.HELLO, handshakeId, versionWanted, 0);
        LittleEndian.put64(memory, packet + CLIENT_TIME, clientTimeUs);
        LittleEndian.zero(memory, packet + PADDING, LENGTH - PADDING);
    }
}
