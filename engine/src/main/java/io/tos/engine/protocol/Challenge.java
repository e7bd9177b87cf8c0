package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: the cookie. The server keeps nothing. One instance per agent.
 *
 * <pre>
 *  0 head, type 2, version chosen, flags = load u8 | 16 clientTimeUs u64 of the HELLO
 * 24 timeBucket u32 | 28 cookie, 16 bytes | 44 version lowest u16 | 46 version highest u16
 * </pre>
 */
public final class Challenge {
    /** Always this long. */
    public static final int LENGTH = 48;

    /** Length of the cookie. */
    public static final int COOKIE_BYTES = 16;

    /** Where the cookie lies, from the packet's start. */
    public static final int COOKIE = 28;

    private static final int CLIENT_TIME = 16;
    private static final int TIME_BUCKET = 24;
    private static final int LOWEST = 44;
    private static final int HIGHEST = 46;

    private MemorySegment memory = MemorySegment.NULL;
    private long packet;

    /** Looks at a datagram; false if it is not a CHALLENGE. */
    public boolean wrap(final MemorySegment memory, final long packet, final int length) {
        this.memory = memory;
        this.packet = packet;
        return length == LENGTH && HandshakePacket.isHead(memory, packet, HandshakePacket.CHALLENGE);
    }

    /** Whose HELLO this answers. */
    public long handshakeId() {
        return HandshakePacket.handshakeId(memory, packet);
    }

    /** What to speak from here on, if it is {@link ProtocolVersion#best} of the range. */
    public int versionChosen() {
        return HandshakePacket.version(memory, packet);
    }

    /** How full the server is, 0 to 255; a hint for a client with several addresses. */
    public int load() {
        return HandshakePacket.flags(memory, packet);
    }

    /** The clock in the HELLO this answers. */
    public long clientTimeUs() {
        return LittleEndian.i64(memory, packet + CLIENT_TIME);
    }

    /** Goes back unchanged in CONNECT, with the cookie. */
    public int timeBucket() {
        return LittleEndian.i32(memory, packet + TIME_BUCKET);
    }

    /** Where the cookie lies in {@link #memory()}. */
    public long cookie() {
        return packet + COOKIE;
    }

    /** Lowest version the server speaks. */
    public int versionLowest() {
        return LittleEndian.u16(memory, packet + LOWEST);
    }

    /** Highest version the server speaks. */
    public int versionHighest() {
        return LittleEndian.u16(memory, packet + HIGHEST);
    }

    /** The segment last wrapped. */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * Writes all but the cookie, which the caller puts at {@link #COOKIE}.
     *
     * @param hello what it answers; may lie in the same segment, not in the same bytes.
     */
    public static void write(
            final MemorySegment memory, final long packet, final Hello hello, final int timeBucket, final int load) {
        HandshakePacket.writeHead(
                memory,
                packet,
                HandshakePacket.CHALLENGE,
                hello.handshakeId(),
                ProtocolVersion.choose(hello.versionWanted()),
                load);
        LittleEndian.put64(memory, packet + CLIENT_TIME, hello.clientTimeUs());
        LittleEndian.put32(memory, packet + TIME_BUCKET, timeBucket);
        LittleEndian.put16(memory, packet + LOWEST, ProtocolVersion.LOWEST);
        LittleEndian.put16(memory, packet + HIGHEST, ProtocolVersion.HIGHEST);
    }
}
