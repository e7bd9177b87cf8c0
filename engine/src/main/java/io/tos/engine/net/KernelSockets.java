package io.tos.engine.net;

import io.tos.natives.posix.Errno;
import io.tos.natives.posix.NativeException;
import io.tos.natives.posix.UdpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of a configuration, bound in shard order and steered, and what the kernel granted of what was asked. */
final class KernelSockets {
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final StringBuilder notes = new StringBuilder();
    private final TransportConfig config;
    private InetAddress address;
    private boolean packetInfo;

    private KernelSockets(final TransportConfig config) {
        this.config = config;
        this.address = config.address();
    }

    /**
     * Opens and binds them.
     *
     * @throws TransportException when the port cannot be had; nothing stays open then.
     */
    static KernelSockets bind(final TransportConfig config) {
        final KernelSockets bound = new KernelSockets(config);
        try {
            bound.bindAll();
            return bound;
        } catch (final NativeException refused) {
            bound.close();
            throw describe(config, refused);
        }
    }

    private void bindAll() {
        final UdpSocket first = bindFirst();
        final int port = first.localPort();
        if (config.shards() > 1) {
            first.close(); // It was bound alone, to be sure that the port is nobody else's.
            for (int shard = 0; shard < config.shards(); shard++) {
                sockets.add(bindOne(port, true));
            }
            final int result = sockets.getFirst().attachSteering(ShardSteering.filter(config.shards()));
            if (result < 0) {
                notes.append("; one socket instead of ")
                        .append(config.shards())
                        .append(", steering cannot be attached (")
                        .append(Errno.name(-result))
                        .append(')');
                close();
                sockets.clear();
                sockets.add(bindOne(port, false));
            }
        } else {
            sockets.add(first);
        }
        packetInfo = config.packetInfo() != TransportConfig.PacketInfo.OFF
                && address.isAnyLocalAddress()
                && (config.packetInfo() == TransportConfig.PacketInfo.ON || LocalAddresses.several());
        for (final UdpSocket socket : sockets) {
            tune(socket);
        }
    }

    /** The first socket; where the kernel has no IPv6, all addresses means all IPv4 ones. */
    private UdpSocket bindFirst() {
        try {
            return bindOne(config.port(), false);
        } catch (final NativeException refused) {
            final boolean noIpv6 = refused.errno() == Errno.EAFNOSUPPORT || refused.errno() == Errno.EADDRNOTAVAIL;
            if (!noIpv6 || !address.isAnyLocalAddress() || address.getAddress().length == 4) {
                throw refused;
            }
            address = InetAddress.ofLiteral("0.0.0.0");
            notes.append("; IPv4 only, this kernel has no IPv6");
            return bindOne(config.port(), false);
        }
    }

    private UdpSocket bindOne(final int port, final boolean shared) {
        final boolean ipv6 = address.getAddress().length == 16;
        final UdpSocket socket = UdpSocket.open(ipv6 ? PeerAddress.FAMILY_IPV6 : PeerAddress.FAMILY_IPV4);
        try (Arena arena = Arena.ofConfined()) {
            if (ipv6) {
                socket.dualStack();
            }
            if (shared) {
                socket.sharePort();
            }
            final MemorySegment slot = arena.allocate(Transport.ADDRESS_SLOT_BYTES, 8);
            PeerAddress.set(slot, 0, address, port, socket.family());
            socket.bind(slot.asSlice(0, PeerAddress.lengthBytes(slot, 0)));
            return socket;
        } catch (final NativeException refused) {
            socket.close();
            throw refused;
        }
    }

    private void tune(final UdpSocket socket) {
        if (packetInfo) {
            socket.receivePacketInfo();
        }
        final int granted = Math.min(
                socket.receiveBuffer(config.socketBufferBytes()), socket.sendBuffer(config.socketBufferBytes()));
        if (granted < config.socketBufferBytes() && socket == sockets.getFirst()) {
            notes.append("; socket buffers of ")
                    .append(granted >> 10)
                    .append(" KiB instead of ")
                    .append(config.socketBufferBytes() >> 10)
                    .append(" (sysctl net.core.rmem_max, net.core.wmem_max)");
        }
    }

    /** How many there are: as many as shards, or 1 where they cannot be steered. */
    int count() {
        return sockets.size();
    }

    /** The socket of a shard. */
    UdpSocket socket(final int shard) {
        return sockets.get(shard);
    }

    /** A table of local addresses for a socket's transport, or null when replies need not name theirs. */
    @Nullable
    LocalAddresses locals(final int shard) {
        return packetInfo ? new LocalAddresses(socket(shard).family() == PeerAddress.FAMILY_IPV6) : null;
    }

    /** What is not as configured, each begun with a semicolon; empty when all is. */
    String notes() {
        return notes.toString();
    }

    /** Closes those that were bound. */
    void close() {
        for (final UdpSocket socket : sockets) {
            socket.close();
        }
    }

    private static TransportException describe(final TransportConfig config, final NativeException refused) {
        return Transports.bindFailure(config, Errno.name(refused.errno()), refused);
    }
}
