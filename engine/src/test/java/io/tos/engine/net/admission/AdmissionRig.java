package io.tos.engine.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.engine.client.ClientHandshake;
import io.tos.engine.client.Credentials;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;

/**
 * Doors, admission and curve agents of a server, stepped by hand over a memory network; sessions behind the doors are
 * {@link RigSessions}. The attack suite's server: nobody is trusted unless the test says so.
 */
final class AdmissionRig implements AutoCloseable {
    static final long SEED = 77_001;
    static final long MS = 1_000_000;
    static final long PROTOCOL_ID = 9;
    static final long INSTANCE_ID = 0x1234_5678_9ABCL;
    static final int SERVER_IP = 0xC0A8_0001;
    static final int SERVER_PORT = 3565;
    static final int PEER_IP = 0x0A01_0101;

    final Arena arena = Arena.ofConfined();
    final CachedNanoClock clock = new CachedNanoClock();
    final CachedEpochClock wallClock = new CachedEpochClock();
    final SplittableRandom random = new SplittableRandom(SEED);
    final MemoryNetwork network = new MemoryNetwork(clock, SEED, 1 << 15);
    final MemorySegment addresses = arena.allocate(1 << 10, 8);
    final HandshakeCrypto crypto = CryptoBackend.choose().backend().handshakeCrypto();
    final ServerIdentity identity;
    final Doorway[] doorways;
    final MemoryTransport[] sockets;
    final RigSessions[] sessions;
    final ShardDoor[] doors;
    final HandshakeAgent curve;
    final AdmissionAgent admission;
    final List<RigPeer> peers = new ArrayList<>();
    private final List<Counters> blocks = new ArrayList<>();
    private final DatagramHandler[] handlers;
    private long tokens;

    AdmissionRig(final int shards, final AdmissionLimits limits, final TrustedPrefixes trusted) {
        clock.update(5_000 * MS);
        wallClock.update(1_700_000_000_000L);
        final byte[] secret = new byte[ServerSecret.SECRET_BYTES];
        random.nextBytes(secret);
        identity = new ServerIdentity(ServerSecret.of(secret), INSTANCE_ID, PROTOCOL_ID, MessageType.SCHEMA_HASH, 7);
        final var setup = new AdmissionAgent.Setup(identity, limits, trusted);
        PeerAddress.setIpv4(addresses, 0, SERVER_IP, SERVER_PORT);
        doorways = new Doorway[shards];
        sessions = new RigSessions[shards];
        doors = new ShardDoor[shards];
        handlers = new DatagramHandler[shards];
        final Counters[] counters = new Counters[shards];
        for (int shard = 0; shard < shards; shard++) {
            counters[shard] = counters();
        }
        sockets = network.shards(counters, addresses, 0);
        for (int shard = 0; shard < shards; shard++) {
            sockets[shard].open();
            doorways[shard] = new Doorway(shard);
            sessions[shard] = new RigSessions(shard, shards);
            final var place =
                    new ShardDoor.Place(sockets[shard], sessions[shard], counters[shard], wallClock, clock.nanoTime());
            doors[shard] = new ShardDoor(setup, shards, place, doorways[shard], random);
            handlers[shard] = handler(shard);
        }
        final var clocks = new AcceptWriter.Clocks(clock, wallClock, () -> 42);
        curve = new HandshakeAgent(
                crypto,
                identity,
                new AcceptWriter(crypto, identity, SessionTerms.DEFAULT, clocks, random),
                random,
                counters());
        admission = new AdmissionAgent(
                setup,
                CryptoBackend.choose().backend(),
                new AdmissionAgent.Clocks(clock, wallClock),
                random,
                doorways,
                new HandshakeAgent[] {curve},
                counters());
        step();
    }

    /** A server of one shard with the default limits that trusts nobody. */
    static AdmissionRig strict() {
        return new AdmissionRig(1, AdmissionLimits.DEFAULT, TrustedPrefixes.NONE);
    }

    Counters counters() {
        final Counters counters = new Counters(arena.allocate(Counters.BLOCK_BYTES, 64), 0);
        blocks.add(counters);
        return counters;
    }

    /** Sum over all agents. */
    long count(final Counter counter) {
        return blocks.stream().mapToLong(block -> block.value(counter)).sum();
    }

    /** One duty cycle of everybody. */
    void step() {
        for (int shard = 0; shard < doors.length; shard++) {
            sockets[shard].poll(handlers[shard], 4096);
            doors[shard].poll(clock.nanoTime());
        }
        admission.doWork();
        curve.doWork();
        admission.doWork();
        for (int shard = 0; shard < doors.length; shard++) {
            doors[shard].poll(clock.nanoTime());
            sockets[shard].flush();
        }
        for (final RigPeer peer : peers) {
            peer.step();
        }
    }

    /** Time passes in steps of 5 ms. */
    void run(final long ms) {
        for (long passed = 0; passed < ms; passed += 5) {
            clock.update(clock.nanoTime() + 5 * MS);
            wallClock.update(wallClock.time() + 5);
            step();
        }
    }

    /** A token made as the admin side makes it. */
    Credentials credentials(final long accountId) {
        return credentials(accountId, wallClock.time() / 1000 + 45, INSTANCE_ID, PROTOCOL_ID);
    }

    Credentials credentials(
            final long accountId, final long expirySeconds, final long instanceId, final long protocolId) {
        final byte[] psk = new byte[ConnectToken.PSK_BYTES];
        random.nextBytes(psk);
        final var claims = new ConnectTokenClaims(
                ++tokens,
                random.nextLong(),
                expirySeconds,
                instanceId,
                protocolId,
                accountId,
                accountId + 1000,
                (int) (accountId >>> 32),
                3,
                wallClock.time() / 1000,
                Octets.of(psk),
                Octets.of((byte) 5));
        final byte[] key = identity.secret().tokenKey(instanceId);
        return new Credentials(
                Octets.of(new ConnectToken(crypto, key).seal(claims)),
                false,
                Octets.of(psk),
                Octets.of(identity.secret().staticPair(crypto).publicKey()));
    }

    /** A peer at an address of its own. */
    RigPeer peer(final int ip, final int port) {
        final RigPeer peer = new RigPeer(this, ip, port);
        peers.add(peer);
        return peer;
    }

    /** Sends raw bytes as if from {@code ip}. */
    void spoof(final int ip, final int port, final MemorySegment bytes, final int length) {
        PeerAddress.setIpv4(addresses, 64, ip, port);
        network.inject(addresses, 64, 0, bytes, length);
    }

    /** All sessions that were let in, over all shards. */
    int admittedCount() {
        int count = 0;
        for (final RigSessions shard : sessions) {
            count += shard.admitted.size();
        }
        return count;
    }

    int closedCount() {
        int count = 0;
        for (final RigSessions shard : sessions) {
            count += shard.closed.size();
        }
        return count;
    }

    private DatagramHandler handler(final int shard) {
        return (memory, address, addressLength, payload, length) -> {
            final int first = length == 0 ? 0 : memory.get(ValueLayout.JAVA_BYTE, payload);
            if (first >= 0) {
                doors[shard].onHandshake(memory, address, addressLength, payload, length, clock.nanoTime());
            } else if (length >= PacketHeader.LENGTH) {
                final int cid = PacketHeader.cid(PacketHeader.word(memory, payload));
                if (sessions[shard].prove(cid)) {
                    doors[shard].onConfirmed(cid);
                }
            }
        };
    }

    /** Ends a session as a silent or leaving peer does. */
    void end(final int cid) {
        final int shard = cid & (doors.length - 1);
        sessions[shard].end(cid);
        doors[shard].onEnded(cid);
    }

    /** A HELLO with one byte more behind it. */
    MemorySegment hello(final long id, final int version) {
        final MemorySegment bytes = arena.allocate(Hello.LENGTH + 8L, 8);
        Hello.write(bytes, 0, id, version, 0);
        return bytes;
    }

    /** A peer whose CONNECT was sent but lost on the way, so that the server never saw it. */
    RigPeer withUnseenConnect(final Credentials credentials) {
        final RigPeer peer = peer(PEER_IP, 4000).connect(credentials);
        run(5);
        peer.transport.uplink().blackhole(true);
        run(10);
        assertEquals(ClientHandshake.Stage.CONNECT_SENT, peer.stage());
        peer.handshake = null;
        peer.transport.uplink().blackhole(false);
        peer.received.clear();
        return peer;
    }

    void assertSilenceWithoutCurve(final RigPeer peer) {
        assertEquals(0, peer.received.size());
        assertEquals(0, count(Counter.CURVE_OPERATIONS));
        assertEquals(0, count(Counter.HALF_OPEN));
    }

    @Override
    public void close() {
        peers.forEach(RigPeer::close);
        for (int shard = 0; shard < doors.length; shard++) {
            sockets[shard].close();
            doorways[shard].close();
        }
        admission.close();
        network.close();
        arena.close();
    }
}
