package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many sockets of one process, over the loopback. */
class UdpSocketsIT {
    private static final int SOCKETS = 5;
    private static final int PARKS_MAX = 200;
    private static final int TIMEOUT_MS = 5_000;

    private final Arena arena = Arena.ofConfined();
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemorySegment slot = arena.allocate(Transport.ADDRESS_SLOT_BYTES, 8);
    private final List<DatagramSocket> servers = new ArrayList<>();
    private final List<UdpSockets> opened = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        final DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout(TIMEOUT_MS);
        servers.add(server);
        final UdpSockets sockets =
                new UdpSockets((InetSocketAddress) server.getLocalSocketAddress(), SOCKETS, counters);
        sockets.open();
        sockets.writeServer(slot, 0);
        opened.add(sockets);
    }

    @AfterEach
    void close() {
        opened.forEach(UdpSockets::close);
        servers.forEach(DatagramSocket::close);
        arena.close();
    }

    @Test
    void shouldTellWhichSocketADatagramCameToWhenEachHasItsOwn() throws IOException {
        for (int socket = 0; socket < SOCKETS; socket++) {
            send(socket, 10 + socket);
        }
        opened.getFirst().flush();
        final Map<Integer, Integer> lengthByPort = new HashMap<>();
        for (int count = 0; count < SOCKETS; count++) {
            final DatagramPacket packet = receive();
            lengthByPort.put(packet.getPort(), packet.getLength());
            servers.getFirst().send(packet);
        }
        final int[] lengthBySocket = new int[SOCKETS];
        poll(SOCKETS, (memory, address, addressLength, payload, length) -> {
            lengthBySocket[opened.getFirst().localAddressIndex()] = length;
            assertEquals(servers.getFirst().getLocalPort(), PeerAddress.port(memory, address));
        });

        assertEquals(SOCKETS, lengthByPort.size(), "a port each");
        assertArrayEquals(new int[] {10, 11, 12, 13, 14}, lengthBySocket);
        assertEquals(SOCKETS, counters.value(Counter.DATAGRAMS_IN));
        assertEquals(60, counters.value(Counter.BYTES_OUT));
    }

    @Test
    void shouldDropAndCountWhenADatagramIsTooLong() throws IOException {
        send(0, 10);
        opened.getFirst().flush();
        final DatagramPacket packet = receive();
        packet.setData(new byte[Transport.DATAGRAM_BYTES_MAX + 1]);
        servers.getFirst().send(packet);
        packet.setData(new byte[Transport.DATAGRAM_BYTES_MAX]);
        servers.getFirst().send(packet);
        final List<Integer> lengths = new ArrayList<>();
        poll(1, (memory, address, addressLength, payload, length) -> lengths.add(length));

        assertEquals(List.of(Transport.DATAGRAM_BYTES_MAX), lengths);
        assertEquals(1, counters.value(Counter.DATAGRAMS_TOO_LONG));
    }

    @Test
    void shouldGoOnWhenTheServersPortIsClosedForAWhile() {
        servers.getFirst().close();
        for (int round = 0; round < 20; round++) {
            send(0, 10);
            opened.getFirst().flush();
            opened.getFirst().park(1_000_000);
            opened.getFirst().poll((memory, address, addressLength, payload, length) -> {}, 64);
        }

        final long refused = counters.value(Counter.SEND_ERRORS) + counters.value(Counter.RECEIVE_ERRORS);
        assertTrue(refused > 0, "the kernel says that nobody listens");
        assertEquals(0, counters.value(Counter.DATAGRAMS_IN));
    }

    private void send(final int socket, final int length) {
        final UdpSockets sockets = opened.getFirst();
        final long at = sockets.claim();
        sockets.sendMemory().set(ValueLayout.JAVA_BYTE, at, (byte) length);
        PeerAddress.setLocalIndex(slot, 0, socket);
        sockets.send(slot, 0, at, length);
    }

    private DatagramPacket receive() throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[Transport.DATAGRAM_BYTES_MAX], 1200);
        servers.getFirst().receive(packet);
        return packet;
    }

    private void poll(final int wanted, final DatagramHandler handler) {
        int count = 0;
        for (int turn = 0; turn < PARKS_MAX && count < wanted; turn++) {
            opened.getFirst().park(25_000_000);
            count += opened.getFirst().poll(handler, 64);
        }
        assertEquals(wanted, count);
    }
}
