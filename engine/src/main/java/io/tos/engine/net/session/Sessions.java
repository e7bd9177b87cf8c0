package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.net.BlockPacker;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * All sessions of one agent, off-heap: the same code at server and client. One thread; time is an argument; nothing is
 * allocated per packet. Sessions are named by the id the peer puts into its packets; an id of a session that ended does
 * nothing.
 *
 * <p>Life of a session: {@link #reserve} a slot, {@link #open} it with keys; the peer's first authentic packet
 * establishes it; {@link #close}, the peer or silence ends it, then {@link SessionEvents#onClosed} is told and the slot
 * is free after a while.
 */
public final class Sessions implements AutoCloseable {
    /** Bytes of the seed of {@link #Sessions}. */
    public static final int SEED_BYTES = PacketCrypto.KEY_BYTES;

    /** Most BASE_MISS frames beside one INPUT. */
    public static final int MISSES_MAX = 20;

    private static final long SWEEP_INTERVAL_NS = 1_000_000L;

    private final SessionParts parts;
    private final PacketSender sender;
    private final Lifecycle lifecycle;
    private final PacketReceiver receiver;
    private final Chores chores;
    private final Farewell farewell;
    private final BlockPacker packer = new BlockPacker();
    private long sweepNs;
    private boolean swept;

    /**
     * @param crypto of the agent.
     * @param seed 32 bytes that nobody knows; a fixed one in tests makes everything repeatable. Copied.
     * @param transport sends packets; opened before the first session.
     * @param events is told what happens.
     */
    public Sessions(
            final SessionConfig config,
            final PacketCrypto crypto,
            final MemorySegment seed,
            final Transport transport,
            final SessionEvents events,
            final Counters counters) {
        this.parts = new SessionParts(config, crypto, new SecretRolls(crypto, seed, 0), events, counters);
        this.sender = new PacketSender(parts, transport);
        this.lifecycle = new Lifecycle(parts, sender);
        this.receiver = new PacketReceiver(parts, lifecycle, sender);
        this.farewell = new Farewell(parts, lifecycle);
        this.chores = new Chores(parts, lifecycle, sender, config.inbound() == Direction.TO_SERVER);
    }

    /**
     * Takes a slot for a handshake, until {@link #open} or {@link #release}; returns its id, or {@link ConnectionId#NONE}
     * when all are taken.
     */
    public int reserve(final long nowNs) {
        return lifecycle.reserve(nowNs);
    }

    /**
     * Gives a reserved slot its keys and peer; everything is copied.
     *
     * @return false when the slot is not reserved.
     */
    public boolean open(final SessionOpening opening, final long nowNs) {
        final long session = parts.slots.find(opening.cid());
        if (session == Slots.NONE || parts.state(session) != SessionState.RESERVED) {
            return false;
        }
        lifecycle.open(session, opening, nowNs);
        return true;
    }

    /** Gives back a slot whose handshake failed; an unproven session too. */
    public void release(final int cid) {
        final long session = parts.slots.find(cid);
        if (session != Slots.NONE && parts.state(session) < SessionState.ESTABLISHED) {
            lifecycle.forget(session);
        }
    }

    /** Says where the packet of the next {@link #onPacket} came from; see {@link io.tos.engine.net.DatagramHandler}. */
    public void onSource(
            final MemorySegment memory, final long address, final int addressLength, final int localIndex) {
        receiver.from(memory, address, addressLength, localIndex);
    }

    /** One data packet, which may be changed in place. Returns the one counter that it ended in. */
    public Counter onPacket(final MemorySegment memory, final long payload, final int length, final long nowNs) {
        final Counter end = receiver.accept(memory, payload, length, nowNs);
        parts.counters.increment(end);
        return end;
    }

    /**
     * Queues a message on a reliable channel; its bytes are copied. It leaves with the next packet or {@link #service}.
     * World blocks are packed where that saves bytes.
     *
     * @param journal it leaves once {@link #durable} was told this sequence; 0 for at once.
     */
    public SendResult send(
            final int cid,
            final Channel channel,
            final MemorySegment source,
            final long from,
            final int length,
            final long journal) {
        final long session = established(cid);
        if (session == Slots.NONE) {
            return SendResult.NO_SESSION;
        }
        final int packed = channel == Channel.BULK ? packer.pack(source, from, length) : 0;
        final SendResult result = packed == 0
                ? parts.outbound.offer(session, channel, source, from, length, journal)
                : parts.outbound.offer(session, channel, packer.memory(), packer.packedAt(), packed, journal);
        if (result == SendResult.TAKEN) {
            parts.ready.add(session);
        }
        return result;
    }

    /**
     * Sends a message on an unreliable channel now.
     *
     * @param channelId {@link Channel#SEQUENCED} or {@link Channel#UNRELIABLE}.
     */
    public SendResult sendNow(
            final int cid,
            final int channelId,
            final MemorySegment source,
            final long from,
            final int length,
            final long nowNs) {
        if (length > Channel.BODY_BYTES_MAX) {
            return SendResult.TOO_LONG;
        }
        final long session = established(cid);
        if (session == Slots.NONE) {
            return SendResult.NO_SESSION;
        }
        return sender.message(session, channelId, source, from, length, nowNs) ? SendResult.TAKEN : SendResult.NO_ROOM;
    }

    /**
     * Client: sends an INPUT now. Also in a session that is not proven yet: it proves it.
     *
     * @param misses how many bodies of {@link io.tos.engine.protocol.MissFrame} follow it in {@code source}, at most {@link
     *     #MISSES_MAX}; they leave in the same packet.
     */
    public SendResult sendInput(
            final int cid,
            final MemorySegment source,
            final long from,
            final int length,
            final int misses,
            final long nowNs) {
        assert misses <= MISSES_MAX : misses;
        final long session = parts.slots.find(cid);
        if (session == Slots.NONE || !maySend(parts.state(session))) {
            return SendResult.NO_SESSION;
        }
        final boolean sent = sender.input(session, source, from, length, misses, nowNs);
        return sent ? SendResult.TAKEN : SendResult.NO_ROOM;
    }

    /**
     * Server: sends a snapshot now, or tells at once that it is lost because the rate does not allow it.
     *
     * @param snapshotId 0 to 65,535, told again in {@link SessionEvents#onSnapshotFate}.
     * @param length 1 to {@link FrameWriter#SNAPSHOT_BYTES_MAX}.
     */
    public SendResult sendSnapshot(
            final int cid,
            final int snapshotId,
            final MemorySegment source,
            final long from,
            final int length,
            final long nowNs) {
        final long session = established(cid);
        if (session == Slots.NONE) {
            return SendResult.NO_SESSION;
        }
        if (sender.snapshot(session, snapshotId, source, from, length, nowNs)) {
            return SendResult.TAKEN;
        }
        parts.counters.increment(Counter.SNAPSHOTS_SKIPPED);
        parts.events.onSnapshotFate(cid, snapshotId, false);
        return SendResult.NO_ROOM;
    }

    /** Sends a PING now: a client's first packet proves it, where it has nothing to say yet. */
    public void ping(final int cid, final long nowNs) {
        final long session = parts.slots.find(cid);
        if (session != Slots.NONE && maySend(parts.state(session))) {
            sender.ping(session, nowNs);
        }
    }

    /** Messages up to this journal sequence may leave. */
    public void durable(final long sequence) {
        parts.outbound.durable(sequence);
        for (int left = parts.gated.count(); left > 0; left--) {
            final long session = parts.gated.take();
            if (parts.state(session) == SessionState.ESTABLISHED) {
                parts.ready.add(session);
            }
        }
    }

    /** Server: the player is in the world; from now on only inputs count as taking part. */
    public void enter(final int cid, final long nowNs) {
        final long session = established(cid);
        if (session != Slots.NONE) {
            final SessionTiming timing = parts.config.timing();
            SessionFlags.set(parts.memory, session, SessionFlags.ENTERED);
            final long activeNs = nowNs - timing.activityMaxNs() + timing.firstInputMaxNs();
            parts.time(session, SessionRecord.ACTIVE_NS, activeNs);
            parts.deadlines.sooner(session, nowNs + timing.firstInputMaxNs());
        }
    }

    /** Ends a session for a reason that needs no words. */
    public void close(final int cid, final CloseReason reason, final long nowNs) {
        close(cid, reason.code(), parts.memory, 0, 0, nowNs);
    }

    /** Ends a session; {@code textLength} is 0 to 120 bytes of UTF-8. */
    public void close(
            final int cid,
            final int code,
            final MemorySegment text,
            final long from,
            final int textLength,
            final long nowNs) {
        final long session = parts.slots.find(cid);
        if (session != Slots.NONE && parts.state(session) >= SessionState.OPENING) {
            lifecycle.close(session, code, text, from, textLength, nowNs);
        }
    }

    /** Ends all sessions for this reason, some in each {@link #service}, and those that are proven from now on. */
    public void closeAll(final int code) {
        farewell.begin(code);
    }

    /** The peer no longer knows the session: it ends, and nobody is told but {@link SessionEvents}. */
    public void onReset(final int cid, final long nowNs) {
        final long session = established(cid);
        if (session != Slots.NONE) {
            lifecycle.onPeerClosed(session, CloseReason.KEY.code(), nowNs);
        }
    }

    /**
     * Once per duty cycle, after datagrams and messages: sends what waits and does what is due.
     *
     * @return how many sessions got care.
     */
    public int service(final long nowNs) {
        int work = farewell.step(nowNs) + parts.ready.count();
        for (int left = parts.ready.count(); left > 0; left--) {
            final long session = parts.ready.take();
            if (parts.state(session) == SessionState.ESTABLISHED) {
                sender.flush(session, nowNs);
            }
        }
        if (swept && nowNs - sweepNs < SWEEP_INTERVAL_NS) {
            return work;
        }
        swept = true;
        sweepNs = nowNs;
        int index = parts.deadlines.nextDue(0, nowNs);
        while (index >= 0) {
            final long session = Slots.session(index);
            if (parts.state(session) == SessionState.ESTABLISHED) {
                chores.run(session, nowNs);
            } else {
                lifecycle.onDeadline(session, nowNs);
            }
            work++;
            index = parts.deadlines.nextDue(index + 1, nowNs);
        }
        return work;
    }

    private long established(final int cid) {
        final long session = parts.slots.find(cid);
        return session != Slots.NONE && parts.state(session) == SessionState.ESTABLISHED ? session : Slots.NONE;
    }

    /** A client may speak before it heard anything; a server's session is proven by the client's first packet. */
    private boolean maySend(final byte state) {
        return state == SessionState.ESTABLISHED
                || (state == SessionState.OPENING && parts.config.inbound() == Direction.TO_CLIENT);
    }

    /** A {@link SessionState}; {@link SessionState#FREE} for an id that leads nowhere. */
    public byte state(final int cid) {
        final long session = parts.slots.find(cid);
        return session == Slots.NONE ? SessionState.FREE : parts.state(session);
    }

    /** Smoothed round trip of a live session, in nanoseconds. */
    public long smoothedRttNs(final int cid) {
        final long session = parts.slots.find(cid);
        return session == Slots.NONE
                ? RttEstimator.INITIAL_NS
                : RttEstimator.smoothedNs(parts.memory, session + SessionRecord.RTT);
    }

    /** When the peer of a live session was last heard; 0 for an id that leads nowhere. */
    public long heardNs(final int cid) {
        final long session = parts.slots.find(cid);
        return session == Slots.NONE ? 0 : parts.memory.get(JAVA_LONG, session + SessionRecord.HEARD_NS);
    }

    /** Slots taken, in whatever state. */
    public int usedCount() {
        return parts.slots.usedCount();
    }

    /** Bytes of messages waiting in either direction, over all sessions. */
    public long heldBytes() {
        return parts.outboundPool.usedBytes() + parts.inboundPool.usedBytes();
    }

    /** Off-heap bytes that one idle session takes. */
    public static int recordBytes() {
        return SessionRecord.BYTES + Long.BYTES;
    }

    /** The parts, for tests of this package. */
    SessionParts parts() {
        return parts;
    }

    @Override
    public void close() {
        receiver.close();
        packer.close();
        parts.close();
    }
}
