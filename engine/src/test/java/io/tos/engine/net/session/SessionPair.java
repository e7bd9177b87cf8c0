package io.tos.engine.net.session;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.protocol.SessionTerms;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** A server and a client with one session between them over a simulated link, stepped by hand. */
final class SessionPair implements AutoCloseable {
    static final long MS = 1_000_000L;
    static final SessionConfig SERVER = SessionConfig.server(0, 1).withBlocks(8_192, 1_024);
    static final SessionConfig CLIENT = SessionConfig.client(4).withBlocks(8_192, 1_024);

    final MemoryNetwork network;
    final PacketCrypto crypto = CryptoBackend.choose().backend().packetCrypto();
    final Endpoint server;
    final Endpoint client;
    final Random random;
    /** Key towards the client, key towards the server. */
    final byte[] secret = new byte[64];

    SessionTerms terms = SessionTerms.DEFAULT;
    long firstToServer;
    long firstToClient;
    long nowNs = 1_000 * MS;
    private int snapshot;

    SessionPair(final long seed) {
        this(seed, SERVER, CLIENT);
    }

    SessionPair(final long seed, final SessionConfig serverConfig, final SessionConfig clientConfig) {
        this.network = new MemoryNetwork(() -> nowNs, seed, 8_192);
        this.random = new Random(seed);
        this.server = new Endpoint(
                network,
                new SessionConfig(
                        serverConfig.inbound(),
                        64,
                        0,
                        1,
                        serverConfig.timing(),
                        serverConfig.receiveRates(),
                        serverConfig.sendRates(),
                        serverConfig.smallBlocks(),
                        serverConfig.largeBlocks()),
                crypto,
                () -> nowNs,
                1,
                3_565);
        this.client = new Endpoint(network, clientConfig, crypto, () -> nowNs, 2, 40_000);
    }

    /** Opens a session with new keys on both sides; the client's first packet has not left. */
    SessionPair open() {
        try (SessionOpening opening = new SessionOpening()) {
            final MemorySegment keys = opening.keys();
            random.nextBytes(secret);
            server.cid = server.sessions.reserve(nowNs);
            client.cid = client.sessions.reserve(nowNs);

            MemorySegment.copy(secret, 0, keys, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 64);
            client.transport.writeAddress(keys, SessionOpening.ADDRESS);
            opening.ids(server.cid, client.cid, 0);
            opening.serverTerms(terms, Integer.MAX_VALUE);
            opening.firstNumbers(firstToClient, firstToServer);
            server.sessions.open(opening, nowNs);

            MemorySegment.copy(secret, 32, keys, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 32);
            MemorySegment.copy(secret, 0, keys, java.lang.foreign.ValueLayout.JAVA_BYTE, 32, 32);
            server.transport.writeAddress(keys, SessionOpening.ADDRESS);
            opening.ids(client.cid, server.cid, 0);
            opening.clientTerms(terms);
            opening.firstNumbers(firstToServer, firstToClient);
            client.sessions.open(opening, nowNs);
        }
        return this;
    }

    /** As {@link #open}, then a PING there and the ack back. */
    SessionPair establish() {
        open();
        client.sessions.ping(client.cid, nowNs);
        run(200 * MS);
        return this;
    }

    SessionPair link(final LinkConditions conditions) {
        client.transport.conditions(conditions);
        return this;
    }

    void run(final long spanNs) {
        final long endNs = nowNs + spanNs;
        while (nowNs < endNs) {
            step(MS);
        }
    }

    void step(final long spanNs) {
        nowNs += spanNs;
        client.step();
        server.step();
    }

    /** A game as the link sees it: inputs one way, snapshots the other, {@code hz} times a second each. */
    void play(final long spanNs, final int hz, final int snapshotBytes) {
        final long endNs = nowNs + spanNs;
        final long intervalNs = 1_000 * MS / hz;
        while (nowNs < endNs) {
            final long untilNs = nowNs + intervalNs;
            client.sessions.sendInput(client.cid, client.memory, client.write(snapshot, 40), 40, 0, nowNs);
            server.sessions.sendSnapshot(
                    server.cid,
                    snapshot++ & 0xFFFF,
                    server.memory,
                    server.write(snapshot, snapshotBytes),
                    snapshotBytes,
                    nowNs);
            while (nowNs < untilNs) {
                step(Math.min(MS, untilNs - nowNs));
            }
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
        network.close();
    }
}
