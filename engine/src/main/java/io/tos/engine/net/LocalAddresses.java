package io.tos.engine.net;

import io.tos.engine.memory.Region;
import io.tos.natives.posix.PacketInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/**
 * The local addresses datagrams were sent to, numbered from 1 as they are met; 0 stands for the kernel's own choice. At
 * most {@link #ADDRESSES_MAX}; later ones get 0. One transport's thread only.
 */
public final class LocalAddresses implements AutoCloseable {
    /** More than any game server has. */
    public static final int ADDRESSES_MAX = 255;

    private final boolean ipv6;
    private final Region region;
    private final MemorySegment addresses;
    private int count;

    /** @param ipv6 whether the socket is an IPv6 one: its addresses have 16 bytes, IPv4 ones mapped. */
    public LocalAddresses(final boolean ipv6) {
        this.ipv6 = ipv6;
        this.region = Region.shared("local addresses", (ADDRESSES_MAX + 1L) * PacketInfo.ADDRESS_BYTES_MAX, 16);
        this.addresses = region.memory();
    }

    /**
     * Whether a plain reply could leave from another address than the peer spoke to: this machine has several addresses
     * in one family, loopback and link-local ones not counted.
     */
    public static boolean several() {
        int narrow = 0;
        int wide = 0;
        try {
            for (final NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (final InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (!network.isUp() || address.isLoopbackAddress() || address.isLinkLocalAddress()) {
                        continue;
                    }
                    if (address instanceof Inet4Address) {
                        narrow++;
                    } else {
                        wide++;
                    }
                }
            }
        } catch (final SocketException unknown) {
            return true; // Naming the address is right in any case, only dearer.
        }
        return narrow > 1 || wide > 1;
    }

    /** The number of the address in received control messages, 0 when they name none. */
    public int indexOf(final MemorySegment memory, final long control, final int length) {
        final long found = PacketInfo.find(memory, control, length, ipv6);
        if (found < 0) {
            return 0;
        }
        final int low = memory.get(ValueLayout.JAVA_INT_UNALIGNED, found + (ipv6 ? 12 : 0));
        final long high = ipv6 ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, found) : 0;
        final int middle = ipv6 ? memory.get(ValueLayout.JAVA_INT_UNALIGNED, found + 8) : 0;
        for (int index = 1; index <= count; index++) {
            final long address = offset(index);
            if (addresses.get(ValueLayout.JAVA_INT_UNALIGNED, address + (ipv6 ? 12 : 0)) == low
                    && (!ipv6
                            || (addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address) == high
                                    && addresses.get(ValueLayout.JAVA_INT_UNALIGNED, address + 8) == middle))) {
                return index;
            }
        }
        if (count == ADDRESSES_MAX) {
            return 0;
        }
        count++;
        MemorySegment.copy(memory, found, addresses, offset(count), ipv6 ? PacketInfo.ADDRESS_BYTES_MAX : 4);
        return count;
    }

    /**
     * Writes the control message that lets a datagram leave from a numbered address.
     *
     * @param index 1 to the count so far; another number gives no message.
     * @return {@code msg_controllen}.
     */
    public int write(final MemorySegment memory, final long control, final int index) {
        return index < 1 || index > count ? 0 : PacketInfo.write(memory, control, addresses, offset(index), ipv6);
    }

    private static long offset(final int index) {
        return (long) index * PacketInfo.ADDRESS_BYTES_MAX;
    }

    @Override
    public void close() {
        region.close();
    }
}
