package io.tos.tools.packet;

import io.tos.engine.protocol.LittleEndian;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Finds the UDP datagram in a captured frame, over IPv4 (with options) or IPv6 (without extension headers). One thread. */
final class UdpFinder {
    private static final int UDP = 17;
    private static final int UDP_HEAD_BYTES = 8;
    private static final int IPV4_HEAD_BYTES = 20;
    private static final int IPV6_HEAD_BYTES = 40;
    /** More-fragments bit and fragment offset of IPv4. */
    private static final int FRAGMENT_MASK = 0x3FFF;

    private final int linkType;
    private String reason = "";

    /** @param linkType of the capture. */
    UdpFinder(final int linkType) {
        this.linkType = linkType;
    }

    /** The datagram in a frame, or null; then {@link #reason()} says why. */
    @Nullable
    Datagram find(final CapturedFrame frame) {
        final int ip = LinkLayer.ip(frame.bytes(), linkType);
        if (ip == LinkLayer.NOT_IP) {
            return no("not IP");
        }
        if (ip < 0 || frame.bytes().byteSize() <= ip) {
            return no("cut before UDP");
        }
        return switch (LittleEndian.u8(frame.bytes(), ip) >>> 4) {
            case 4 -> overIpv4(frame, ip);
            case 6 -> overIpv6(frame, ip);
            default -> no("not IP");
        };
    }

    private @Nullable Datagram overIpv4(final CapturedFrame frame, final int ip) {
        final MemorySegment bytes = frame.bytes();
        if (bytes.byteSize() - ip < IPV4_HEAD_BYTES) {
            return no("cut before UDP");
        }
        final int headBytes = (LittleEndian.u8(bytes, ip) & 15) * Integer.BYTES;
        if (headBytes < IPV4_HEAD_BYTES) {
            return no("malformed IP");
        }
        if (LittleEndian.u8(bytes, ip + 9) != UDP) {
            return no("not UDP");
        }
        if ((NetworkOrder.u16(bytes, ip + 6) & FRAGMENT_MASK) != 0) {
            return no("IP fragment");
        }
        return udp(frame, ip + headBytes, ip + 12, Integer.BYTES);
    }

    private @Nullable Datagram overIpv6(final CapturedFrame frame, final int ip) {
        final MemorySegment bytes = frame.bytes();
        if (bytes.byteSize() - ip < IPV6_HEAD_BYTES) {
            return no("cut before UDP");
        }
        return switch (LittleEndian.u8(bytes, ip + 6)) {
            case UDP -> udp(frame, ip + IPV6_HEAD_BYTES, ip + 8, 2 * Long.BYTES);
            case 0, 43, 44, 60 -> no("IPv6 with extension headers");
            default -> no("not UDP");
        };
    }

    /** @param source where the source address lies; the destination's follows it. */
    private @Nullable Datagram udp(final CapturedFrame frame, final int udp, final int source, final int addressBytes) {
        final MemorySegment bytes = frame.bytes();
        final long left = bytes.byteSize() - udp;
        if (left < UDP_HEAD_BYTES) {
            return no("cut before UDP");
        }
        final int length = NetworkOrder.u16(bytes, udp + 4) - UDP_HEAD_BYTES;
        if (length < 0) {
            return no("malformed UDP");
        }
        return new Datagram(
                frame.number(),
                frame.timeNs(),
                Endpoint.of(bytes, source, addressBytes, NetworkOrder.u16(bytes, udp)),
                Endpoint.of(bytes, source + (long) addressBytes, addressBytes, NetworkOrder.u16(bytes, udp + 2)),
                bytes.asSlice(udp + UDP_HEAD_BYTES, Math.min(length, left - UDP_HEAD_BYTES)),
                length);
    }

    private @Nullable Datagram no(final String why) {
        reason = why;
        return null;
    }

    /** Why the last {@link #find} found nothing. */
    String reason() {
        return reason;
    }
}
