package io.tos.engine.net;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * How datagrams are moved.
 *
 * @param bindAddress a literal IPv4 or IPv6 address; {@code ::} takes both.
 * @param port UDP port, 0 to 65,535; 0 lets the kernel choose.
 * @param kind which transport.
 * @param shards sockets on the one port: 1, 2, 4, 8 or 16.
 * @param socketBufferBytes asked of the kernel for receiving and for sending, per socket; 64 KiB to 256 MiB.
 * @param gro whether the kernel may hand over several datagrams of one peer as one (mmsg only).
 * @param gso whether several datagrams to one peer may be given to the kernel as one (mmsg only).
 * @param packetInfo when replies name the local address they leave from.
 */
public record TransportConfig(
        String bindAddress,
        int port,
        Kind kind,
        int shards,
        int socketBufferBytes,
        boolean gro,
        boolean gso,
        PacketInfo packetInfo) {
    /** All addresses, the game's port, the best transport, one socket. */
    public static final TransportConfig DEFAULT =
            new TransportConfig("::", 3565, Kind.AUTO, 1, 8 << 20, false, true, PacketInfo.AUTO);

    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int SHARDS_MAX = 16;
    private static final int SOCKET_BUFFER_BYTES_MIN = 64 << 10;
    private static final int SOCKET_BUFFER_BYTES_MAX = 256 << 20;

    /** Which transport. */
    public enum Kind {
        /** The best that works here. */
        AUTO,
        /** io_uring. */
        URING,
        /** recvmmsg and sendmmsg. */
        MMSG,
        /** The JDK's channels. */
        UDP
    }

    /** When replies name the local address they leave from. */
    public enum PacketInfo {
        /** When this machine has several addresses in a family and the socket is bound to all of them. */
        AUTO,
        /** Always, when the socket is bound to all addresses. */
        ON,
        /** Never: the kernel chooses. */
        OFF
    }

    /** Checks every value. */
    public TransportConfig {
        parse(bindAddress);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("network.port must be 0 to 65535: " + port);
        }
        if (shards < 1 || shards > SHARDS_MAX || Integer.bitCount(shards) != 1) {
            throw new IllegalArgumentException("network.shards must be 1, 2, 4, 8 or 16: " + shards);
        }
        if (socketBufferBytes < SOCKET_BUFFER_BYTES_MIN || socketBufferBytes > SOCKET_BUFFER_BYTES_MAX) {
            throw new IllegalArgumentException("network.socketBufferBytes must be " + SOCKET_BUFFER_BYTES_MIN + " to "
                    + SOCKET_BUFFER_BYTES_MAX + ": " + socketBufferBytes);
        }
    }

    private static InetAddress parse(final String literal) {
        try {
            if (!literal.contains(":") && !DOTTED.matcher(literal).matches()) {
                throw new IllegalArgumentException("not four numbers"); // The JDK would take 1.2.3 for 1.2.0.3.
            }
            return InetAddress.ofLiteral(literal);
        } catch (final IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException(
                    "network.bindAddress must be an IPv4 or IPv6 address: " + literal, notAnAddress);
        }
    }

    /** {@link #bindAddress} as the JDK has it. */
    public InetAddress address() {
        return parse(bindAddress);
    }

    /** The same on another port. */
    public TransportConfig withPort(final int otherPort) {
        return new TransportConfig(bindAddress, otherPort, kind, shards, socketBufferBytes, gro, gso, packetInfo);
    }

    /** The same with another transport. */
    public TransportConfig withKind(final Kind otherKind) {
        return new TransportConfig(bindAddress, port, otherKind, shards, socketBufferBytes, gro, gso, packetInfo);
    }

    /** The same bound to another address. */
    public TransportConfig withBindAddress(final String otherAddress) {
        return new TransportConfig(otherAddress, port, kind, shards, socketBufferBytes, gro, gso, packetInfo);
    }

    /** The same with another number of sockets. */
    public TransportConfig withShards(final int otherShards) {
        return new TransportConfig(bindAddress, port, kind, otherShards, socketBufferBytes, gro, gso, packetInfo);
    }

    /** The same with or without coalesced receiving. */
    public TransportConfig withGro(final boolean otherGro) {
        return new TransportConfig(bindAddress, port, kind, shards, socketBufferBytes, otherGro, gso, packetInfo);
    }

    /** The same with or without coalesced sending. */
    public TransportConfig withGso(final boolean otherGso) {
        return new TransportConfig(bindAddress, port, kind, shards, socketBufferBytes, gro, otherGso, packetInfo);
    }

    /** The same with another rule for naming the local address. */
    public TransportConfig withPacketInfo(final PacketInfo otherPacketInfo) {
        return new TransportConfig(bindAddress, port, kind, shards, socketBufferBytes, gro, gso, otherPacketInfo);
    }
}
