package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Client → server: cookie, token (or resume ticket) and Noise message 1. One instance per agent.
 *
 * <pre>
 *   0 head, type 3, version chosen, flags: bit 0 = resume | 16 timeBucket u32 | 20 cookie, 16 bytes
 *  36 token, 304 bytes; a ticket is padded with zeros | 340 Noise e, 32 bytes | 372 sealed length u16 = 44
 * 374 sealed {@link ConnectPayload}, 28 + 16 bytes | 418 zero, to 1,200
 * </pre>
 */
public final class Connect {
    /** Always this long. */
    public static final int LENGTH = HandshakePacket.REQUEST_BYTES;

    /** Flag: the token field holds a resume ticket. */
    public static final int FLAG_RESUME = 1;

    /** Where the cookie lies, from the packet's start. */
    public static final int COOKIE = 20;

    /** Where the token lies. */
    public static final int TOKEN = 36;

    /** Length of the token field. */
    public static final int TOKEN_BYTES = 304;

    /** Where Noise message 1 begins: the ephemeral key. */
    public static final int EPHEMERAL = 340;

    /** Length of an ephemeral key. */
    public static final int EPHEMERAL_BYTES = 32;

    /** Where the sealed payload of Noise message 1 lies. */
    public static final int SEALED = 374;

    /** Length of the sealed payload with its tag. */
    public static final int SEALED_BYTES = ConnectPayload.LENGTH + PacketHeader.TAG_BYTES;

    private static final int TIME_BUCKET = 16;
    private static final int SEALED_LENGTH = 372;
    private static final int PADDING = SEALED + SEALED_BYTES;

    private MemorySegment memory = MemorySegment.NULL;
    private long packet;

    /** Looks at a datagram; false if it is not a CONNECT in its one legal form. The version is the caller's to check. */
    public boolean wrap(final MemorySegment memory, final long packet, final int length) {
        this.memory = memory;
        this.packet = packet;
        return length == LENGTH
                && HandshakePacket.isHead(memory, packet, HandshakePacket.CONNECT)
                && (HandshakePacket.flags(memory, packet) & ~FLAG_RESUME) == 0
                && LittleEndian.u16(memory, packet + SEALED_LENGTH) == SEALED_BYTES
                && LittleEndian.isZero(memory, packet + PADDING, LENGTH - PADDING);
    }

    /** Looks at a CONNECT that was found right before and may have lost its padding since. */
    public void wrapChecked(final MemorySegment memory, final long packet) {
        this.memory = memory;
        this.packet = packet;
    }

    /** Same as in the HELLO. */
    public long handshakeId() {
        return HandshakePacket.handshakeId(memory, packet);
    }

    /** What the CHALLENGE chose. */
    public int version() {
        return HandshakePacket.version(memory, packet);
    }

    /** Flags byte, mixed into the prologue. */
    public int flags() {
        return HandshakePacket.flags(memory, packet);
    }

    /** Whether the token field holds a resume ticket. */
    public boolean isResume() {
        return (flags() & FLAG_RESUME) != 0;
    }

    /** As the CHALLENGE said. */
    public int timeBucket() {
        return LittleEndian.i32(memory, packet + TIME_BUCKET);
    }

    /** Where the cookie lies in {@link #memory()}. */
    public long cookie() {
        return packet + COOKIE;
    }

    /** Where the token lies. */
    public long token() {
        return packet + TOKEN;
    }

    /** Where the client's ephemeral key lies. */
    public long ephemeral() {
        return packet + EPHEMERAL;
    }

    /** Where the sealed payload lies. */
    public long sealed() {
        return packet + SEALED;
    }

    /** The segment last wrapped. */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * Writes all but token, ephemeral key and sealed payload, which the caller puts at their places.
     *
     * @param challenge what it answers: its cookie, bucket, version and handshake id go back.
     * @param flags 0 or {@link #FLAG_RESUME}.
     */
    public static void write(
            final MemorySegment memory, final long packet, final Challenge challenge, final int flags) {
        HandshakePacket.writeHead(
                memory, packet, HandshakePacket.CONNECT, challenge.handshakeId(), challenge.versionChosen(), flags);
        LittleEndian.put32(memory, packet + TIME_BUCKET, challenge.timeBucket());
        MemorySegment.copy(challenge.memory(), challenge.cookie(), memory, packet + COOKIE, Challenge.COOKIE_BYTES);
        LittleEndian.put16(memory, packet + SEALED_LENGTH, SEALED_BYTES);
        LittleEndian.zero(memory, packet + PADDING, LENGTH - PADDING);
    }
}
