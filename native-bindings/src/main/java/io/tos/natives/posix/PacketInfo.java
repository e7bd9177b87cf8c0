package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import io.tos.natives.linux.in6_pktinfo;
import io.tos.natives.linux.in_pktinfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The control message that names the local address of a datagram: {@code IP_PKTINFO} and {@code IPV6_PKTINFO}. */
public final class PacketInfo {
    /** Room for one such message of either family, bytes: {@code CMSG_SPACE(sizeof(struct in6_pktinfo))}. */
    public static final int CONTROL_BYTES = 40;

    /** Length of an IPv6 address; an IPv4 one has 4. */
    public static final int ADDRESS_BYTES_MAX = 16;

    private static final int IPV4_BYTES = (int) in_pktinfo.sizeof();
    private static final int IPV6_BYTES = (int) in6_pktinfo.sizeof();
    private static final long IPV4_LOCAL = in_pktinfo.ipi_spec_dst$offset();
    private static final long IPV6_LOCAL = in6_pktinfo.ipi6_addr$offset();

    private PacketInfo() {}

    /**
     * Where the local address lies in received control messages.
     *
     * @param ipv6 whether the socket is an IPv6 one: then 16 bytes, else 4.
     * @return its offset, or -1 when there is none.
     */
    public static long find(final MemorySegment memory, final long control, final int length, final boolean ipv6) {
        final long info = ipv6
                ? ControlMessages.find(memory, control, length, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO())
                : ControlMessages.find(memory, control, length, Linux.SOL_IP(), Linux.IP_PKTINFO());
        return info < 0 ? -1 : info + (ipv6 ? IPV6_LOCAL : IPV4_LOCAL);
    }

    /**
     * Writes the control message that lets a datagram leave from a local address.
     *
     * @param address 16 or 4 bytes at {@code addressOffset}.
     * @return the space it takes, for {@code msg_controllen}.
     */
    public static int write(
            final MemorySegment memory,
            final long control,
            final MemorySegment address,
            final long addressOffset,
            final boolean ipv6) {
        for (int offset = 0; offset < CONTROL_BYTES; offset += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, control + offset, 0);
        }
        final long info = control + ControlMessages.HEAD_BYTES;
        if (ipv6) {
            MemorySegment.copy(address, addressOffset, memory, info + IPV6_LOCAL, ADDRESS_BYTES_MAX);
            return ControlMessages.begin(memory, control, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO(), IPV6_BYTES);
        }
        final int host = address.get(ValueLayout.JAVA_INT_UNALIGNED, addressOffset);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, info + IPV4_LOCAL, host);
        return ControlMessages.begin(memory, control, Linux.SOL_IP(), Linux.IP_PKTINFO(), IPV4_BYTES);
    }
}
