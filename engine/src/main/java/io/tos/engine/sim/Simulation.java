package io.tos.engine.sim;

import io.tos.engine.client.ClientHub;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.PlayerClient;
import io.tos.engine.client.StatePool;
import io.tos.engine.client.ViewCounts;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramTap;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.net.MemorySockets;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.net.Transports;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.protocol.Echo;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.server.GameServer;
import io.tos.engine.server.Platform;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A whole server and its clients on the calling thread, over simulated links in simulated time. The cryptography is the
 * real one; every key, loss and delay comes from the seed, so the same plan and the same calls give the same {@link
 * #traceHash()}.
 */
public final class Simulation implements AutoCloseable {
    /** Where the server is. */
    public static final int SERVER_IPV4 = 0xC0A8_0001;

    /** The server's port. */
    public static final int SERVER_PORT = 3565;

    private static final long NS_PER_MS = 1_000_000;
    private static final int BUILD = 1;
    private static final int CLIENT_PORT = 40_000;
    private static final int SCRATCH_BYTES = 4_096;
    private static final int STATES_MIN = 1_024;
    private static final int STATES_PER_CLIENT = 256;
    private static final int SERVER_SLOT = 0;
    private static final int SPARE_SLOT = Transport.ADDRESS_SLOT_BYTES;
    private static final int CLIENT_SLOTS = 2 * Transport.ADDRESS_SLOT_BYTES;

    private final SimulationPlan plan;
    private final boolean isServerHonest;
    private final SimulatedTime time = new SimulatedTime();
    private final Region region;
    private final MemorySegment addresses;
    private final MemoryNetwork network;
    private final Counters clientCounters;
    private final MemorySockets sockets;
    private final GameServer server;
    private final ClientHub hub;
    private final TokenMint mint;
    private final StatePool states;
    private final ServerIdentity identity;
    private final WireAudit audit;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private @Nullable DatagramTap observer;

    /** As below, where nobody meddles. */
    public Simulation(final SimulationPlan plan) {
        this(plan, Meddling.NONE);
    }

    /** Builds and starts the server; the clients have sockets and have not begun to connect. */
    public Simulation(final SimulationPlan plan, final Meddling meddling) {
        this.plan = plan;
        this.isServerHonest = meddling.serverPackets().equals(Meddling.NONE.serverPackets());
        final RandomGenerator random = new SplittableRandom(plan.seed());
        final long slotsBytes = CLIENT_SLOTS + (long) plan.clients() * Transport.ADDRESS_SLOT_BYTES;
        final long counterBlock = slotsBytes + 63 & ~63L;
        final long messageAt = counterBlock + Counters.BLOCK_BYTES;
        this.region = Region.shared("simulation", messageAt + Echo.LENGTH_MAX + SCRATCH_BYTES, 64);
        this.addresses = region.memory();
        this.network = new MemoryNetwork(time, plan.seed(), plan.blocks());
        this.clientCounters = new Counters(addresses, counterBlock);
        PeerAddress.setIpv4(addresses, SERVER_SLOT, SERVER_IPV4, SERVER_PORT);
        this.audit = new WireAudit(addresses, SERVER_SLOT);
        network.tap(this::onSent);
        for (int index = 0; index < plan.clients(); index++) {
            PeerAddress.setIpv4(addresses, clientSlot(index), clientIpv4(index), CLIENT_PORT);
        }
        final byte[] secret = new byte[ServerSecret.SECRET_BYTES];
        random.nextBytes(secret);
        this.identity = new ServerIdentity(
                ServerSecret.of(secret),
                random.nextLong(),
                HandshakePacket.PROTOCOL_ID,
                MessageType.SCHEMA_HASH,
                BUILD);
        this.server = new GameServer(
                plan.server(),
                Path.of("."),
                identity,
                Platform.stepped(time, time, random, this::bind, meddling.serverPackets(), new SimulatedStore()),
                thrown -> {});
        server.start();
        final CryptoBackend backend = CryptoBackend.choose().backend();
        final HandshakeCrypto handshakes = meddling.handshakes().apply(backend.handshakeCrypto());
        final PacketCrypto packets = meddling.clientPackets().apply(backend.packetCrypto());
        this.mint = new TokenMint(handshakes, identity, time, random);
        this.sockets = new MemorySockets(network, clientCounters, addresses, CLIENT_SLOTS, plan.clients());
        sockets.open();
        this.hub = new ClientHub(sockets, plan.clients(), handshakes, packets, random, clientCounters);
        final MemorySegment message = addresses.asSlice(messageAt);
        this.states = new StatePool(Math.max(STATES_MIN, plan.clients() * STATES_PER_CLIENT));
        final var shared = new PlayerClient.Shared(states);
        for (int index = 0; index < plan.clients(); index++) {
            final var client = new SimulatedClient(this, shared, sockets.socket(index), message, index + 1L);
            client.bind(hub.connection(
                    addresses, SERVER_SLOT, mint.credentials(index + 1L), ClientProfile.DEFAULT, client));
            clients.add(client);
        }
    }

    private Transports bind(final List<Counters> counters) {
        final Counters[] perShard =
                counters.subList(0, plan.server().network().shards()).toArray(Counters[]::new);
        return Transports.simulated(List.of(network.shards(perShard, addresses, SERVER_SLOT)));
    }

    private static long clientSlot(final int index) {
        return CLIENT_SLOTS + (long) index * Transport.ADDRESS_SLOT_BYTES;
    }

    /** Each in a neighbourhood of its own, so that no client uses up another's share. */
    private static int clientIpv4(final int index) {
        return 0x0A00_0001 + (index << 8);
    }

    /** What it was made of. */
    public SimulationPlan plan() {
        return plan;
    }

    /** What time it is. */
    public SimulatedTime time() {
        return time;
    }

    /** The links between everybody. */
    public MemoryNetwork network() {
        return network;
    }

    /** The server. */
    public GameServer server() {
        return server;
    }

    /** Who the server is. */
    public ServerIdentity identity() {
        return identity;
    }

    /** Makes tokens for this server. */
    public TokenMint mint() {
        return mint;
    }

    /** All clients. */
    public List<SimulatedClient> clients() {
        return clients;
    }

    /** One client, from 0. */
    public SimulatedClient client(final int index) {
        return clients.get(index);
    }

    /** What the clients counted together. */
    public long clientCount(final Counter counter) {
        return clientCounters.value(counter);
    }

    /** What all clients saw, and whether it was right. */
    public ViewCounts viewCounts() {
        return states.counts();
    }

    /** Bytes of messages that wait at the clients. */
    public long clientHeldBytes() {
        return hub.heldBytes();
    }

    /** Everything moves on by one step: the server, then the clients. */
    public void step() {
        time.advance(plan.stepNs());
        final long nowNs = time.nanoTime();
        server.step();
        for (int index = 0; index < clients.size(); index++) {
            clients.get(index).play(nowNs);
        }
        hub.doWork(nowNs);
    }

    /** So much time passes. */
    public void run(final long ms) {
        final long endNs = time.nanoTime() + ms * NS_PER_MS;
        while (time.nanoTime() - endNs < 0) {
            step();
        }
    }

    /** Time passes until it is so, or {@code msMax} are over; returns whether it is so. */
    public boolean runUntil(final BooleanSupplier isSo, final long msMax) {
        final long endNs = time.nanoTime() + msMax * NS_PER_MS;
        while (!isSo.getAsBoolean()) {
            if (time.nanoTime() - endNs >= 0) {
                return false;
            }
            step();
        }
        return true;
    }

    /** All clients connect at once; returns whether all are in within {@code msMax}. */
    public boolean connectAll(final long msMax) {
        clients.forEach(SimulatedClient::connect);
        return runUntil(this::isEverybodyIn, msMax);
    }

    /** Whether every client is in a session. */
    public boolean isEverybodyIn() {
        return clients.stream().allMatch(SimulatedClient::isEstablished);
    }

    /** What a NAT does: a client's datagrams come from another address from now on. */
    public void rebind(final SimulatedClient client, final int ipv4, final int port) {
        PeerAddress.setIpv4(addresses, SPARE_SLOT, ipv4, port);
        client.socket().rebind(addresses, SPARE_SLOT);
        audit.prove(addresses, SPARE_SLOT);
    }

    /** Somebody who sees every datagram that is sent from now on; null for nobody. */
    public void observe(final @Nullable DatagramTap tap) {
        observer = tap;
    }

    private void onSent(
            final MemorySegment memory, final long source, final long target, final long payload, final int length) {
        audit.onSent(memory, source, target, payload, length);
        if (observer != null) {
            observer.onSent(memory, source, target, payload, length);
        }
    }

    /** A client is in: its address is proven. */
    void onEstablished(final SimulatedClient client) {
        client.socket().writeAddress(addresses, SPARE_SLOT);
        audit.prove(addresses, SPARE_SLOT);
    }

    /** Bytes the server sent to addresses that had proven nothing, in percent of what came from there. */
    public long amplificationPercent() {
        return audit.unprovenBytesOut() * 100 / Math.max(1, audit.unprovenBytesIn());
    }

    /** Somebody sends the server a datagram, from whatever address they like. */
    public void inject(final int ipv4, final int port, final MemorySegment bytes, final int length) {
        PeerAddress.setIpv4(addresses, SPARE_SLOT, ipv4, port);
        network.inject(addresses, SPARE_SLOT, SERVER_SLOT, bytes, length);
    }

    /** An endpoint of somebody who is no client, at an address of its own; opened, closed by who asked for it. */
    public MemoryTransport stranger(final int ipv4, final int port, final Counters counters) {
        PeerAddress.setIpv4(addresses, SPARE_SLOT, ipv4, port);
        final MemoryTransport transport = network.endpoint(counters, addresses, SPARE_SLOT);
        transport.open();
        return transport;
    }

    /** The first thing that went wrong, at a client, on the wire or in the server's books, or null. */
    public @Nullable String problem() {
        for (final SimulatedClient client : clients) {
            if (client.problem() != null) {
                return client.problem();
            }
        }
        if (audit.problem() != null) {
            return audit.problem();
        }
        return states.counts().mismatches == 0 || !isServerHonest
                ? DatagramLedger.imbalance(server)
                : states.counts().mismatches + " times a client saw what is not so";
    }

    /** Hash of every datagram delivered or lost since {@link MemoryNetwork#trace()}. */
    public long traceHash() {
        return network.traceHash();
    }

    @Override
    public void close() {
        server.close();
        hub.close();
        states.close();
        sockets.close();
        network.close();
        region.close();
    }
}
