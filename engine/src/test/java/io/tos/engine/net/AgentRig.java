package io.tos.engine.net;

import io.tos.engine.client.ClientHub;
import io.tos.engine.client.ClientProfile;
import io.tos.engine.client.Credentials;
import io.tos.engine.client.GameConnection;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.admission.AcceptWriter;
import io.tos.engine.net.admission.AdmissionAgent;
import io.tos.engine.net.admission.AdmissionLimits;
import io.tos.engine.net.admission.Doorway;
import io.tos.engine.net.admission.HandshakeAgent;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.net.admission.TrustedPrefixes;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;

/**
 * One shard of a server with everything between socket and tick, and real clients, over a memory network. Stepped by
 * hand: a cycle is one duty cycle of everybody but the tick, which the test calls when it likes.
 */
final class AgentRig implements AutoCloseable {
    static final long MS = 1_000_000;
    static final long TICK_NS = 16_666_667;
    static final int SERVER_IP = 0xC0A8_0001;
    static final int SERVER_PORT = 3565;
    private static final int CLIENT_IP = 0x0A01_0101;
    private static final int SLOT = Transport.ADDRESS_SLOT_BYTES;
    private static final int OUTBOUND_SLABS = 64;
    private static final int OUTBOUND_SLAB_BYTES = 64 << 10;
    private static final long INSTANCE_ID = 77;

    final Arena arena = Arena.ofConfined();
    final CachedNanoClock clock = new CachedNanoClock();
    final CachedEpochClock wallClock = new CachedEpochClock();
    final SplittableRandom random;
    final MemoryNetwork network;
    final MemorySegment addresses;
    final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    final Counters clientCounters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
    final CryptoBackend backend = CryptoBackend.choose().backend();
    final ServerIdentity identity;
    final SlabPipe inbound;
    final SlabPipe outbound;
    final Doorway doorway = new Doorway(0);
    final ShardParts parts;
    final NetworkAgent agent;
    final AdmissionAgent admission;
    final HandshakeAgent curve;
    final RigTick tick;
    final MemorySockets sockets;
    final ClientHub hub;
    final List<GameConnection> connections = new ArrayList<>();
    final List<RigClient> clients = new ArrayList<>();

    AgentRig(final long seed, final int clientCount, final int inboundSlabs, final SessionTerms terms) {
        clock.update(5_000 * MS);
        wallClock.update(1_700_000_000_000L);
        this.random = new SplittableRandom(seed);
        this.network = new MemoryNetwork(clock, seed, 1 << 14);
        this.addresses = arena.allocate((clientCount + 1L) * SLOT, 8);
        final byte[] secret = new byte[ServerSecret.SECRET_BYTES];
        random.nextBytes(secret);
        this.identity = new ServerIdentity(
                ServerSecret.of(secret), INSTANCE_ID, HandshakePacket.PROTOCOL_ID, MessageType.SCHEMA_HASH, 1);
        PeerAddress.setIpv4(addresses, 0, SERVER_IP, SERVER_PORT);
        this.inbound = new SlabPipe("rig-in", inboundSlabs, 20 << 10);
        this.outbound = new SlabPipe("rig-out", OUTBOUND_SLABS, OUTBOUND_SLAB_BYTES);
        final var trusted = new TrustedPrefixes(List.of("10.0.0.0/8"));
        final var setup = new AdmissionAgent.Setup(identity, AdmissionLimits.DEFAULT, trusted);
        final var common = new ShardParts.Common(setup, terms, clock, wallClock, random, () -> 0);
        final Transport socket = network.shards(new Counters[] {counters}, addresses, 0)[0];
        this.parts = new ShardParts(
                common, SessionConfig.server(0, 1), socket, doorway, backend.packetCrypto(), inbound, counters);
        this.agent = new NetworkAgent(parts, inbound, outbound, clock);
        final Counters admissionCounters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
        final var accept = new AcceptWriter(
                backend.handshakeCrypto(),
                identity,
                terms,
                new AcceptWriter.Clocks(clock, wallClock, () -> 42),
                random);
        this.curve = new HandshakeAgent(backend.handshakeCrypto(), identity, accept, random, admissionCounters);
        this.admission = new AdmissionAgent(
                setup,
                backend,
                new AdmissionAgent.Clocks(clock, wallClock),
                random,
                new Doorway[] {doorway},
                new HandshakeAgent[] {curve},
                admissionCounters);
        this.tick = new RigTick(inbound, outbound);
        agent.onStart();
        for (int index = 0; index < clientCount; index++) {
            PeerAddress.setIpv4(addresses, (index + 1L) * SLOT, CLIENT_IP + (index << 8), 4000);
        }
        this.sockets = new MemorySockets(network, clientCounters, addresses, SLOT, clientCount);
        sockets.open();
        this.hub = new ClientHub(sockets, clientCount, backend, random, clientCounters);
        for (int index = 0; index < clientCount; index++) {
            final RigClient client = new RigClient(arena);
            clients.add(client);
            connections.add(hub.connection(addresses, 0, credentials(index + 1L), ClientProfile.DEFAULT, client));
        }
        cycle();
    }

    AgentRig(final long seed, final int clientCount) {
        this(seed, clientCount, 2048, SessionTerms.DEFAULT);
    }

    /** A token as the admin side makes it. */
    Credentials credentials(final long accountId) {
        final byte[] psk = new byte[ConnectToken.PSK_BYTES];
        random.nextBytes(psk);
        final long nowSeconds = wallClock.time() / 1000;
        final var claims = new ConnectTokenClaims(
                random.nextLong(),
                random.nextLong(),
                nowSeconds + 45,
                INSTANCE_ID,
                HandshakePacket.PROTOCOL_ID,
                accountId,
                accountId,
                0,
                1,
                nowSeconds,
                Octets.of(psk),
                Octets.of((byte) 5));
        final var seal =
                new ConnectToken(backend.handshakeCrypto(), identity.secret().tokenKey(INSTANCE_ID));
        return new Credentials(
                Octets.of(seal.seal(claims)),
                false,
                Octets.of(psk),
                Octets.of(
                        identity.secret().staticPair(backend.handshakeCrypto()).publicKey()));
    }

    long count(final Counter counter) {
        return counters.value(counter);
    }

    /** One duty cycle of everybody but the tick. */
    void cycle() {
        agent.doWork();
        admission.doWork();
        curve.doWork();
        admission.doWork();
        agent.doWork();
        hub.doWork(clock.nanoTime());
    }

    /** Time passes, four cycles a tick. */
    void ticks(final int ticks) {
        for (int index = 0; index < ticks; index++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                pass(TICK_NS / 4);
                cycle();
            }
            tick.run();
        }
    }

    void pass(final long ns) {
        clock.update(clock.nanoTime() + ns);
        wallClock.update(1_700_000_000_000L + clock.nanoTime() / MS);
    }

    /** All clients connect, and are in half a second later. */
    AgentRig connectAll() {
        connections.forEach(connection -> connection.connect(clock.nanoTime()));
        ticks(30);
        return this;
    }

    int established() {
        return (int) connections.stream()
                .filter(connection -> connection.state() == GameConnection.State.ESTABLISHED)
                .count();
    }

    @Override
    public void close() {
        hub.close();
        sockets.close();
        agent.onClose();
        parts.close();
        admission.close();
        doorway.close();
        outbound.close();
        inbound.close();
        network.close();
        arena.close();
    }
}
