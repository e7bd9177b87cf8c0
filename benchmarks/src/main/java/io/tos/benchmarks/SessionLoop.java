package io.tos.benchmarks;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.session.SendResult;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.net.session.SessionEvents;
import io.tos.engine.net.session.SessionOpening;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** A server and its clients over {@link LoopTransport}s: a round is an input from each client and a snapshot to each. */
final class SessionLoop implements AutoCloseable {
    /** Clients, each with a session. */
    static final int SESSIONS = 256;

    private static final long SEED = 64_000;
    private static final long TICK_NS = 16_666_667L;
    private static final long COUNTERS = 0;
    private static final long BODY = 2L * Counters.BLOCK_BYTES;
    private static final int SLOTS = 1_024;

    private final int bodyBytes;
    private final Region region = Region.shared("session-loop", BODY + 2_048, 64);
    private final MemorySegment memory = region.memory();
    private final Counters serverCounters = new Counters(memory, COUNTERS);
    private final Counters clientCounters = new Counters(memory, Counters.BLOCK_BYTES);
    private final LoopTransport serverTransport = new LoopTransport(SLOTS, 3_565);
    private final LoopTransport clientTransport = new LoopTransport(SLOTS, 40_000);
    private final Sessions server;
    private final Sessions clients;
    private final DatagramHandler toServer;
    private final DatagramHandler toClients;
    private final int[] serverCids = new int[SESSIONS];
    private final int[] clientCids = new int[SESSIONS];
    private long nowNs = TICK_NS;
    private int snapshot;

    SessionLoop(final CryptoBackend backend, final int bodyBytes) {
        this.bodyBytes = bodyBytes;
        LoopTransport.connect(serverTransport, clientTransport);
        final PacketCrypto crypto = backend.packetCrypto();
        final Ignore events = new Ignore();
        final MemorySegment seed = memory.asSlice(BODY, Sessions.SEED_BYTES);
        this.server = new Sessions(SessionConfig.server(0, 1), crypto, seed, serverTransport, events, serverCounters);
        this.clients =
                new Sessions(SessionConfig.client(SESSIONS), crypto, seed, clientTransport, events, clientCounters);
        this.toServer = handler(server);
        this.toClients = handler(clients);
        final Random random = new Random(SEED);
        try (SessionOpening opening = new SessionOpening()) {
            for (int index = 0; index < SESSIONS; index++) {
                open(opening, random, index);
            }
        }
        for (int round = 0; round < 8; round++) {
            inputs();
            receive();
            snapshots();
            acks();
        }
        if (serverCounters.value(Counter.SESSIONS_OPENED) != SESSIONS) {
            throw new IllegalStateException("sessions did not open");
        }
    }

    private DatagramHandler handler(final Sessions sessions) {
        return (packets, address, addressLength, at, length) -> {
            sessions.onSource(packets, address, addressLength, 0);
            sessions.onPacket(packets, at, length, nowNs);
        };
    }

    private void open(final SessionOpening opening, final Random random, final int index) {
        final byte[] keys = new byte[64];
        random.nextBytes(keys);
        final int serverCid = server.reserve(nowNs);
        final int clientCid = clients.reserve(nowNs);
        serverCids[index] = serverCid;
        clientCids[index] = clientCid;
        final MemorySegment target = opening.keys();
        MemorySegment.copy(keys, 0, target, ValueLayout.JAVA_BYTE, 0, 64);
        MemorySegment.copy(clientTransport.sendMemory(), clientTransport.address(), target, SessionOpening.ADDRESS, 32);
        opening.ids(serverCid, clientCid, 0);
        opening.serverTerms(SessionTerms.DEFAULT, Integer.MAX_VALUE);
        server.open(opening, nowNs);
        MemorySegment.copy(keys, 32, target, ValueLayout.JAVA_BYTE, SessionOpening.SEND_KEY, 32);
        MemorySegment.copy(keys, 0, target, ValueLayout.JAVA_BYTE, SessionOpening.RECEIVE_KEY, 32);
        MemorySegment.copy(serverTransport.sendMemory(), serverTransport.address(), target, SessionOpening.ADDRESS, 32);
        opening.ids(clientCid, serverCid, 0);
        opening.clientTerms(SessionTerms.DEFAULT);
        clients.open(opening, nowNs);
    }

    /** A tick later each client sends an input. */
    void inputs() {
        nowNs += TICK_NS;
        for (final int cid : clientCids) {
            check(clients.sendInput(cid, memory, BODY, bodyBytes, 0, nowNs));
        }
    }

    /** The server takes them all: look up, window, decrypt, acks, dispatch. */
    int receive() {
        final int packets = serverTransport.poll(toServer, Integer.MAX_VALUE);
        server.service(nowNs);
        return packets;
    }

    /** The server sends each client a snapshot: acks, frame, encrypt. */
    void snapshots() {
        snapshot++;
        for (final int cid : serverCids) {
            check(server.sendSnapshot(cid, snapshot & 0xFFFF, memory, BODY, bodyBytes, nowNs));
        }
    }

    /** The clients take them. */
    void acks() {
        clientTransport.poll(toClients, Integer.MAX_VALUE);
        clients.service(nowNs);
    }

    private static void check(final SendResult result) {
        if (result != SendResult.TAKEN) {
            throw new IllegalStateException("not sent: " + result);
        }
    }

    @Override
    public void close() {
        final long accepted = serverCounters.value(Counter.PACKETS_ACCEPTED);
        final long lost = serverCounters.value(Counter.PACKETS_LOST);
        server.close();
        clients.close();
        serverTransport.close();
        clientTransport.close();
        region.close();
        if (accepted == 0 || lost != 0) {
            throw new IllegalStateException("accepted " + accepted + ", lost " + lost);
        }
    }

    /** The game, which this is not about. */
    private static final class Ignore implements SessionEvents {
        @Override
        public boolean onOpened(
                final int cid, final MemorySegment memory, final long address, final long identity, final int length) {
            return true;
        }

        @Override
        public boolean onMessage(
                final int cid, final int channelId, final MemorySegment memory, final long from, final int length) {
            return true;
        }

        @Override
        public boolean onFrame(
                final int cid, final int frameType, final MemorySegment memory, final long from, final int length) {
            return true;
        }

        @Override
        public void onSnapshotFate(final int cid, final int snapshotId, final boolean acked) {}

        @Override
        public void onPath(final int cid, final long smoothedNs, final long variationNs, final int bytesPerSecond) {}

        @Override
        public boolean onClosed(final int cid, final int code) {
            return true;
        }
    }
}
