package io.tos.engine.net;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** A transport over the machine's own network, with plain sockets as peers. */
final class SocketFixture implements TransportFixture {
    private static final int REPLY_TIMEOUT_MS = 5_000;

    private final Region region = Region.shared("test counters", Counters.BLOCK_BYTES, 64);
    private final Counters counters = new Counters(region.memory(), 0);
    private final InetAddress target;
    private final Transports transports;

    /**
     * @param config of the transport, most often with port 0.
     * @param target the address peers send to.
     */
    SocketFixture(final TransportConfig config, final String target) {
        this.target = InetAddress.ofLiteral(target);
        this.transports = Transports.open(config, List.of(counters));
        transport().open();
    }

    @Override
    public Transport transport() {
        return transports.shard(0);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public boolean allocatesPerSender() {
        return transports.kind() == TransportConfig.Kind.UDP;
    }

    @Override
    public Peer newPeer() {
        return new SocketPeer(new InetSocketAddress(target, transports.port()));
    }

    @Override
    public void close() {
        transports.close();
        region.close();
    }

    /** A plain socket. */
    private static final class SocketPeer implements Peer {
        private final InetSocketAddress target;
        private final DatagramSocket socket;

        SocketPeer(final InetSocketAddress target) {
            this.target = target;
            try {
                socket = new DatagramSocket(new InetSocketAddress(target.getAddress(), 0));
                socket.setReceiveBufferSize(4 << 20);
                socket.setSoTimeout(REPLY_TIMEOUT_MS);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void send(final byte[] payload) {
            try {
                socket.send(new DatagramPacket(payload, payload.length, target));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] receive() {
            final DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
            } catch (final IOException e) {
                throw new AssertionError("nothing came", e);
            }
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
