package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * Server → client: the connection id of a data packet is unknown here. Shorter than the shortest data packet. The client
 * believes it only if the token is the one its ACCEPT carried. One instance per agent.
 *
 * <pre> 0 type u8 = 5 | 1 serverCid u32 of the packet it answers | 5 token, 16 bytes </pre>
 */
public final class Reset {
    /** Always this long. */
    public static final int LENGTH = 21;

    /** Where the token lies, from the packet's start. */
    public static final int TOKEN = 5;

    /** Where the connection id lies, from the packet's start. */
    public static final int CID = 1;

    private MemorySegment memory = MemorySegment.NULL;
    private long packet;

    /** Looks at a datagram; false if it is not a RESET. */
    public boolean wrap(final MemorySegment memory, final long packet, final int length) {
        this.memory = memory;
        this.packet = packet;
        return length == LENGTH && LittleEndian.u8(memory, packet) == HandshakePacket.RESET;
    }

    /** The id the server does not know. */
    public int serverCid() {
        return LittleEndian.i32(memory, packet + CID);
    }

    /** Where the token lies. */
    public long token() {
        return packet + TOKEN;
    }

    /** Writes all but the token, which the caller puts at {@link #TOKEN}. */
    public static void write(final MemorySegment memory, final long packet, final int serverCid) {
        LittleEndian.put8(memory, packet, HandshakePacket.RESET);
        LittleEndian.put32(memory, packet + CID, serverCid);
    }
}
