package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.engine.net.TransportConfig.Kind;
import io.tos.engine.net.TransportConfig.PacketInfo;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of several addresses: a reply leaves from the one the peer spoke to. All of 127.0.0.0/8 is ours. */
final class LocalAddressIT {
    private static final int ROUNDS = 3;

    @ParameterizedTest
    @CsvSource({"URING, 0.0.0.0", "URING, ::", "MMSG, 0.0.0.0", "MMSG, ::"})
    void shouldLeaveFromTheAddressThePeerSpokeToWhenThereAreSeveral(final Kind kind, final String bind)
            throws IOException {
        try (Exchange exchange = new Exchange(kind, bind, PacketInfo.ON)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertEquals("127.0.0.2", exchange.sourceOfReplyFrom("127.0.0.2"));
                assertEquals("127.0.0.3", exchange.sourceOfReplyFrom("127.0.0.3"));
                assertEquals("127.0.0.1", exchange.sourceOfReplyFrom("127.0.0.1"));
            }
            assertEquals(0, exchange.counters.value(Counter.SEND_ERRORS));
        }
    }

    @ParameterizedTest
    @CsvSource({"URING", "MMSG"})
    void shouldLeaveFromTheKernelsChoiceWhenPacketInfoIsOff(final Kind kind) throws IOException {
        try (Exchange exchange = new Exchange(kind, "0.0.0.0", PacketInfo.OFF)) {
            assertEquals("127.0.0.1", exchange.sourceOfReplyFrom("127.0.0.2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"URING", "MMSG"})
    void shouldAnswerAnIpv6PeerWhenPacketInfoIsOn(final Kind kind) throws IOException {
        try (Exchange exchange = new Exchange(kind, "::", PacketInfo.ON)) {
            assertEquals("0:0:0:0:0:0:0:1", exchange.sourceOfReplyFrom("::1"));
        }
    }

    /** A transport that echoes, and a peer that asks it by different addresses. */
    private static final class Exchange implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
        private final MemorySegment sender = arena.allocate(Transport.ADDRESS_SLOT_BYTES, 8);
        private final Transports transports;
        private final Transport transport;

        Exchange(final Kind kind, final String bind, final PacketInfo packetInfo) {
            transports = Transports.open(
                    TransportConfig.DEFAULT
                            .withBindAddress(bind)
                            .withPort(0)
                            .withKind(kind)
                            .withPacketInfo(packetInfo),
                    List.of(counters));
            transport = transports.shard(0);
            transport.open();
        }

        String sourceOfReplyFrom(final String target) throws IOException {
            final InetAddress address = InetAddress.ofLiteral(target);
            try (DatagramSocket peer = new DatagramSocket(
                    0, InetAddress.ofLiteral(address.getAddress().length == 4 ? "127.0.0.1" : "::1"))) {
                peer.setSoTimeout(5_000);
                peer.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, address, transports.port()));
                while (transport.poll(this::echo, 1) == 0) {
                    transport.park(1_000_000);
                }
                transport.flush();
                final DatagramPacket reply = new DatagramPacket(new byte[64], 64);
                peer.receive(reply);
                return reply.getAddress().getHostAddress();
            }
        }

        private void echo(
                final MemorySegment memory,
                final long address,
                final int addressLength,
                final long payload,
                final int length) {
            PeerAddress.set(sender, 0, memory, address, addressLength, transport.localAddressIndex());
            final long slot = transport.claim();
            MemorySegment.copy(memory, payload, transport.sendMemory(), slot, length);
            transport.send(sender, 0, slot, length);
        }

        @Override
        public void close() {
            transports.close();
            arena.close();
        }
    }
}
