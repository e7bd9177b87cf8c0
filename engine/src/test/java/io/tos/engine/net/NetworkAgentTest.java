package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.client.GameConnection;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counter;
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
}
