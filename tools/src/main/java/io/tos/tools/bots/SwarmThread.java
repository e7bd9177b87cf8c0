package io.tos.tools.bots;

import io.tos.engine.client.ClientHub;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.client.InputClock;
import io.tos.engine.client.PlayerClient;
import io.tos.engine.client.StatePool;
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
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The players of one thread of a swarm: their sockets, sessions and views, and the loop that serves them all. */
final class SwarmThread implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long PARK_NS = 1_000_000;
    private static final int DELAYED_BLOCKS_MAX = 1 << 15;
    private static final int RUNS_PER_PLAYER = 150;
    /** So many are on their way in at once: a server gets along however slow it is, and nobody's 10 s of patience end. */
    private static final int CONNECTING_MAX = 128;

    private static final long NO_PROGRESS_NS = 15 * SECOND_NS;

    private static final long STAY_NS = 5 * SECOND_NS;
    private static final long AWAY_NS = SECOND_NS;

    private final Arena arena = Arena.ofConfined();
    private final BotPlan plan;
    private final SwarmContext context;
    private final Counters counters;
    private final Transport transport;
    private final ClientHub hub;
    private final StatePool pool;
    private final PlayerClient.Shared shared;
    private final BotTally tally = new BotTally();
    private final MemorySegment message;
    private final RandomGenerator random;
    private final List<Bot> bots = new ArrayList<>();
    private final PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::atNs));
    private int begun;
    private int progress;
    private long progressNs;
    private long startNs;
    private long nowNs;
    private long played;
    private boolean withEchoes;
    private boolean isOver;

    /** When a player of a churning swarm leaves or comes back. */
    private record Turn(long atNs, Bot bot) {}

    /** @param number of this thread, from 0. */
    SwarmThread(
            final BotPlan plan,
            final SwarmContext context,
            final InetSocketAddress server,
            final List<ConnectGrant> grants,
            final int number) {
        this.plan = plan;
        this.context = context;
        this.random = new SplittableRandom(plan.line().seed() * 31 + number);
        this.counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
        this.message = arena.allocate(EchoCheck.MESSAGE_BYTES, 8);
        this.pool = new StatePool(Math.max(16, grants.size() * RUNS_PER_PLAYER));
        this.shared = new PlayerClient.Shared(pool);
        final UdpSockets sockets = new UdpSockets(server, grants.size(), counters);
        final MemorySegment slot = arena.allocate(Transport.ADDRESS_SLOT_BYTES, 8);
        sockets.writeServer(slot, 0);
        this.transport = plan.line().isClean()
                ? sockets
                : new ImpairedTransport(
                        sockets,
                        LinkConditions.CLEAN
                                .lossPercent(plan.line().lossPercent())
                                .delayMs(plan.line().lagMs()),
                        plan.line().seed() + number,
                        System::nanoTime,
                        DELAYED_BLOCKS_MAX);
        transport.open();
        this.hub =
                new ClientHub(transport, grants.size(), CryptoBackend.choose().backend(), new SecureRandom(), counters);
        final ClientProfile profile = ClientProfile.DEFAULT
                .withInputHz(plan.rates().inputHz())
                .withSnapshotHz(plan.rates().snapshotHz());
        for (final ConnectGrant grant : grants) {
            final Bot bot = new Bot(this, plan, profile, bots.size());
            bots.add(bot);
            bot.bind(hub.connection(slot, 0, Credentials.of(grant), profile, bot));
        }
    }

    /** Connects all, plays, waits for the last echoes, leaves. */
    void run() {
        startNs = System.nanoTime();
        nowNs = startNs;
        progressNs = nowNs;
        while (!context.isSettled(isAllInWorld() || nowNs - progressNs > NO_PROGRESS_NS)) {
            connectSome();
            cycle();
        }
        withEchoes = true;
        bots.forEach(bot -> schedule(bot, STAY_NS));
        runFor(context.settleNs());
        tally.beginMeasuring();
        context.beginMeasuring(this);
        runFor(plan.seconds() * SECOND_NS);
        context.endMeasuring(this);
        withEchoes = false;
        isOver = true;
        turns.clear();
        final long waitEndNs = nowNs + 10 * SECOND_NS;
        while (nowNs < waitEndNs && !bots.stream().allMatch(Bot::isAnswered)) {
            cycle();
        }
        for (final Bot bot : bots) {
            bot.leave(nowNs);
        }
        runFor(SECOND_NS / 4 + 2L * plan.line().lagMs() * PARK_NS);
        bots.forEach(Bot::report);
        tally.take(pool.counts());
    }

    private boolean isAllInWorld() {
        if (tally.entered < bots.size()) {
            return false;
        }
        for (final Bot bot : bots) {
            if (!bot.isInWorld()) {
                return false;
            }
        }
        return true;
    }

    private void connectSome() {
        final int arrived = tally.connected + tally.entered + tally.disconnects();
        if (arrived != progress) {
            progress = arrived;
            progressNs = nowNs;
        }
        final int connecting = begun - tally.connected - tally.disconnects();
        for (int room = CONNECTING_MAX - connecting; room > 0 && begun < bots.size(); room--) {
            final Bot bot = bots.get(begun);
            begun++;
            bot.begin();
            bot.connection().connect(nowNs);
        }
    }

    private void runFor(final long durationNs) {
        final long endNs = nowNs + durationNs;
        while (nowNs < endNs) {
            turn();
            cycle();
        }
    }

    private void cycle() {
        nowNs = System.nanoTime();
        int work = playSome();
        transport.flush();
        work += hub.doWork(nowNs);
        if (work == 0) {
            transport.park(PARK_NS);
        }
    }

    /** Each player is looked after once a tick, in turn, so that what they send is spread over the tick. */
    private int playSome() {
        final long due = (nowNs - startNs) * bots.size() / InputClock.TICK_NS;
        played = Math.max(played, due - bots.size());
        final long first = played;
        while (played < due) {
            bots.get((int) (played % bots.size())).play(withEchoes, nowNs);
            played++;
        }
        return (int) (played - first);
    }

    /** Churn: whose time has come leaves, or comes back with a token of its own. */
    private void turn() {
        while (!turns.isEmpty() && turns.peek().atNs() <= nowNs) {
            final Bot bot = turns.poll().bot();
            switch (bot.connection().state()) {
                case ESTABLISHED -> bot.leave(nowNs);
                case CLOSED -> {
                    final ConnectGrant grant = context.fresh().poll();
                    if (grant != null) {
                        bot.begin();
                        bot.connection().connect(Credentials.of(grant), nowNs);
                    }
                    schedule(bot, grant == null ? AWAY_NS : STAY_NS);
                }
                default -> schedule(bot, AWAY_NS);
            }
        }
    }

    private void schedule(final Bot bot, final long meanNs) {
        if (plan.scenario() == Scenario.CHURN && !isOver) {
            turns.add(new Turn(nowNs + meanNs / 2 + random.nextLong(2 * meanNs), bot));
        }
    }

    void onClosed(final Bot bot) {
        schedule(bot, AWAY_NS);
    }

    SessionKeyLog keyLog() {
        return context.keyLog();
    }

    EchoCheck echoCheck() {
        return new EchoCheck(
                tally,
                message,
                plan.rates().echoHz() == 0 ? 0 : SECOND_NS / plan.rates().echoHz());
    }

    long nowNs() {
        return nowNs;
    }

    BotTally tally() {
        return tally;
    }

    PlayerClient.Shared shared() {
        return shared;
    }

    RandomGenerator random() {
        return random;
    }

    Atlas atlas() {
        return context.atlas();
    }

    long count(final Counter counter) {
        return counters.value(counter);
    }

    long snapshots() {
        return pool.counts().snapshots;
    }

    @Override
    public void close() {
        hub.close();
        transport.close();
        pool.close();
        arena.close();
    }
}
