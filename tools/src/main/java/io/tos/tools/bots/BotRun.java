package io.tos.tools.bots;

import io.tos.engine.client.ClientHub;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.client.GameConnection;
import io.tos.engine.client.UdpSockets;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.net.ImpairedTransport;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** One run of many bots against one server over real UDP, on the calling thread. */
final class BotRun {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long CONNECT_MAX_NS = 10 * SECOND_NS;
    private static final long PARK_NS = 1_000_000;
    private static final int DELAYED_BLOCKS_MAX = 1 << 15;

    private final BotPlan plan;
    private final BotTally tally = new BotTally();
    private final List<GameConnection> connections = new ArrayList<>();
    private final List<Bot> bots = new ArrayList<>();

    /**
     * What to do.
     *
     * @param seconds of play, counted from the moment all are connected or refused, or ten seconds have passed.
     * @param ratePerSecond messages of each bot.
     * @param lossPercent in each direction.
     * @param lagMs added in each direction.
     * @param seed of the losses.
     */
    record BotPlan(int seconds, int ratePerSecond, int lossPercent, int lagMs, long seed) {}

    /** What came of it: the bots' own count and the sockets'. */
    record Outcome(BotTally tally, long datagramsIn, long datagramsOut, long bytesIn, long bytesOut) {}

    BotRun(final BotPlan plan) {
        this.plan = plan;
    }

    /** Connects a bot per grant, plays, waits for the last answers, leaves. */
    Outcome run(final InetSocketAddress server, final List<ConnectGrant> grants) {
        try (Arena arena = Arena.ofConfined()) {
            final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
            final UdpSockets sockets = new UdpSockets(server, grants.size(), counters);
            final MemorySegment slot = arena.allocate(Transport.ADDRESS_SLOT_BYTES, 8);
            sockets.writeServer(slot, 0);
            final Transport transport = plan.lossPercent == 0 && plan.lagMs == 0
                    ? sockets
                    : new ImpairedTransport(
                            sockets,
                            LinkConditions.CLEAN.lossPercent(plan.lossPercent).delayMs(plan.lagMs),
                            plan.seed,
                            System::nanoTime,
                            DELAYED_BLOCKS_MAX);
            transport.open();
            final CryptoBackend backend = CryptoBackend.choose().backend();
            try (transport;
                    ClientHub hub = new ClientHub(transport, grants.size(), backend, new SecureRandom(), counters)) {
                final MemorySegment message = arena.allocate(64, 8);
                for (final ConnectGrant grant : grants) {
                    final Bot bot = new Bot(tally, message, SECOND_NS / plan.ratePerSecond);
                    bots.add(bot);
                    connections.add(hub.connection(slot, 0, Credentials.of(grant), ClientProfile.DEFAULT, bot));
                }
                play(hub, transport);
            }
            return new Outcome(
                    tally,
                    counters.value(Counter.DATAGRAMS_IN),
                    counters.value(Counter.DATAGRAMS_OUT),
                    counters.value(Counter.BYTES_IN),
                    counters.value(Counter.BYTES_OUT));
        }
    }

    private void play(final ClientHub hub, final Transport transport) {
        final long startNs = System.nanoTime();
        connections.forEach(connection -> connection.connect(startNs));
        long nowNs = startNs;
        while (tally.connected + tally.disconnects() < connections.size() && nowNs - startNs < CONNECT_MAX_NS) {
            nowNs = cycle(hub, transport);
        }
        tally.connectNs = nowNs - startNs;
        final long playEndNs = nowNs + plan.seconds * SECOND_NS;
        while (nowNs < playEndNs) {
            for (int index = 0; index < bots.size(); index++) {
                bots.get(index).play(connections.get(index), nowNs);
            }
            nowNs = cycle(hub, transport);
        }
        final long waitEndNs = nowNs + 10 * SECOND_NS;
        while (nowNs < waitEndNs && !isAllAnswered()) {
            nowNs = cycle(hub, transport);
        }
        for (int index = 0; index < bots.size(); index++) {
            bots.get(index).leave(connections.get(index), nowNs);
        }
        final long leaveEndNs = nowNs + SECOND_NS / 4 + 2L * plan.lagMs * PARK_NS;
        while (nowNs < leaveEndNs) {
            nowNs = cycle(hub, transport);
        }
    }

    private boolean isAllAnswered() {
        for (int index = 0; index < bots.size(); index++) {
            if (connections.get(index).state() == GameConnection.State.ESTABLISHED
                    && !bots.get(index).isAnswered()) {
                return false;
            }
        }
        return true;
    }

    private static long cycle(final ClientHub hub, final Transport transport) {
        if (hub.doWork(System.nanoTime()) == 0) {
            transport.park(PARK_NS);
        }
        return System.nanoTime();
    }
}
