package io.tos.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.net.DatagramTap;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hostile inputs 2 and 3 at the door of a whole server: lengths that are wrong. */
@Timeout(300) // a hang is a failure; nothing here waits for real time
final class HostileLengthSimTest {
    private static final long SEED = 0x1E46_0001L;
    private static final int STRANGER_IPV4 = 0x5501_0101;

    /** Answers to the stranger. */
    private final List<Integer> answers = new ArrayList<>();

    private final DatagramTap onSent = (memory, source, target, payload, length) -> {
        if (PeerAddress.ipv4(memory, target) == STRANGER_IPV4) {
            answers.add(length);
        }
    };

    @Test
    void shouldCountAndStaySilentWhenDatagramsAreTooLong() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 1));
                Arena arena = Arena.ofConfined()) {
            simulation.observe(onSent);
            final MemorySegment bytes = arena.allocate(65_507, 8);
            for (final int length : new int[] {1_201, 9_000, 65_507}) {
                for (final int type : new int[] {HandshakePacket.HELLO, HandshakePacket.CONNECT, 0x80}) {
                    bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) type);
                    simulation.inject(STRANGER_IPV4, 4_000, bytes, length);
                }
            }
            simulation.run(100);

            assertEquals(9, simulation.server().count(Counter.DATAGRAMS_TOO_LONG));
            assertEquals(List.of(), answers);
            assertNull(simulation.problem());
        }
    }

    @Test
    void shouldStaySilentWhenAHandshakePacketIsCutOffAnywhere() {
        try (Simulation simulation = new Simulation(SimulationPlan.of(SEED, 1));
                Arena arena = Arena.ofConfined()) {
            final Map<Byte, byte[]> requests = new TreeMap<>();
            simulation.observe((memory, source, target, payload, length) -> {
                if (length == HandshakePacket.REQUEST_BYTES) {
                    requests.put(
                            memory.get(ValueLayout.JAVA_BYTE, payload),
                            memory.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE));
                }
            });
            assertTrue(simulation.connectAll(1_000));
            simulation.observe(onSent);
            assertEquals(2, requests.size(), "a HELLO and a CONNECT");
            final long curves = simulation.server().count(Counter.CURVE_OPERATIONS);
            for (final byte[] request : requests.values()) {
                final MemorySegment bytes = arena.allocate(request.length, 8);
                MemorySegment.copy(request, 0, bytes, ValueLayout.JAVA_BYTE, 0, request.length);
                for (int length = 0; length < request.length; length++) {
                    simulation.inject(STRANGER_IPV4, 4_000, bytes, length);
                }
                simulation.run(10);
            }

            assertEquals(List.of(), answers);
            assertEquals(curves, simulation.server().count(Counter.CURVE_OPERATIONS));
            assertEquals(
                    2 * HandshakePacket.REQUEST_BYTES,
                    simulation.server().count(Counter.HELLO_MALFORMED)
                            + simulation.server().count(Counter.CONNECT_MALFORMED)
                            + simulation.server().count(Counter.HANDSHAKE_UNKNOWN),
                    "each is counted");
            assertNull(simulation.problem());
        }
    }
}
