package io.tos.benchmarks.transport;

import io.tos.engine.client.UdpSockets;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.posix.Affinity;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;

/**
 * The other side where there is no gcc to make {@code peer.c}: the same cases and the same line at the end, {@code peer
 * SENT RECEIVED WRONG LOST}. It is slower than a server, so a server waits at times; CPU per datagram is measured all the
 * same. Arguments: case, port, payload, core. Ends with its standard input.
 */
public final class JavaPeer implements DatagramHandler {
    private static final int SOCKETS = 1000;
    private static final int BURST = 16;
    private static final int UNDER_WAY_MAX = 2048;
    private static final long PATIENCE_NS = 100_000_000;
    private static final long LIFETIME_NS = 30_000_000_000L;
    private static final int DRAIN_PER_SECOND = 300_000;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final ValueLayout.OfLong STAMP = ValueLayout.JAVA_LONG_UNALIGNED;

    private final TrialCase kind;
    private final int payload;
    private final UdpSockets sockets;
    private final Counters counters;
    private final Region addresses;
    private final boolean[] heard = new boolean[SOCKETS];
    private final long begunNs = System.nanoTime();
    private volatile boolean isTold;
    private int socket;
    private long tried;
    private long received;
    private long wrong;
    private long lost;

    private JavaPeer(final TrialCase kind, final int port, final int payload) {
        this.kind = kind;
        this.payload = payload;
        addresses = Region.shared("peer", Counters.BLOCK_BYTES + (long) SOCKETS * Transport.ADDRESS_SLOT_BYTES, 64);
        counters = new Counters(addresses.memory(), 0);
        sockets = new UdpSockets(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKETS, counters);
        for (int index = 0; index < SOCKETS; index++) {
            sockets.writeServer(addresses.memory(), address(index));
            PeerAddress.setLocalIndex(addresses.memory(), address(index), index);
        }
    }

    /** Arguments: case, port, payload, core. */
    public static void main(final String[] args) {
        final BitSet cores = new BitSet();
        cores.set(Integer.parseInt(args[3]));
        Affinity.pin(cores);
        final JavaPeer peer = new JavaPeer(TrialCase.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        peer.run();
        System.out.println(peer.line());
        peer.addresses.close();
    }

    private void run() {
        sockets.open();
        watchInput();
        while (!isTold && System.nanoTime() - begunNs < LIFETIME_NS) {
            switch (kind) {
                case RECEIVE -> burst();
                case DRAIN60 -> paced();
                case ECHO -> echo();
                case SEND -> sink();
            }
        }
        sockets.close();
    }

    private String line() {
        return "peer " + counters.value(Counter.DATAGRAMS_OUT) + " " + received + " " + wrong + " " + lost;
    }

    /** Its end is the sign to stop; nothing else is said on it. */
    private void watchInput() {
        final Thread watcher = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (final IOException broken) {
                        System.err.println("peer: " + broken.getMessage());
                    }
                    isTold = true;
                },
                "input");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void burst() {
        for (int index = 0; index < BURST; index++) {
            final long slot = sockets.claim();
            final MemorySegment memory = sockets.sendMemory();
            memory.set(STAMP, slot, socket);
            memory.set(STAMP, slot + Long.BYTES, tried++);
            sockets.send(addresses.memory(), address(socket), slot, payload);
        }
        sockets.flush();
        socket = (socket + 1) % SOCKETS;
    }

    private void paced() {
        final long due = (System.nanoTime() - begunNs) / 1000 * DRAIN_PER_SECOND / 1_000_000;
        if (tried + BURST <= due) {
            burst();
        } else {
            sockets.park(1);
        }
    }

    /** As many under way as the server's buffers hold; what does not come back in time is lost. */
    private void echo() {
        while (tried - received - lost < UNDER_WAY_MAX) {
            burst();
        }
        final long waitedNs = System.nanoTime();
        while (sockets.poll(this, UNDER_WAY_MAX) == 0) {
            if (System.nanoTime() - waitedNs > PATIENCE_NS) {
                lost = tried - received;
                return;
            }
        }
    }

    private void sink() {
        if (tried * NS_PER_SECOND / 10 <= System.nanoTime() - begunNs) {
            tried++;
            for (int index = 0; index < SOCKETS; index++) {
                if (!heard[index]) {
                    final long slot = sockets.claim();
                    sockets.send(addresses.memory(), address(index), slot, payload);
                }
            }
            sockets.flush();
        }
        sockets.poll(this, UNDER_WAY_MAX);
    }

    /** Counts what comes; an echo must carry the stamp of the socket it comes to. */
    @Override
    public void onDatagram(
            final MemorySegment memory, final long from, final int fromLength, final long at, final int length) {
        heard[sockets.localAddressIndex()] = true;
        final boolean isOurs = kind != TrialCase.ECHO || memory.get(STAMP, at) == sockets.localAddressIndex();
        if (length == payload && isOurs) {
            received++;
        } else {
            wrong++;
        }
    }

    private static long address(final int index) {
        return Counters.BLOCK_BYTES + (long) index * Transport.ADDRESS_SLOT_BYTES;
    }
}
