package io.tos.engine.net.session;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Everything that works on the records of one agent, made once and wired here. Package-wide, one thread. */
final class SessionParts implements AutoCloseable, PacketFates {
    final SessionConfig config;
    final SessionEvents events;
    final Counters counters;
    final SecretRolls rolls;
    final Slots slots;
    final MemorySegment memory;
    final Deadlines deadlines;
    final ReadyRing ready;
    final ReadyRing gated;
    final BlockPool outboundPool;
    final BlockPool inboundPool;
    final KeyPhases keys;
    final ReceiveLimit limit;
    final SendRate rate;
    final PathProver path;
    final SentPackets sent;
    final OutboundChannels outbound;
    final InboundChannels inbound;

    SessionParts(
            final SessionConfig config,
            final PacketCrypto crypto,
            final SecretRolls rolls,
            final SessionEvents events,
            final Counters counters) {
        this.config = config;
        this.events = events;
        this.counters = counters;
        this.rolls = rolls;
        this.slots = new Slots(config, rolls);
        this.memory = slots.memory();
        this.deadlines = new Deadlines(config.slots());
        this.ready = new ReadyRing(memory, SessionFlags.READY, config.slots());
        this.gated = new ReadyRing(memory, SessionFlags.GATED, config.slots());
        this.outboundPool = new BlockPool("outbound-messages", config.smallBlocks(), config.largeBlocks());
        this.inboundPool = new BlockPool("inbound-messages", config.smallBlocks(), config.largeBlocks());
        this.keys = new KeyPhases(memory, crypto, counters);
        this.limit = new ReceiveLimit(memory, config.receiveRates());
        this.rate = new SendRate(memory, config.sendRates());
        this.path = new PathProver(memory, counters);
        this.sent = new SentPackets(memory, config.timing(), this, counters);
        this.outbound = new OutboundChannels(memory, outboundPool, config.outbound());
        this.inbound = new InboundChannels(memory, inboundPool, config.inbound(), this::onMessage, counters);
    }

    private boolean onMessage(
            final long session, final int channelId, final MemorySegment source, final long from, final int length) {
        return events.onMessage(cid(session), channelId, source, from, length);
    }

    @Override
    public void onAcked(final long session, final int firstBlock, final int snapshot) {
        outbound.onAcked(session, firstBlock);
        if (snapshot != NO_SNAPSHOT) {
            events.onSnapshotFate(cid(session), snapshot, true);
        }
    }

    @Override
    public void onLost(final long session, final int firstBlock, final int snapshot) {
        if (firstBlock != BlockPool.NONE) {
            outbound.onLost(session, firstBlock);
            ready.add(session);
        }
        if (snapshot != NO_SNAPSHOT) {
            events.onSnapshotFate(cid(session), snapshot, false);
        }
    }

    /** The id the peer puts into its packets. */
    int cid(final long session) {
        return memory.get(ValueLayout.JAVA_INT, session + SessionRecord.CID);
    }

    /** A {@link SessionState}. */
    byte state(final long session) {
        return memory.get(ValueLayout.JAVA_BYTE, session + SessionRecord.STATE);
    }

    /** One of the times of the record. */
    long time(final long session, final long field) {
        return memory.get(ValueLayout.JAVA_LONG, session + field);
    }

    /** Sets one of the times of the record. */
    void time(final long session, final long field, final long nowNs) {
        memory.set(ValueLayout.JAVA_LONG, session + field, nowNs);
    }

    /** Whether the session's proven address is the one at {@code slot}. */
    boolean isProvenAddress(final long session, final MemorySegment source, final long slot) {
        return PeerAddress.same(memory, session + SessionRecord.ADDRESS, source, slot);
    }

    @Override
    public void close() {
        inbound.close();
        inboundPool.close();
        outboundPool.close();
        deadlines.close();
        slots.close();
        rolls.close();
    }
}
