package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.TransportConfig.Kind;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several sockets on one port: the kernel puts every datagram where {@link ShardSteering} says. */
final class ShardSteeringIT {
    private static final int SENDERS = 8;

    @ParameterizedTest
    @CsvSource({"URING, 4, 127.0.0.1", "MMSG, 4, 127.0.0.1", "MMSG, 16, ::", "URING, 2, ::"})
    void shouldReachTheShardOfItsByteWhenDatagramsCome(final Kind kind, final int shards, final String bind)
            throws IOException {
        final List<Counters> counters = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            counters.add(new Counters(Arena.ofAuto().allocate(Counters.BLOCK_BYTES, 64), 0));
        }
        final TransportConfig config = TransportConfig.DEFAULT
                .withBindAddress(bind)
                .withPort(0)
                .withKind(kind)
                .withShards(shards);
        try (Transports transports = Transports.open(config, counters)) {
            assertEquals(shards, transports.shards(), transports.reason());
            for (int shard = 0; shard < shards; shard++) {
                transports.shard(shard).open();
            }

            sendEveryByte(transports.port());

            for (int shard = 0; shard < shards; shard++) {
                final int expected = shard;
                final int handed = transports
                        .shard(shard)
                        .poll(
                                (memory, address, addressLength, payload, length) ->
                                        assertEquals(expected, shardOf(memory, payload, length, shards)),
                                10_000);
                final int perShard = SENDERS * 256 / shards;
                assertEquals(shard == 0 ? perShard + SENDERS : perShard, handed, "shard " + shard);
                assertTrue(counters.get(shard).value(Counter.DATAGRAMS_IN) == handed);
            }
        }
    }

    private static int shardOf(final MemorySegment memory, final long payload, final int length, final int shards) {
        return length <= ShardSteering.BYTE_OFFSET
                ? 0
                : ShardSteering.shardOf(memory.get(ValueLayout.JAVA_BYTE, payload + ShardSteering.BYTE_OFFSET), shards);
    }

    /** From several peers, all values of the byte, and a datagram too short to have it. */
    private static void sendEveryByte(final int port) throws IOException {
        final InetAddress target = InetAddress.ofLiteral("127.0.0.1");
        for (int sender = 0; sender < SENDERS; sender++) {
            try (DatagramSocket socket = new DatagramSocket(0, target)) {
                for (int value = 0; value < 256; value++) {
                    final byte[] payload = {0x55, (byte) value, 3};
                    socket.send(new DatagramPacket(payload, payload.length, target, port));
                }
                socket.send(new DatagramPacket(new byte[1], 1, target, port));
            }
        }
    }
}
