package io.tos.engine.protocol;

import java.lang.foreign.MemorySegment;

/**
 * The bytes both sides mix into the Noise transcript before message 1, so that nobody can edit what was agreed in clear.
 *
 * <pre>
 * 0 magic, 4 bytes "TOS1" | 4 version chosen u16 | 6 server's lowest u16 | 8 server's highest u16
 * 10 client handshake id, 8 bytes | 18 flags u8 of CONNECT
 * </pre>
 */
public final class Prologue {
    /** Always this long. */
    public static final int LENGTH = 19;

    private Prologue() {}

    /** Writes the prologue. */
    public static void write(
            final MemorySegment memory,
            final long at,
            final int version,
            final int versionRange,
            final long handshakeId,
            final int flags) {
        LittleEndian.put32(memory, at, HandshakePacket.MAGIC);
        LittleEndian.put16(memory, at + 4, version);
        LittleEndian.put32(memory, at + 6, versionRange);
        LittleEndian.put64(memory, at + 10, handshakeId);
        LittleEndian.put8(memory, at + 18, flags);
    }

    /** The server's lowest and highest version as the one number {@link #write} takes. */
    public static int versionRange(final int lowest, final int highest) {
        return (highest << 16) | lowest;
    }
}
