package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * What all handshake packets begin with. Bit 7 of the first byte is 0, which tells them from data packets.
 *
 * <pre> 0 type u8 | 1 client handshake id, 8 bytes | 9 magic, 4 bytes "TOS1" | 13 version u16 | 15 flags u8 | 16 ... </pre>
 */
public final class HandshakePacket {
    /** Client → server: may I speak? */
    public static final int HELLO = 0x01;

    /** Server → client: show me that you are where you say. */
    public static final int CHALLENGE = 0x02;

    /** Client → server: here I am, with token and Noise message 1. */
    public static final int CONNECT = 0x03;

    /** Server → client: Noise message 2; accepted or refused is sealed inside. */
    public static final int ACCEPT = 0x04;

    /** Server → client: I do not know this connection id. */
    public static final int RESET = 0x05;

    /** Length of the common head. */
    public static final int HEAD_BYTES = 16;

    /** Length of a HELLO or CONNECT: padded so that no answer is longer. */
    public static final int REQUEST_BYTES = 1200;

    /** The bytes "TOS1" as a little-endian number. */
    public static final int MAGIC = 0x31534F54;

    /** Family of protocols that connect tokens are made for. */
    public static final long PROTOCOL_ID = 1L << 32 | MAGIC;

    private static final int ID = 1;
    private static final int MAGIC_AT = 9;
    private static final int VERSION = 13;
    private static final int FLAGS = 15;

    private HandshakePacket() {}

    /** Whether the head names this type and this protocol. The packet has at least {@link #HEAD_BYTES}. */
    static boolean isHead(final MemorySegment memory, final long packet, final int type) {
        return LittleEndian.u8(memory, packet) == type && LittleEndian.i32(memory, packet + MAGIC_AT) == MAGIC;
    }

    /** Writes the common head. */
    static void writeHead(
            final MemorySegment memory,
            final long packet,
            final int type,
            final long handshakeId,
            final int version,
            final int flags) {
        LittleEndian.put8(memory, packet, type);
        LittleEndian.put64(memory, packet + ID, handshakeId);
        LittleEndian.put32(memory, packet + MAGIC_AT, MAGIC);
        LittleEndian.put16(memory, packet + VERSION, version);
        LittleEndian.put8(memory, packet + FLAGS, flags);
    }

    static long handshakeId(final MemorySegment memory, final long packet) {
        return LittleEndian.i64(memory, packet + ID);
    }

    static int version(final MemorySegment memory, final long packet) {
        return LittleEndian.u16(memory, packet + VERSION);
    }

    static int flags(final MemorySegment memory, final long packet) {
        return LittleEndian.u8(memory, packet + FLAGS);
    }
}
