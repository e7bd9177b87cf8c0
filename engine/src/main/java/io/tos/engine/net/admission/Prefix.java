package io.tos.engine.net.admission;

import io.tos.engine.net.PeerAddress;
import java.lang.foreign.MemorySegment;

/**
 * Addresses as the numbers limits are counted by. IPv4 addresses mapped into IPv6 count as IPv4, so that nobody has two
 * budgets. {@code address} may be a slot or a bare {@code sockaddr}.
 */
final class Prefix {
    /** Bits 63..61 of a global IPv6 prefix are 001: no such number has this bit, so families never meet. */
    private static final long IPV4_MARK = 1L << 63;

    private static final long MAPPED_MARK = 0xFFFF;

    private Prefix() {}

    /** One household: an IPv4 address or an IPv6 /64. */
    static long host(final MemorySegment memory, final long address) {
        return isIpv4(memory, address)
                ? IPV4_MARK | ipv4(memory, address)
                : PeerAddress.ipv6High(memory, address) & ~IPV4_MARK;
    }

    /** One neighbourhood: an IPv4 /24 or an IPv6 /56. */
    static long wide(final MemorySegment memory, final long address) {
        return isIpv4(memory, address)
                ? IPV4_MARK | ipv4(memory, address) >>> 8
                : (PeerAddress.ipv6High(memory, address) & ~IPV4_MARK) >>> 8;
    }

    /** The IPv4 address as a number of 32 bits; only if {@link #isIpv4}. */
    static long ipv4(final MemorySegment memory, final long address) {
        return PeerAddress.family(memory, address) == PeerAddress.FAMILY_IPV4
                ? Integer.toUnsignedLong(PeerAddress.ipv4(memory, address))
                : PeerAddress.ipv6Low(memory, address) & 0xFFFF_FFFFL;
    }

    /** Whether it is an IPv4 address, bare or mapped into IPv6. */
    static boolean isIpv4(final MemorySegment memory, final long address) {
        return PeerAddress.family(memory, address) == PeerAddress.FAMILY_IPV4
                || (PeerAddress.ipv6High(memory, address) == 0
                        && PeerAddress.ipv6Low(memory, address) >>> 32 == MAPPED_MARK);
    }
}
