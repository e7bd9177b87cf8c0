package io.tos.engine.protocol;

/**
 * Packet numbers: 64 bits counted, fewer on the wire, made whole as in RFC 9000 A.3. Numbers are unsigned; all
 * comparisons are by difference, so nothing overflows near the end.
 */
public final class PacketNumber {
    /** Bits of a number in a packet header. */
    public static final int HEADER_BITS = 24;

    /** Bits of a number in an ack section. */
    public static final int ACK_BITS = 16;

    /** A number this far above the highest authenticated one is dropped before any cryptography. */
    public static final long JUMP_MAX = 1L << 20;

    private PacketNumber() {}

    /**
     * The number nearest to {@code expected} that ends in {@code truncated}.
     *
     * @param truncated the low bits from the wire.
     * @param bits how many, {@link #HEADER_BITS} or {@link #ACK_BITS}.
     * @param expected highest number authenticated (or sent, for acks) plus one; 0 at first.
     */
    public static long expand(final int truncated, final int bits, final long expected) {
        final long window = 1L << bits;
        final long half = window >>> 1;
        final long candidate = (expected & -window) | (Integer.toUnsignedLong(truncated) & (window - 1));
        final long ahead = candidate - expected;
        if (ahead <= -half && Long.compareUnsigned(candidate, -window) < 0) {
            return candidate + window;
        }
        if (ahead > half && Long.compareUnsigned(candidate, window) >= 0) {
            return candidate - window;
        }
        return candidate;
    }
}
