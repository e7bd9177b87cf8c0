package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.GameConnection;
import io.tos.engine.net.admission.AdmissionOrder;
import io.tos.engine.net.session.SessionState;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.Reset;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The whole way of a shard: datagrams, door, sessions, the roads to and from the tick. */
class NetworkAgentTest {
    private static final long SEED = 0xA6E27L;
    private static final int CLIENTS = 40;

    @Test
    void shouldCarryEveryMessageOnceAndInOrderWhenAllClientsTalk() {
        try (AgentRig rig = new AgentRig(SEED, CLIENTS).connectAll()) {
            for (int round = 0; round < 50; round++) {
                rig.clients.forEach(
                        client -> client.echo(rig.connections.get(rig.clients.indexOf(client)), rig.clock.nanoTime()));
                rig.ticks(1);
            }
            rig.ticks(60);

            assertEquals(CLIENTS, rig.established());
            assertEquals(CLIENTS, rig.tick.count(InboundFrame.OPENED));
            assertEquals(CLIENTS, rig.tick.count(InboundFrame.ADMITTED));
            assertEquals(CLIENTS * 50L, rig.tick.count(InboundFrame.MESSAGE));
            for (final RigClient client : rig.clients) {
                assertEquals(50, client.answered);
                assertEquals(0, client.outOfOrder);
            }
            assertEquals(0, rig.count(Counter.INBOUND_NO_SLAB));
        }
    }

    /** A network cycle that found anything hands over a slab, and a tick is 16 ms long: 64 slabs were too few. */
    @Test
    void shouldLoseNothingWhenEveryCycleOfATickHandsOverASlab() {
        final int cycles = 1000;
        try (AgentRig rig = new AgentRig(SEED, 8).connectAll()) {
            int sent = 0;
            for (int cycle = 0; cycle < cycles; cycle++) {
                final int who = cycle % 8;
                sent += rig.clients.get(who).echo(rig.connections.get(who), rig.clock.nanoTime()) ? 1 : 0;
                rig.pass(AgentRig.TICK_NS / cycles);
                rig.hub.doWork(rig.clock.nanoTime());
                rig.agent.doWork();
            }
            final long refused = rig.count(Counter.INBOUND_NO_SLAB);
            rig.ticks(120);

            assertTrue(sent > 500, "the clients' own limits leave enough to see: " + sent);
            assertEquals(0, refused);
            assertEquals(sent, rig.tick.count(InboundFrame.MESSAGE));
        }
    }

    @Test
    void shouldKeepReliableMessagesAndCountWhenTheTickStandsStill() {
        try (AgentRig rig = new AgentRig(SEED, 4, 8, SessionTerms.DEFAULT).connectAll()) {
            for (int cycle = 0; cycle < 64; cycle++) {
                final int who = cycle % 4;
                rig.clients.get(who).echo(rig.connections.get(who), rig.clock.nanoTime());
                rig.pass(5 * AgentRig.MS);
                rig.cycle();
            }
            final long refused = rig.count(Counter.INBOUND_NO_SLAB);
            rig.ticks(300);

            assertTrue(refused > 0, "eight slabs are not enough for 64 cycles");
            assertEquals(64, rig.tick.count(InboundFrame.MESSAGE), "what was promised comes later");
            rig.clients.forEach(client -> assertEquals(0, client.outOfOrder));
            assertEquals(4, rig.established());
        }
    }

    @Test
    void shouldCloseThreeTimesAndTellBothSidesWhenTheTickEndsASession() {
        try (AgentRig rig = new AgentRig(SEED, 1).connectAll()) {
            final long closedBefore = rig.tick.count(InboundFrame.CLOSED);
            rig.tick.close(rig.tick.lastCid, CloseReason.KICKED);
            rig.ticks(30);

            assertEquals(0, closedBefore);
            assertEquals(1, rig.tick.count(InboundFrame.CLOSED));
            assertEquals(CloseReason.KICKED.code(), rig.tick.lastCloseReason);
            assertEquals(GameConnection.State.CLOSED, rig.connections.getFirst().state());
            assertEquals(CloseReason.KICKED.code(), rig.connections.getFirst().reason());
        }
    }

    @Test
    void shouldTellTheTickOnceWhenAClientSaysGoodbye() {
        try (AgentRig rig = new AgentRig(SEED, 2).connectAll()) {
            rig.connections.getFirst().close(rig.clock.nanoTime());
            rig.ticks(60);

            assertEquals(1, rig.tick.count(InboundFrame.CLOSED));
            assertEquals(CloseReason.GOODBYE.code(), rig.tick.lastCloseReason);
            assertEquals(1, rig.clients.getFirst().closedCount);
            assertEquals(1, rig.established(), "the other plays on");
        }
    }

    @Test
    void shouldComeBackWithATicketWhenTheSessionIsLost() {
        try (AgentRig rig = new AgentRig(SEED, 1).connectAll()) {
            final GameConnection connection = rig.connections.getFirst();
            rig.tick.close(rig.tick.lastCid, CloseReason.MAP_STOPPED);
            rig.ticks(30);
            final boolean mayResume = connection.mayResume();
            connection.resume(rig.clock.nanoTime());
            rig.ticks(60);

            assertTrue(mayResume);
            assertEquals(GameConnection.State.ESTABLISHED, connection.state(), "closed for " + connection.reason());
            assertEquals(2, rig.tick.count(InboundFrame.OPENED));
        }
    }

    @Test
    void shouldTellEverybodyThreeTimesWhenTheServerStops() {
        try (AgentRig rig = new AgentRig(SEED, CLIENTS).connectAll()) {
            rig.ticks(10);
            final long sentBefore = rig.count(Counter.DATAGRAMS_OUT);
            rig.admission.offer(new AdmissionOrder.Stop(CloseReason.SHUTDOWN));
            rig.ticks(9);

            assertEquals(3 * CLIENTS, rig.count(Counter.DATAGRAMS_OUT) - sentBefore, "within 150 ms");
            assertEquals(CLIENTS, rig.tick.count(InboundFrame.CLOSED));
            for (final GameConnection connection : rig.connections) {
                assertEquals(GameConnection.State.CLOSED, connection.state());
                assertEquals(CloseReason.SHUTDOWN.code(), connection.reason());
            }
        }
    }

    @Test
    void shouldSayDrainingWhenSomebodyComesAfterTheServerBeganToStop() {
        try (AgentRig rig = new AgentRig(SEED, 1)) {
            rig.admission.offer(new AdmissionOrder.Stop(CloseReason.SHUTDOWN));
            rig.connectAll();

            assertEquals(CloseReason.DRAINING.code(), rig.connections.getFirst().reason());
            assertEquals(0, rig.tick.count(InboundFrame.OPENED));
        }
    }

    @Test
    void shouldEndAtTheResetWhenTheServerNoLongerKnowsTheSession() {
        try (AgentRig rig = new AgentRig(SEED, 2).connectAll()) {
            forgetLast(rig);
            final long resetsBefore = rig.count(Counter.RESETS_SENT);
            rig.ticks(90);

            assertEquals(0, resetsBefore);
            assertEquals(1, rig.established());
            assertEquals(1, rig.count(Counter.RESETS_SENT));
            final GameConnection lost = rig.connections.stream()
                    .filter(connection -> connection.state() == GameConnection.State.CLOSED)
                    .findFirst()
                    .orElseThrow();
            assertEquals(CloseReason.KEY.code(), lost.reason());
        }
    }

    /** The last session's client hears nothing of its end. */
    private static void forgetLast(final AgentRig rig) {
        for (int index = 0; index < rig.connections.size(); index++) {
            rig.sockets.socket(index).downlink().blackhole(true);
        }
        rig.tick.close(rig.tick.lastCid, CloseReason.KICKED);
        for (int step = 0; step < 300 && rig.parts.sessions().state(rig.tick.lastCid) != SessionState.FREE; step++) {
            rig.pass(20 * AgentRig.MS);
            rig.agent.doWork();
        }
        for (int index = 0; index < rig.connections.size(); index++) {
            rig.sockets.socket(index).downlink().blackhole(false);
        }
    }

    @Test
    void shouldIgnoreResetsWhenTheirTokenOrIdIsNotTheSessions() {
        try (AgentRig rig = new AgentRig(SEED, 1).connectAll()) {
            final MemorySegment reset = rig.arena.allocate(Reset.LENGTH, 8);
            final GameConnection connection = rig.connections.getFirst();
            Reset.write(reset, 0, connection.accepted().serverCid());
            final byte[] token = connection.accepted().resetToken().toBytes();
            for (int bit = 0; bit < 8 * token.length; bit++) {
                MemorySegment.copy(token, 0, reset, ValueLayout.JAVA_BYTE, Reset.TOKEN, token.length);
                final long at = (long) Reset.TOKEN + bit / 8;
                reset.set(ValueLayout.JAVA_BYTE, at, (byte) (token[bit / 8] ^ 1 << bit % 8));
                rig.network.inject(rig.addresses, 0, Transport.ADDRESS_SLOT_BYTES, reset, Reset.LENGTH);
                rig.cycle();
            }
            MemorySegment.copy(token, 0, reset, ValueLayout.JAVA_BYTE, Reset.TOKEN, token.length);
            Reset.write(reset, 0, connection.accepted().serverCid() + 1);
            rig.network.inject(rig.addresses, 0, Transport.ADDRESS_SLOT_BYTES, reset, Reset.LENGTH);
            rig.ticks(10);
            final int establishedBefore = rig.established();
            Reset.write(reset, 0, connection.accepted().serverCid());
            rig.network.inject(rig.addresses, 0, Transport.ADDRESS_SLOT_BYTES, reset, Reset.LENGTH);
            rig.ticks(10);

            assertEquals(1, establishedBefore);
            assertEquals(CloseReason.KEY.code(), connection.reason(), "the right one is believed");
        }
    }

    @Test
    void shouldSendAHundredShorterResetsASecondAtMostWhenUnknownSessionsAreFlooded() {
        try (AgentRig rig = new AgentRig(SEED, 1)) {
            final MemorySegment packet = rig.arena.allocate(Transport.DATAGRAM_BYTES_MAX, 8);
            final long bytesBefore = rig.count(Counter.BYTES_OUT);
            for (int number = 0; number < 2000; number++) {
                packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
                packet.set(ValueLayout.JAVA_INT_UNALIGNED, 1, rig.random.nextInt());
                final int length = PacketHeader.DATAGRAM_BYTES_MIN + number % 40;
                rig.network.inject(rig.addresses, Transport.ADDRESS_SLOT_BYTES, 0, packet, length);
                rig.pass(AgentRig.MS);
                rig.cycle();
            }

            final long resets = rig.count(Counter.RESETS_SENT);
            assertEquals(2000, rig.count(Counter.PACKETS_UNKNOWN_SESSION));
            assertTrue(resets >= 200 && resets <= 300, "two seconds and one full bucket: " + resets);
            assertEquals(resets * Reset.LENGTH, rig.count(Counter.BYTES_OUT) - bytesBefore);
        }
    }
}
