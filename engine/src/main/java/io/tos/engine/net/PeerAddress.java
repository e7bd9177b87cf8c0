package io.tos.engine.net;

import io.tos.engine.memory.Zeros;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Where a peer is: a 32-byte slot in off-heap memory.
 *
 * <pre> 0 sockaddr_in (16 bytes, rest zero) or sockaddr_in6 (28 bytes) | 28 localIndex u16 | 30 spare u16 </pre>
 *
 * {@code localIndex} says from which local address replies leave; 0 lets the kernel choose.
 */
public final class PeerAddress {
    /** {@code AF_INET}. */
    public static final int FAMILY_IPV4 = 2;

    /** {@code AF_INET6}. */
    public static final int FAMILY_IPV6 = 10;

    /** Bytes of {@code sockaddr_in}. */
    public static final int IPV4_BYTES = 16;

    /** Bytes of {@code sockaddr_in6}. */
    public static final int IPV6_BYTES = 28;

    private static final long IPV4_HOST = 4;
    private static final long IPV6_HOST = 8;
    private static final long IPV6_SCOPE = 24;
    private static final long LOCAL_INDEX = 28;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_HALF = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt HALF = ValueLayout.JAVA_INT_UNALIGNED;

    private PeerAddress() {}

    /** Fills a slot from what a transport handed out. IPv6 flow information is dropped: it is not part of who a peer is. */
    public static void set(
            final MemorySegment slots,
            final long slot,
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final int localIndex) {
        slots.set(WORD, slot + 16, 0);
        slots.set(WORD, slot + 24, 0);
        MemorySegment.copy(memory, address, slots, slot, addressLength);
        if (addressLength == IPV6_BYTES) {
            slots.set(HALF, slot + 4, 0);
        }
        slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot + LOCAL_INDEX, (short) localIndex);
    }

    /** Says from which local address replies leave. */
    public static void setLocalIndex(final MemorySegment slots, final long slot, final int localIndex) {
        slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot + LOCAL_INDEX, (short) localIndex);
    }

    /** Fills a slot with an IPv4 address, given as a number: 127.0.0.1 is {@code 0x7F00_0001}. */
    public static void setIpv4(final MemorySegment slots, final long slot, final int address, final int port) {
        slots.set(WORD, slot, 0);
        slots.set(WORD, slot + 8, 0);
        slots.set(WORD, slot + 16, 0);
        slots.set(WORD, slot + 24, 0);
        slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot, (short) FAMILY_IPV4);
        slots.set(PORT, slot + 2, (short) port);
        slots.set(BIG_HALF, slot + 4, address);
    }

    /** Fills a slot with an IPv6 address, given as its two halves: ::1 is {@code (0, 1)}. */
    public static void setIpv6(
            final MemorySegment slots, final long slot, final long high, final long low, final int port) {
        slots.set(WORD, slot, 0);
        slots.set(WORD, slot + 24, 0);
        slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot, (short) FAMILY_IPV6);
        slots.set(PORT, slot + 2, (short) port);
        slots.set(BIG_WORD, slot + 8, high);
        slots.set(BIG_WORD, slot + 16, low);
    }

    /** The IPv4 address as a number. */
    public static int ipv4(final MemorySegment slots, final long slot) {
        return slots.get(BIG_HALF, slot + 4);
    }

    /** The first eight bytes of an IPv6 address as a number. */
    public static long ipv6High(final MemorySegment slots, final long slot) {
        return slots.get(BIG_WORD, slot + 8);
    }

    /** The last eight bytes of an IPv6 address as a number. */
    public static long ipv6Low(final MemorySegment slots, final long slot) {
        return slots.get(BIG_WORD, slot + 16);
    }

    /** Bytes the kernel wants for it: {@link #IPV4_BYTES} or {@link #IPV6_BYTES}. */
    public static int lengthBytes(final MemorySegment slots, final long slot) {
        return family(slots, slot) == FAMILY_IPV6 ? IPV6_BYTES : IPV4_BYTES;
    }

    /**
     * Fills a slot from the JDK's form, for a socket of the given family: on an IPv6 socket an IPv4 address is written
     * mapped ({@code ::ffff:a.b.c.d}).
     *
     * @throws IllegalArgumentException for an IPv6 address on an IPv4 socket.
     */
    public static void set(
            final MemorySegment slots, final long slot, final InetAddress address, final int port, final int family) {
        Zeros.fill(slots, slot, Transport.ADDRESS_SLOT_BYTES);
        slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot, (short) family);
        slots.set(PORT, slot + 2, (short) port);
        final byte[] bytes = address.getAddress();
        if (family == FAMILY_IPV4) {
            if (bytes.length != 4) {
                throw new IllegalArgumentException("not an IPv4 address: " + address);
            }
            MemorySegment.copy(bytes, 0, slots, ValueLayout.JAVA_BYTE, slot + IPV4_HOST, 4);
        } else if (bytes.length == 4) {
            slots.set(ValueLayout.JAVA_SHORT_UNALIGNED, slot + IPV6_HOST + 10, (short) -1);
            MemorySegment.copy(bytes, 0, slots, ValueLayout.JAVA_BYTE, slot + IPV6_HOST + 12, 4);
        } else {
            MemorySegment.copy(bytes, 0, slots, ValueLayout.JAVA_BYTE, slot + IPV6_HOST, 16);
            if (address instanceof final Inet6Address scoped) {
                slots.set(HALF, slot + IPV6_SCOPE, scoped.getScopeId());
            }
        }
    }

    /** The JDK's form of a slot, a mapped IPv4 address as IPv4. Allocates: for logs and for set-up. */
    public static InetSocketAddress toSocketAddress(final MemorySegment slots, final long slot) {
        final boolean narrow = family(slots, slot) == FAMILY_IPV4;
        final byte[] host = new byte[narrow ? 4 : 16];
        MemorySegment.copy(slots, ValueLayout.JAVA_BYTE, slot + (narrow ? IPV4_HOST : IPV6_HOST), host, 0, host.length);
        final int scope = narrow ? 0 : slots.get(HALF, slot + IPV6_SCOPE);
        try {
            final InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
            return new InetSocketAddress(address, port(slots, slot));
        } catch (final UnknownHostException impossible) {
            throw new AssertionError("4 or 16 bytes are an address", impossible);
        }
    }

    /** Whether two slots name the same peer and local address. */
    public static boolean same(final MemorySegment a, final long slotA, final MemorySegment b, final long slotB) {
        return a.get(WORD, slotA) == b.get(WORD, slotB)
                && a.get(WORD, slotA + 8) == b.get(WORD, slotB + 8)
                && a.get(WORD, slotA + 16) == b.get(WORD, slotB + 16)
                && a.get(WORD, slotA + 24) == b.get(WORD, slotB + 24);
    }

    /** Whether two slots name the same peer, whatever their local addresses. */
    public static boolean samePeer(final MemorySegment a, final long slotA, final MemorySegment b, final long slotB) {
        return a.get(WORD, slotA) == b.get(WORD, slotB)
                && a.get(WORD, slotA + 8) == b.get(WORD, slotB + 8)
                && a.get(WORD, slotA + 16) == b.get(WORD, slotB + 16)
                && a.get(HALF, slotA + 24) == b.get(HALF, slotB + 24);
    }

    /** Copies a slot, with local address 0. */
    public static void copyPeer(
            final MemorySegment source, final long slot, final MemorySegment target, final long targetSlot) {
        target.set(WORD, targetSlot, source.get(WORD, slot));
        target.set(WORD, targetSlot + 8, source.get(WORD, slot + 8));
        target.set(WORD, targetSlot + 16, source.get(WORD, slot + 16));
        target.set(WORD, targetSlot + 24, Integer.toUnsignedLong(source.get(HALF, slot + 24)));
    }

    /** {@link #FAMILY_IPV4} or {@link #FAMILY_IPV6}. */
    public static int family(final MemorySegment slots, final long slot) {
        return Short.toUnsignedInt(slots.get(ValueLayout.JAVA_SHORT_UNALIGNED, slot));
    }

    /** UDP port, 1 to 65,535. */
    public static int port(final MemorySegment slots, final long slot) {
        return Short.toUnsignedInt(slots.get(PORT, slot + 2));
    }

    /**
     * Whether the address is of this host's loopback network: 127.0.0.0/8, ::1 or the former mapped into IPv6.
     *
     * @param address offset of a slot or of a bare {@code sockaddr}.
     */
    public static boolean isLoopback(final MemorySegment memory, final long address) {
        if (family(memory, address) == FAMILY_IPV4) {
            return memory.get(ValueLayout.JAVA_BYTE, address + 4) == 127;
        }
        final long high = memory.get(BIG_WORD, address + 8);
        final long low = memory.get(BIG_WORD, address + 16);
        return high == 0 && (low == 1 || low >>> 24 == 0xFFFF7FL);
    }

    /** Which local address replies leave from; 0 lets the kernel choose. */
    public static int localIndex(final MemorySegment slots, final long slot) {
        return Short.toUnsignedInt(slots.get(ValueLayout.JAVA_SHORT_UNALIGNED, slot + LOCAL_INDEX));
    }
}
