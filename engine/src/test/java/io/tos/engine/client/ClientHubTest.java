package io.tos.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.Octets;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.net.MemorySockets;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.Hello;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that share a hub, before any server answers. */
class ClientHubTest {
    private static final long SEED = 0xC11E27L;
    private static final long MS = 1_000_000;
    private static final int CLIENTS = 3;
    private static final int SLOT = Transport.ADDRESS_SLOT_BYTES;

    private final Arena arena = Arena.ofConfined();
    private final CachedNanoClock clock = new CachedNanoClock();
    private final MemoryNetwork network = new MemoryNetwork(clock, SEED, 256);
    private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    private final MemorySegment addresses = arena.allocate((1L + CLIENTS) * SLOT, 8);
    private final List<Integer> helloPorts = new ArrayList<>();
    private final List<GameConnection> closed = new ArrayList<>();
    private final MemorySockets sockets;
    private final ClientHub hub;
    private final List<GameConnection> connections = new ArrayList<>();

    ClientHubTest() {
        PeerAddress.setIpv4(addresses, 0, 0xC0A8_0001, 3565);
        for (int index = 1; index <= CLIENTS; index++) {
            PeerAddress.setIpv4(addresses, (long) index * SLOT, 0x0A00_0000 + index, 4000 + index);
        }
        network.tap((memory, source, target, payload, length) -> {
            assertEquals(Hello.LENGTH, length);
            assertEquals(HandshakePacket.HELLO, memory.get(ValueLayout.JAVA_BYTE, payload));
            helloPorts.add(
                    Short.toUnsignedInt(Short.reverseBytes(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, source + 2))));
        });
        sockets = new MemorySockets(network, counters, addresses, SLOT, CLIENTS);
        sockets.open();
        hub = new ClientHub(sockets, CLIENTS, CryptoBackend.choose().backend(), new SplittableRandom(SEED), counters);
        for (int index = 0; index < CLIENTS; index++) {
            connections.add(hub.connection(addresses, 0, credentials(), ClientProfile.DEFAULT, new Listener()));
        }
    }

    @AfterEach
    void free() {
        hub.close();
        sockets.close();
        network.close();
        arena.close();
    }

    @Test
    void shouldKnockFromItsOwnSocketEachAndGiveUpAfterTenSecondsWhenNobodyAnswers() {
        connections.forEach(connection -> connection.connect(clock.nanoTime()));
        run(9_990);
        final int closedBefore = closed.size();
        run(20);

        assertEquals(0, closedBefore);
        assertEquals(connections.stream().map(GameConnection::reason).toList(), List.of(1, 1, 1));
        assertEquals(CLIENTS, closed.size());
        for (int index = 1; index <= CLIENTS; index++) {
            final int port = 4000 + index;
            // At 0, 250, 562, 953, 1,441 ms, then each 500 ms: 5 and 17.
            assertEquals(
                    22, helloPorts.stream().filter(number -> number == port).count());
        }
    }

    @Test
    void shouldEndAtOnceAndBeginAnewWhenAConnectionIsGivenUp() {
        final GameConnection connection = connections.getFirst();
        connection.connect(clock.nanoTime());
        run(10);
        connection.close(clock.nanoTime());
        final GameConnection.State given = connection.state();
        final int reason = connection.reason();
        final int hellosBefore = helloPorts.size();
        run(1_000);
        final int hellosAfter = helloPorts.size();
        connection.connect(clock.nanoTime());
        run(10);

        assertEquals(GameConnection.State.CLOSED, given);
        assertEquals(CloseReason.GOODBYE.code(), reason);
        assertEquals(hellosBefore, hellosAfter, "silence in between");
        assertEquals(hellosAfter + 1, helloPorts.size());
        assertEquals(GameConnection.State.HELLO_SENT, connection.state());
        assertFalse(connection.mayResume());
    }

    private void run(final int ms) {
        for (int passed = 0; passed < ms; passed++) {
            clock.update(clock.nanoTime() + MS);
            hub.doWork(clock.nanoTime());
        }
    }

    private static Credentials credentials() {
        final Octets key = Octets.of(new byte[ConnectToken.PSK_BYTES]);
        return new Credentials(Octets.of(new byte[ConnectToken.LENGTH]), false, key, key);
    }

    /** Remembers who was closed. */
    private final class Listener implements ClientEvents {
        @Override
        public void onEstablished(final GameConnection connection) {
            throw new AssertionError("nobody answered");
        }

        @Override
        public void onMessage(
                final GameConnection connection,
                final int channelId,
                final MemorySegment memory,
                final long from,
                final int length) {
            throw new AssertionError("nobody answered");
        }

        @Override
        public boolean onSnapshot(
                final GameConnection connection, final MemorySegment memory, final long from, final int length) {
            throw new AssertionError("nobody answered");
        }

        @Override
        public void onClosed(final GameConnection connection) {
            closed.add(connection);
        }
    }
}
