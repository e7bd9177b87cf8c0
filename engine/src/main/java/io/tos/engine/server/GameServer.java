package io.tos.engine.server;

import io.tos.engine.control.ControlAgent;
import io.tos.engine.control.ControlCommands;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.ecs.SystemFailedException;
import io.tos.engine.ecs.WorldHash;
import io.tos.engine.edge.MapInstance;
import io.tos.engine.edge.Worlds;
import io.tos.engine.edge.saving.CharacterSaves;
import io.tos.engine.net.ShardParts;
import io.tos.engine.net.TransportException;
import io.tos.engine.net.Transports;
import io.tos.engine.net.admission.AcceptWriter;
import io.tos.engine.net.admission.AdmissionAgent;
import io.tos.engine.net.admission.AdmissionOrder;
import io.tos.engine.net.admission.Doorway;
import io.tos.engine.net.admission.HandshakeAgent;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.net.admission.TicketJournal;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.ops.Profiler;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.server.recording.Recording;
import io.tos.engine.store.Store;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;

/** Builds the whole server top to bottom, starts it, and closes it in reverse. */
public final class GameServer implements AutoCloseable {
    private static final long PARK_MIN_NS = 50_000;
    private static final long PARK_MAX_NS = 1_000_000;
    private static final int MS_PER_SECOND = 1_000;
    private static final int CONTROL_PARK_MS = 10;
    private static final int RECORDING_PARK_MS = 20;
    private static final int TELEMETRY_PARK_MS = 100;
    private static final long GOODBYE_MAX_MS = 5_000;
    private static final long GOODBYE_STEP_MS = 5;

    /** CLOSE leaves three times within 100 ms. */
    private static final long GOODBYE_REPEAT_MS = 120;

    private final Instruments instruments;
    private final TelemetryConfig telemetry;
    private final CryptoBackend.Choice crypto;
    private final Transports transports;
    private final List<Shard> shards;
    private final Saves saves;
    private final Worlds worlds;
    private final @Nullable Recording recording;
    private final AdmissionAgent admission;
    private final OperatorDesk operators;
    private final @Nullable TicketJournal tickets;
    private final ControlAgent control;
    private final FiguresDesk figures = new FiguresDesk();
    private final Threading threading;
    private final long[] gamePathThreads;
    private final boolean isStepped;

    /**
     * Binds the port and allocates everything.
     *
     * @param data the directory this process holds; the control socket is opened there.
     * @param platform time, chance, sockets and threads.
     * @param onError told, on the agent's thread, what an agent stumbled over; stop the server then.
     * @throws io.tos.engine.net.TransportException when the port cannot be had.
     */
    public GameServer(
            final ServerConfig config,
            final Path data,
            final ServerIdentity identity,
            final Platform platform,
            final ErrorHandler onError) {
        isStepped = platform.isStepped();
        final RunningMaps maps = RunningMaps.of(config.worlds());
        final Store store = platform.stores().open(data, platform.wall().time(), config.store());
        telemetry = config.telemetry();
        instruments = new Instruments(
                isStepped ? null : new TelemetryPlace(data), config.network().shards());
        final Counters tickCounters = instruments.tick();
        crypto = CryptoBackend.choose();
        transports = bind(platform, instruments, store);
        saves = new Saves(store, config.store(), platform, instruments, GameServer::say);

        final var setup = new AdmissionAgent.Setup(
                identity, config.admission().limits(), config.admission().trusted());
        final SessionTerms terms = SessionTerms.DEFAULT
                .withTickHz(config.tick().ticksPerSecond())
                .withRekey(config.rekey().packets(), config.rekey().seconds());
        final RandomGenerator random = platform.random();
        final var common = new ShardParts.Common(setup, terms, platform.nano(), platform.wall(), random, this::durable);
        shards = IntStream.range(0, transports.shards())
                .mapToObj(shard -> new Shard(
                        common,
                        SessionConfig.server(shard, transports.shards()),
                        transports.shard(shard),
                        platform.packets().apply(crypto.backend().packetCrypto()),
                        instruments.network().get(shard)))
                .toList();
        worlds = worlds(maps, platform, characters(config), tickCounters);
        recording = record(config, platform, worlds, tickCounters);
        final TickAgent tick = new TickAgent(config.tick(), platform.nano(), shards, worlds, saves.desk(), instruments);

        final var accept =
                new AcceptWriter.Clocks(platform.nano(), platform.wall(), () -> tickCounters.value(Counter.TICKS));
        final HandshakeAgent handshake = new HandshakeAgent(
                crypto.backend().handshakeCrypto(),
                identity,
                new AcceptWriter(crypto.backend().handshakeCrypto(), identity, terms, accept, random),
                random,
                instruments.handshake());
        admission = new AdmissionAgent(
                setup,
                crypto.backend(),
                new AdmissionAgent.Clocks(platform.nano(), platform.wall()),
                random,
                shards.stream().map(Shard::doorway).toArray(Doorway[]::new),
                new HandshakeAgent[] {handshake},
                instruments.admission());
        tickets = platform.isStepped() ? null : journal(data, admission);
        final TokenDesk desk =
                new TokenDesk(crypto.backend().handshakeCrypto(), identity, transports.port(), platform.wall(), random);
        operators = new OperatorDesk(admission);
        control = new ControlAgent(data, bans(data, platform).commands(operators.commands(commands(data, desk))));

        final List<Threading.Role> roles = roles(platform, tick, handshake);
        if (!isStepped && config.admin().isOn()) {
            roles.add(link(new AdminLinkSetup.Server(config.admin(), data, identity, transports.port()), platform));
        }
        threading = platform.isStepped() ? Threading.manual(roles) : Threading.perAgent(roles, onError);
        gamePathThreads = new long[1 + shards.size()];
    }

    /** Who may not come in, as former runs left it. */
    private BanBook bans(final Path data, final Platform platform) {
        final BanBook bans = new BanBook(data, admission::offer, platform.wall());
        bans.tell(admission);
        return bans;
    }

    /** Which resume tickets were used up in former runs. */
    private static TicketJournal journal(final Path data, final AdmissionAgent admission) {
        try {
            final TicketJournal journal = TicketJournal.open(data);
            admission.remember(journal);
            return journal;
        } catch (final IOException | UncheckedIOException refused) {
            throw new StartException(ExitCode.USAGE, "resume journal in " + data + ": " + refused.getMessage());
        }
    }

    /** A port that cannot be had leaves nothing behind. */
    private static Transports bind(final Platform platform, final Instruments instruments, final Store store) {
        try {
            return platform.sockets().apply(instruments.network());
        } catch (final TransportException refused) {
            instruments.close();
            store.close();
            throw refused;
        }
    }

    /** Who runs, in the order they start and stop in. */
    private List<Threading.Role> roles(final Platform platform, final TickAgent tick, final HandshakeAgent handshake) {
        final List<Threading.Role> roles = new ArrayList<>();
        roles.add(new Threading.Role(tick, new DeadlineIdle(tick, platform.nano())));
        shards.forEach(shard -> roles.add(new Threading.Role(shard.agent(), new TransportIdle(shard.transport()))));
        roles.add(new Threading.Role(admission, new BackoffIdleStrategy(1, 1, PARK_MIN_NS, PARK_MAX_NS)));
        roles.add(new Threading.Role(handshake, new BackoffIdleStrategy(1, 1, PARK_MIN_NS, PARK_MAX_NS)));
        roles.add(new Threading.Role(saves.agent(), new BackoffIdleStrategy(1, 1, PARK_MIN_NS, PARK_MAX_NS)));
        if (recording != null) {
            roles.add(new Threading.Role(recording.writer(), new SleepingMillisIdleStrategy(RECORDING_PARK_MS)));
        }
        if (!platform.isStepped()) {
            roles.add(new Threading.Role(control, new SleepingMillisIdleStrategy(CONTROL_PARK_MS)));
            roles.add(new Threading.Role(
                    instruments.agent(platform, this::agentThreads),
                    new SleepingMillisIdleStrategy(TELEMETRY_PARK_MS)));
        }
        return roles;
    }

    /** Who keeps the administration service informed. */
    private Threading.Role link(final AdminLinkSetup.Server server, final Platform platform) {
        return AdminLinkSetup.role(
                server, crypto.backend().handshakeCrypto(), instruments.file().reader(), platform.wall());
    }

    /** What operators can ask for. */
    private ControlCommands commands(final Path data, final TokenDesk tokens) {
        final ProfileDesk profiles =
                new ProfileDesk(new Profiler(data.toAbsolutePath().resolve("profiles")));
        return new ControlCommands()
                .with("mark", (request, reply) -> figures.mark())
                .with("figures", (request, reply) -> figures.tell(reply))
                .with("token", tokens::issue)
                .with("profile_start", profiles::start)
                .with("profile_stop", (request, reply) -> profiles.stop(reply));
    }

    /** The maps of this server, with what leaves them on the shards' roads. */
    private Worlds worlds(
            final RunningMaps maps, final Platform platform, final CharacterSaves characters, final Counters counters) {
        final SlabOutbox outbox =
                new SlabOutbox(shards.stream().map(Shard::outbound).toList(), Shard.OUTBOUND_SLABS_KEPT, counters);
        return new Worlds(
                maps.open(platform.random(), platform.nano(), counters),
                maps.start(),
                characters,
                outbox,
                counters,
                GameServer::onMapStopped);
    }

    /** Begins to record, if that is wanted. */
    private static @Nullable Recording record(
            final ServerConfig config, final Platform platform, final Worlds worlds, final Counters counters) {
        if (config.worlds().record().isEmpty()) {
            return null;
        }
        final List<MapInstance> all = new ArrayList<>();
        for (int place = 0; place < worlds.mapCount(); place++) {
            all.add(Objects.requireNonNull(worlds.map(place), "none has run yet"));
        }
        return new Recording(
                Path.of(config.worlds().record()),
                all,
                config.tick().ticksPerSecond(),
                TimeUnit.MILLISECONDS.toMicros(platform.wall().time()),
                counters);
    }

    /** Other maps go on; the operator must know. */
    private static void onMapStopped(final SystemFailedException failure) {
        System.getLogger("tos").log(System.Logger.Level.ERROR, "a map was stopped", failure);
    }

    /** Opens the control socket and starts the agents; when this returns, operators and players may come. */
    public void start() {
        if (!isStepped) {
            control.open();
            instruments.serve(telemetry, GameServer::say);
        }
        threading.start();
        if (!isStepped) {
            System.arraycopy(threading.threadIds(), 0, gamePathThreads, 0, gamePathThreads.length);
        }
    }

    /** On a stepped platform: one duty cycle of every agent, in order; returns how much work was done. */
    public int step() {
        return threading.step();
    }

    /** Where {@code /metrics} is served, on loopback; -1 if nowhere. */
    public int metricsPort() {
        return instruments.metricsPort();
    }

    /** Hash of all worlds in the order they run; on a stepped platform, between two steps. */
    public long worldsHash() {
        long hash = 0;
        for (int place = 0; place < worlds.mapCount(); place++) {
            final MapInstance map = worlds.map(place);
            hash = hash * 31 + (map == null ? 0 : WorldHash.of(map.world()));
        }
        return hash;
    }

    /** The UDP port. */
    public int port() {
        return transports.port();
    }

    /** Which transport moves the datagrams. */
    public String transport() {
        return transports.name();
    }

    /** Why it was chosen, one line. */
    public String transportReason() {
        return transports.reason();
    }

    /** Which library does the cryptography and why, one line. */
    public String cryptoReason() {
        return crypto.reason();
    }

    /** Obeys operators. */
    OperatorDesk operators() {
        return operators;
    }

    /** Tells operators the figures of a run. */
    FiguresDesk figures() {
        return figures;
    }

    /** A counter's sum over all agents. */
    public long count(final Counter counter) {
        return instruments.count(counter);
    }

    /** A counter's sum over the network agents alone: what happened at the door. */
    public long countAtDoor(final Counter counter) {
        return instruments.network().stream()
                .mapToLong(block -> block.value(counter))
                .sum();
    }

    /** Each tick's time from its scheduled start to its end, ns. */
    public Histogram tickDurations() {
        return instruments.file().histogram(Distribution.TICK);
    }

    /** Ids of the tick's and the network's threads, which must not allocate. */
    public long[] gamePathThreads() {
        return gamePathThreads.clone();
    }

    /** Up to which sequence the journal is durable. */
    private long durable() {
        return instruments.store().value(Counter.JOURNAL_DURABLE);
    }

    /** How characters get into the worlds and back to the store. */
    private CharacterSaves characters(final ServerConfig config) {
        final long ticks =
                (long) config.store().saveIntervalMs() * config.tick().ticksPerSecond() / MS_PER_SECOND;
        return new CharacterSaves(saves.desk(), (int) Math.max(1, ticks));
    }

    private long[] agentThreads() {
        return threading.threadIds();
    }

    /** One line for the operator, on standard error: standard output belongs to the command. */
    private static void say(final String line) {
        System.err.println("tos: " + line);
    }

    /**
     * Lets nobody in any more, tells every player why the server ends, three times each, and waits until that is done; at
     * most some seconds. For the thread that stops the server, before {@link #close}.
     */
    public void sayGoodbye(final CloseReason reason) throws InterruptedException {
        if (openSessions() == 0 || !admission.offer(new AdmissionOrder.Stop(reason))) {
            return;
        }
        for (long waitedMs = 0; openSessions() > 0 && waitedMs < GOODBYE_MAX_MS; waitedMs += GOODBYE_STEP_MS) {
            TimeUnit.MILLISECONDS.sleep(GOODBYE_STEP_MS);
        }
        TimeUnit.MILLISECONDS.sleep(GOODBYE_REPEAT_MS);
    }

    private long openSessions() {
        return count(Counter.SESSIONS_OPENED) - count(Counter.SESSIONS_CLOSED);
    }

    /** Stops the agents, then frees what they shared. */
    @Override
    public void close() {
        threading.close();
        admission.close();
        if (tickets != null) {
            tickets.close();
        }
        shards.forEach(Shard::close);
        worlds.close();
        saves.close();
        if (recording != null) {
            recording.close();
        }
        instruments.close();
    }
}
