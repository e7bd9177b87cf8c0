package io.tos.engine.server;

import io.tos.engine.edge.Worlds;
import io.tos.engine.memory.Slab;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.InboundFrame;
import io.tos.engine.net.OutboundFrame;
import io.tos.engine.net.admission.JoinFrame;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.MissFrame;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Histogram;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The tick's side of one shard's sessions: takes what the network wrote down, answers it. While the road back is full
 * it reads no further, so the network keeps what was promised and the sessions slow down. Tick thread only.
 */
final class SessionDoor {
    private static final int NS_PER_US = 1_000;

    private static final int ANSWER_BYTES_MAX =
            OutboundFrame.BODY + MessageType.TYPE_BYTES + MessageType.ECHO_REPLY.lengthMax();

    private final SlabPipe inbound;
    private final SlabPipe outbound;
    private final Runnable wakeNetwork;
    private final Worlds worlds;
    private final Counters counters;
    private final Histogram roundTrips;
    private @Nullable Slab reading;
    private final MessageRates rates;
    private int readAt;
    private long tick;

    /**
     * @param wakeNetwork ends the network agent's wait; called when something was published.
     * @param worlds take what concerns players.
     * @param ticksPerSecond what sessions' message rates are counted in.
     */
    SessionDoor(
            final SlabPipe inbound,
            final SlabPipe outbound,
            final Runnable wakeNetwork,
            final Worlds worlds,
            final int ticksPerSecond,
            final Instruments instruments) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.wakeNetwork = wakeNetwork;
        this.worlds = worlds;
        this.rates = new MessageRates(ticksPerSecond);
        this.counters = instruments.tick();
        this.roundTrips = instruments.file().histogram(Distribution.ROUND_TRIP);
    }

    /** Takes everything that has arrived, as long as there is room for answers. */
    void drain(final long nowTick) {
        tick = nowTick;
        while (true) {
            if (reading == null) {
                reading = inbound.take();
                readAt = 0;
                if (reading == null) {
                    return;
                }
            }
            if (!read(reading)) {
                counters.increment(Counter.OUTBOUND_NO_SLAB);
                return;
            }
            inbound.recycle(reading);
            reading = null;
        }
    }

    /** Hands this tick's answers to the network agent. */
    void publish() {
        if (outbound.publish()) {
            wakeNetwork.run();
        }
    }

    private boolean read(final Slab slab) {
        while (readAt < slab.endBytes()) {
            if (outbound.claim(ANSWER_BYTES_MAX) == null) {
                return false;
            }
            onFrame(slab, readAt);
            readAt = slab.next(readAt);
        }
        return true;
    }

    private void onFrame(final Slab slab, final int frame) {
        final MemorySegment memory = slab.memory();
        final long at = frame + (long) Slab.HEAD_BYTES;
        final int cid = slab.headAt(frame);
        final long body = at + InboundFrame.BODY;
        final int length = slab.lengthAt(frame) - InboundFrame.BODY;
        switch (InboundFrame.kind(memory, at)) {
            case InboundFrame.MESSAGE -> onMessage(cid, InboundFrame.detail(memory, at), memory, body, length);
            case InboundFrame.FRAME -> onPlayerFrame(cid, InboundFrame.detail(memory, at), memory, body, length);
            case InboundFrame.OPENED -> {
                rates.begin(cid, tick);
                worlds.onOpened(
                        cid,
                        JoinFrame.accountId(memory, body),
                        JoinFrame.characterId(memory, body),
                        JoinFrame.inputHz(memory, body),
                        JoinFrame.snapshotHz(memory, body));
                worlds.onNamed(cid, memory, JoinFrame.app(body));
            }
            case InboundFrame.ADMITTED -> worlds.onAdmitted(cid);
            case InboundFrame.CLOSED -> worlds.onClosed(cid, InboundFrame.value(memory, at));
            case InboundFrame.FATE ->
                worlds.onFate(cid, InboundFrame.value(memory, at), InboundFrame.detail(memory, at) != 0);
            case InboundFrame.PATH -> {
                roundTrips.record(InboundFrame.smoothedNs(memory, at));
                worlds.onPath(
                        cid,
                        microseconds(InboundFrame.smoothedNs(memory, at)),
                        microseconds(InboundFrame.variationNs(memory, at)),
                        InboundFrame.bytesPerSecond(memory, at));
            }
            default -> throw new IllegalStateException("unknown frame " + InboundFrame.kind(memory, at));
        }
    }

    private void onPlayerFrame(
            final int cid, final int frameType, final MemorySegment memory, final long body, final int length) {
        if (frameType == FrameType.INPUT) {
            worlds.onInput(cid, memory, body, length);
        } else {
            worlds.onMiss(cid, MissFrame.cause(memory, body), MissFrame.alias(memory, body));
        }
    }

    private static int microseconds(final long ns) {
        return (int) Math.min(ns / NS_PER_US, Integer.MAX_VALUE);
    }

    private void onMessage(
            final int cid, final int channel, final MemorySegment memory, final long body, final int length) {
        final MessageType type = MessageType.of(memory, body, length, Direction.TO_SERVER, channel);
        if (type != null && !type.isLegalIn(worlds.sessionPhase(cid)) && worlds.hasJustLeft(cid)) {
            counters.increment(Counter.MESSAGES_AFTER_LEAVE);
            return;
        }
        if (type != null && !rates.take(cid, type.rate(), tick)) {
            counters.increment(Counter.MESSAGES_OVER_RATE);
            return;
        }
        if (type == MessageType.ECHO) {
            final Slab slab = answer(
                    cid, OutboundFrame.MESSAGE, MessageType.ECHO_REPLY.channel().id(), 0);
            final long target = slab.payload() + OutboundFrame.BODY;
            MemorySegment.copy(memory, body, slab.memory(), target, length);
            LittleEndian.put16(slab.memory(), target, MessageType.ECHO_REPLY.id());
            slab.commit(cid, OutboundFrame.BODY + length);
            return;
        }
        counters.increment(Counter.MESSAGES_MALFORMED);
        answer(cid, OutboundFrame.CLOSE, 0, CloseReason.PROTOCOL.code()).commit(cid, OutboundFrame.BODY);
    }

    /** A frame begun; {@link #read} has made sure that there is room. */
    private Slab answer(final int cid, final int kind, final int detail, final int value) {
        final Slab slab = outbound.claim(ANSWER_BYTES_MAX);
        if (slab == null) {
            throw new IllegalStateException("room was there for session " + cid);
        }
        OutboundFrame.begin(slab, kind, detail, value);
        return slab;
    }
}
