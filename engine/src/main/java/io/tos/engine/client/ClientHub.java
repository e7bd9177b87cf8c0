package io.tos.engine.client;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.net.session.SessionConfig;
import io.tos.engine.net.session.SessionEvents;
import io.tos.engine.net.session.SessionOpening;
import io.tos.engine.net.session.SessionState;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.AcceptPayload;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.Reset;
import io.tos.engine.protocol.ResumeOffer;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one thread: they share sessions, crypto and a transport, which may have a socket for each. Step it
 * with {@link #doWork}; time is an argument.
 */
public final class ClientHub implements SessionEvents, AutoCloseable {
    private static final int DATAGRAMS_PER_CYCLE = 4096;
    private static final long PROVE_INTERVAL_NS = 100_000_000L;
    private static final byte DATA_PACKET = (byte) 0x80;

    private final Transport transport;
    private final HandshakeCrypto handshakeCrypto;
    private final RandomGenerator random;
    private final Counters counters;
    private final Sessions sessions;
    private final SessionOpening opening = new SessionOpening();
    private final Region servers;
    private final List<GameConnection> connecting = new ArrayList<>();
    private final @Nullable GameConnection[] bySlot = new GameConnection[ConnectionId.SLOTS];
    private final @Nullable GameConnection[] connectingBySocket;
    private final @Nullable GameConnection[] bySocket;
    private final Reset reset = new Reset();
    private final DatagramHandler onDatagram = this::onDatagram;
    private long nowNs;
    private int serverCount;

    /**
     * @param transport opened by the caller on this thread; the socket of a datagram is its local address index.
     * @param sockets how many sockets the transport has, at most {@link ConnectionId#SLOTS}; one connection each.
     * @param random a {@code SecureRandom} outside of simulations.
     */
    public ClientHub(
            final Transport transport,
            final int sockets,
            final CryptoBackend backend,
            final RandomGenerator random,
            final Counters counters) {
        this(transport, sockets, backend.handshakeCrypto(), backend.packetCrypto(), random, counters);
    }

    /** As above, with cryptography of the caller's. */
    public ClientHub(
            final Transport transport,
            final int sockets,
            final HandshakeCrypto handshakeCrypto,
            final PacketCrypto packetCrypto,
            final RandomGenerator random,
            final Counters counters) {
        this.transport = transport;
        this.handshakeCrypto = handshakeCrypto;
        this.random = random;
        this.counters = counters;
        this.servers = Region.shared("client-servers", (long) sockets * Transport.ADDRESS_SLOT_BYTES, 64);
        this.connectingBySocket = new GameConnection[sockets];
        this.bySocket = new GameConnection[sockets];
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment seed = arena.allocate(Sessions.SEED_BYTES, 8);
            for (long at = 0; at < Sessions.SEED_BYTES; at += Long.BYTES) {
                seed.set(ValueLayout.JAVA_LONG, at, random.nextLong());
            }
            // Who comes back at once has a new session while the old one still answers strays.
            final SessionConfig config = SessionConfig.client(Math.min(ConnectionId.SLOTS, 2 * sockets));
            this.sessions = new Sessions(config, packetCrypto, seed, transport, this, counters);
        }
    }

    /**
     * A connection on the next free socket, not begun.
     *
     * @param address offset in {@code addresses} of the server's {@link PeerAddress} slot.
     */
    public GameConnection connection(
            final MemorySegment addresses,
            final long address,
            final Credentials credentials,
            final ClientProfile profile,
            final ClientEvents events) {
        final int socket = serverCount++;
        final long server = (long) socket * Transport.ADDRESS_SLOT_BYTES;
        MemorySegment.copy(addresses, address, servers.memory(), server, Transport.ADDRESS_SLOT_BYTES);
        PeerAddress.setLocalIndex(servers.memory(), server, socket);
        final GameConnection made = new GameConnection(this, socket, server, credentials, profile, events);
        bySocket[socket] = made;
        return made;
    }

    /** One duty cycle: receives, connects, sends. */
    public int doWork(final long cycleNs) {
        nowNs = cycleNs;
        int work = transport.poll(onDatagram, DATAGRAMS_PER_CYCLE);
        for (int index = connecting.size() - 1; index >= 0; index--) {
            final GameConnection connection = connecting.get(index);
            if (!goOn(connection)) {
                connecting.remove(index);
            }
        }
        work += sessions.service(nowNs);
        transport.flush();
        return work;
    }

    /** Bytes of messages that wait in either direction, over all connections. */
    public long heldBytes() {
        return sessions.heldBytes();
    }

    @Override
    public boolean onOpened(
            final int cid, final MemorySegment memory, final long address, final long identity, final int length) {
        final GameConnection connection = bySlot[ConnectionId.slot(cid)];
        if (connection != null && connection.cid == cid) {
            connection.state = GameConnection.State.ESTABLISHED;
            connection.events.onEstablished(connection);
        }
        return true;
    }

    @Override
    public boolean onMessage(
            final int cid, final int channelId, final MemorySegment memory, final long from, final int length) {
        final GameConnection connection = bySlot[ConnectionId.slot(cid)];
        if (connection == null || connection.cid != cid) {
            return true;
        }
        if (channelId == Channel.CONTROL.id()
                && length > MessageType.TYPE_BYTES
                && LittleEndian.u16(memory, from) == MessageType.RESUME_OFFER.id()) {
            final int head = MessageType.TYPE_BYTES + ResumeOffer.HEAD_BYTES;
            connection.ticket =
                    memory.asSlice(from + head, Math.max(0, length - head)).toArray(ValueLayout.JAVA_BYTE);
        } else {
            connection.events.onMessage(connection, channelId, memory, from, length);
        }
        return true;
    }

    @Override
    public boolean onFrame(
            final int cid, final int frameType, final MemorySegment memory, final long from, final int length) {
        final GameConnection connection = bySlot[ConnectionId.slot(cid)];
        return connection == null
                || connection.cid != cid
                || connection.events.onSnapshot(connection, memory, from, length);
    }

    @Override
    public void onSnapshotFate(final int cid, final int snapshotId, final boolean acked) {}

    @Override
    public void onPath(final int cid, final long smoothedNs, final long variationNs, final int bytesPerSecond) {}

    @Override
    public boolean onClosed(final int cid, final int code) {
        final GameConnection connection = bySlot[ConnectionId.slot(cid)];
        if (connection != null && connection.cid == cid) {
            end(connection, code);
        }
        return true;
    }

    /** Frees the sessions; the transport is the caller's. */
    @Override
    public void close() {
        sessions.close();
        opening.close();
        servers.close();
    }

    Sessions sessions() {
        return sessions;
    }

    void begin(final GameConnection connection, final long beginNs) {
        assert connection.state == GameConnection.State.IDLE || connection.state == GameConnection.State.CLOSED;
        final int cid = sessions.reserve(beginNs);
        if (cid == ConnectionId.NONE) {
            end(connection, CloseReason.FULL.code());
            return;
        }
        connection.cid = cid;
        connection.accepted = null;
        connection.handshake =
                new ClientHandshake(handshakeCrypto, connection.credentials, connection.profile, cid, random, beginNs);
        connection.state = GameConnection.State.HELLO_SENT;
        bySlot[ConnectionId.slot(cid)] = connection;
        connectingBySocket[connection.socket] = connection;
        connecting.add(connection);
    }

    /** The one place where a connection becomes CLOSED. */
    void end(final GameConnection connection, final int code) {
        final int slot = ConnectionId.slot(connection.cid);
        if (bySlot[slot] == connection) {
            bySlot[slot] = null;
        }
        if (connectingBySocket[connection.socket] == connection) {
            connectingBySocket[connection.socket] = null;
        }
        sessions.release(connection.cid);
        connection.handshake = null;
        connection.reason = code;
        connection.state = GameConnection.State.CLOSED;
        connection.events.onClosed(connection);
    }

    /** False when the connection needs no more care from here. */
    private boolean goOn(final GameConnection connection) {
        final ClientHandshake handshake = connection.handshake;
        if (handshake == null) {
            return connection.state == GameConnection.State.CONNECT_SENT && prove(connection);
        }
        final long slot = transport.claim();
        if (slot < 0) {
            counters.increment(Counter.SEND_NO_SLOT);
            return true;
        }
        final int length = handshake.write(transport.sendMemory(), slot, nowNs);
        if (length > 0) {
            transport.send(servers.memory(), connection.server, slot, length);
        } else if (handshake.stage() == ClientHandshake.Stage.TIMED_OUT) {
            end(connection, CloseReason.TIMEOUT.code());
            return false;
        } else if (handshake.stage() == ClientHandshake.Stage.REFUSED) {
            end(connection, handshake.reason());
            return false;
        }
        return true;
    }

    /** Until the server's first packet comes, ours may be lost: it is sent again. */
    private boolean prove(final GameConnection connection) {
        if (sessions.state(connection.cid) != SessionState.OPENING) {
            end(connection, CloseReason.TIMEOUT.code());
            return false;
        }
        if (nowNs >= connection.proveAtNs) {
            connection.proveAtNs = nowNs + PROVE_INTERVAL_NS;
            sessions.ping(connection.cid, nowNs);
        }
        return true;
    }

    private void onDatagram(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        final int socket = transport.localAddressIndex();
        if (length > 0 && (memory.get(ValueLayout.JAVA_BYTE, payload) & DATA_PACKET) != 0) {
            sessions.onSource(memory, address, addressLength, socket);
            sessions.onPacket(memory, payload, length, nowNs);
            return;
        }
        if (reset.wrap(memory, payload, length)) {
            onReset(bySocket[socket], memory);
            return;
        }
        final GameConnection connection = connectingBySocket[socket];
        if (connection != null && connection.handshake != null) {
            connection.handshake.onDatagram(memory, payload, length, nowNs);
            onHandshake(connection, connection.handshake);
        }
    }

    /** The server no longer knows the session; believed only with the token that its ACCEPT brought. */
    private void onReset(final @Nullable GameConnection connection, final MemorySegment memory) {
        final AcceptedSession accepted = connection == null ? null : connection.accepted;
        if (connection == null || accepted == null || reset.serverCid() != accepted.serverCid()) {
            return;
        }
        final byte[] token = new byte[AcceptPayload.RESET_TOKEN_BYTES];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, reset.token(), token, 0, token.length);
        if (!MessageDigest.isEqual(token, accepted.resetToken().toBytes())) {
            return;
        }
        if (sessions.state(connection.cid) == SessionState.ESTABLISHED) {
            sessions.onReset(connection.cid, nowNs);
        } else if (connection.state == GameConnection.State.CONNECT_SENT) {
            end(connection, CloseReason.KEY.code());
        }
    }

    private void onHandshake(final GameConnection connection, final ClientHandshake handshake) {
        switch (handshake.stage()) {
            case CONNECT_SENT -> connection.state = GameConnection.State.CONNECT_SENT;
            case ACCEPTED -> {
                connection.accepted = handshake.accepted();
                connection.ticket = handshake.accepted().ticket().toBytes();
                connection.state = GameConnection.State.CONNECT_SENT;
                connection.handshake = null;
                connection.proveAtNs = nowNs;
                connectingBySocket[connection.socket] = null;
                open(connection, handshake.accepted());
            }
            case REFUSED -> {
                connection.retryAfterMs = handshake.retryAfterMs();
                end(connection, handshake.reason());
            }
            case HELLO_SENT, TIMED_OUT -> {}
        }
    }

    private void open(final GameConnection connection, final AcceptedSession session) {
        final MemorySegment keys = opening.keys();
        final byte[] send = session.toServerKey().toBytes();
        final byte[] receive = session.toClientKey().toBytes();
        MemorySegment.copy(send, 0, keys, ValueLayout.JAVA_BYTE, SessionOpening.SEND_KEY, send.length);
        MemorySegment.copy(receive, 0, keys, ValueLayout.JAVA_BYTE, SessionOpening.RECEIVE_KEY, receive.length);
        MemorySegment.copy(
                servers.memory(), connection.server, keys, SessionOpening.ADDRESS, Transport.ADDRESS_SLOT_BYTES);
        opening.ids(connection.cid, session.serverCid(), 0);
        opening.clientTerms(session.terms());
        final boolean isOpen = sessions.open(opening, nowNs);
        assert isOpen : "the id was reserved";
        opening.clear();
    }
}
