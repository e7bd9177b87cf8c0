package io.tos.engine.client;

import io.tos.engine.net.session.SendResult;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to a server, from the first HELLO to the end and back again by ticket. Belongs to a {@link
 * ClientHub}; its thread only. Sending and receiving allocate nothing.
 */
public final class GameConnection {
    /** Where it stands. */
    public enum State {
        /** Not begun. */
        IDLE,
        /** Waits for a cookie. */
        HELLO_SENT,
        /** Waits for the server's answer, or for its first packet after a yes. */
        CONNECT_SENT,
        /** Messages flow. */
        ESTABLISHED,
        /** We said goodbye. */
        CLOSING,
        /** Over; {@link #reason()} says why. */
        CLOSED
    }

    final ClientHub hub;
    final ClientEvents events;
    final ClientProfile profile;
    final int socket;

    /** Offset of the server's address slot in the hub's memory. */
    final long server;

    State state = State.IDLE;
    Credentials credentials;

    @Nullable
    ClientHandshake handshake;

    @Nullable
    AcceptedSession accepted;

    int cid = ConnectionId.NONE;
    int reason;
    long retryAfterMs;
    long proveAtNs;
    byte @Nullable [] ticket;

    GameConnection(
            final ClientHub hub,
            final int socket,
            final long server,
            final Credentials credentials,
            final ClientProfile profile,
            final ClientEvents events) {
        this.hub = hub;
        this.socket = socket;
        this.server = server;
        this.credentials = credentials;
        this.profile = profile;
        this.events = events;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** Which of the hub's sockets it uses, from 0. */
    public int socket() {
        return socket;
    }

    /** After {@link State#CLOSED}: a {@link CloseReason#code()}. */
    public int reason() {
        return reason;
    }

    /** After a refusal: how long to stay away, 0 if the server does not say. */
    public long retryAfterMs() {
        return retryAfterMs;
    }

    /** What the server agreed to; once accepted. */
    public AcceptedSession accepted() {
        return Objects.requireNonNull(accepted, "not accepted");
    }

    /** Smoothed round trip, in nanoseconds. */
    public long smoothedRttNs() {
        return hub.sessions().smoothedRttNs(cid);
    }

    /** Begins; from IDLE or CLOSED. */
    public void connect(final long nowNs) {
        hub.begin(this, nowNs);
    }

    /** Begins with a new token. */
    public void connect(final Credentials fresh, final long nowNs) {
        credentials = fresh;
        connect(nowNs);
    }

    /** Whether there is a ticket to come back with. */
    public boolean mayResume() {
        return ticket != null;
    }

    /** Comes back with the last ticket; from CLOSED. Without the ticket's server this times out like any connect. */
    public void resume(final long nowNs) {
        final byte[] last = Objects.requireNonNull(ticket, "no ticket");
        ticket = null;
        connect(credentials.resumeWith(last, last.length), nowNs);
    }

    /** Queues a message on a reliable channel; it is sent until it is acknowledged. */
    public SendResult send(final Channel channel, final MemorySegment memory, final long from, final int length) {
        return hub.sessions().send(cid, channel, memory, from, length, 0);
    }

    /** Sends a message on an unreliable channel now. */
    public SendResult sendNow(
            final Channel channel, final MemorySegment memory, final long from, final int length, final long nowNs) {
        return hub.sessions().sendNow(cid, channel.id(), memory, from, length, nowNs);
    }

    /** Sends an INPUT frame now, with {@code misses} bodies of BASE_MISS that follow it in {@code memory}. */
    public SendResult sendInput(
            final MemorySegment memory, final long from, final int length, final int misses, final long nowNs) {
        return hub.sessions().sendInput(cid, memory, from, length, misses, nowNs);
    }

    /** Says goodbye. */
    public void close(final long nowNs) {
        close(CloseReason.GOODBYE, nowNs);
    }

    /** Ends the connection for a reason. */
    public void close(final CloseReason why, final long nowNs) {
        if (state == State.ESTABLISHED) {
            state = State.CLOSING;
            hub.sessions().close(cid, why, nowNs);
        } else if (state == State.HELLO_SENT || state == State.CONNECT_SENT) {
            hub.end(this, why.code());
        }
    }
}
