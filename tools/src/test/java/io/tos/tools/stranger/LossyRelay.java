package io.tos.tools.stranger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between one client and a server on loopback and loses datagrams of both directions, which ones a seed decides.
 * Two threads, one a direction, end with {@link #close}.
 */
final class LossyRelay implements AutoCloseable {
    private static final int DATAGRAM_MAX = 2048;
    private static final int PERCENT = 100;

    private final DatagramSocket clientSide;
    private final DatagramSocket serverSide;
    private final AtomicReference<SocketAddress> client = new AtomicReference<>(new InetSocketAddress(0));
    private final AtomicInteger lost = new AtomicInteger();
    private final int lossPercent;

    LossyRelay(final int serverPort, final int lossPercent, final long seed) throws IOException {
        final InetAddress here = InetAddress.getLoopbackAddress();
        this.lossPercent = lossPercent;
        clientSide = new DatagramSocket(0, here);
        serverSide = new DatagramSocket(0, here);
        serverSide.connect(here, serverPort);
        start("relay-to-server", new Random(seed), this::toServer);
        start("relay-to-client", new Random(~seed), this::toClient);
    }

    int port() {
        return clientSide.getLocalPort();
    }

    int lost() {
        return lost.get();
    }

    @Override
    public void close() {
        clientSide.close();
        serverSide.close();
    }

    private void start(final String name, final Random random, final Direction direction) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            final DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
            while (!clientSide.isClosed()) {
                try {
                    direction.pass(packet, random);
                } catch (final IOException gone) {
                    // The relay was closed, or the peer's port is: either way there is nobody to tell.
                    lost.incrementAndGet();
                }
            }
        });
    }

    private void toServer(final DatagramPacket packet, final Random random) throws IOException {
        receive(clientSide, packet);
        client.set(packet.getSocketAddress());
        if (keeps(random)) {
            serverSide.send(new DatagramPacket(packet.getData(), packet.getLength()));
        }
    }

    private void toClient(final DatagramPacket packet, final Random random) throws IOException {
        receive(serverSide, packet);
        if (keeps(random)) {
            clientSide.send(new DatagramPacket(packet.getData(), packet.getLength(), client.get()));
        }
    }

    private static void receive(final DatagramSocket socket, final DatagramPacket packet) throws IOException {
        packet.setLength(DATAGRAM_MAX);
        socket.receive(packet);
    }

    private boolean keeps(final Random random) {
        if (random.nextInt(PERCENT) >= lossPercent) {
            return true;
        }
        lost.incrementAndGet();
        return false;
    }

    /** Moves one datagram. */
    private interface Direction {
        void pass(DatagramPacket packet, Random random) throws IOException;
    }
}
