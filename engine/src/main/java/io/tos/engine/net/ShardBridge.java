package io.tos.engine.net;

import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.memory.SlabPipe;
import io.tos.engine.net.admission.JoinFrame;
import io.tos.engine.net.admission.OpenFrame;
import io.tos.engine.net.admission.ShardDoor;
import io.tos.engine.net.admission.ShardSessions;
import io.tos.engine.net.session.SessionEvents;
import io.tos.engine.net.session.SessionOpening;
import io.tos.engine.net.session.Sessions;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.QueuePosition;
import io.tos.engine.protocol.ResumeOffer;
import io.tos.engine.protocol.SessionTerms;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Between a shard's door and its sessions: turns what admission decides into sessions. Network agent only. */
final class ShardBridge implements ShardSessions, AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 256;
    private static final int LOAD_MAX = 255;
    private static final int RATES = 64;

    private final SessionTerms terms;
    private final @Nullable SessionTerms[] termsByRates = new SessionTerms[RATES * RATES];
    private final TickRoad road;
    private final SessionOpening opening = new SessionOpening();
    private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES_MAX, 8);
    private final IntArrayList untold = new IntArrayList();
    private @Nullable Sessions sessions;
    private @Nullable ShardDoor door;
    private int slots = 1;
    private long nowNs;

    ShardBridge(final SessionTerms terms, final SlabPipe inbound, final Counters counters) {
        this.terms = terms;
        this.road = new TickRoad(inbound, counters, this::onConfirmed, this::onEnded);
    }

    /** Ties the knot: sessions and door know this bridge, and it knows them. */
    void connect(final Sessions ownSessions, final ShardDoor ownDoor, final int slotCount) {
        this.sessions = ownSessions;
        this.door = ownDoor;
        this.slots = slotCount;
    }

    /** Who is told what happens in the sessions. */
    SessionEvents events() {
        return road;
    }

    /** Once per duty cycle, first: what time it is. Says again what found no room. */
    void onCycle(final long cycleNs) {
        nowNs = cycleNs;
        for (int index = untold.size() - 1; index >= 0 && road.onAdmitted(untold.getInt(index)); index--) {
            untold.removeAt(index);
        }
    }

    @Override
    public int reserve() {
        return ownSessions().reserve(nowNs);
    }

    @Override
    public int load() {
        return (int) Math.min(LOAD_MAX, (long) ownSessions().usedCount() * LOAD_MAX / slots);
    }

    @Override
    public void open(final int cid, final MemorySegment memory, final long open) {
        final MemorySegment keys = opening.keys();
        MemorySegment.copy(memory, OpenFrame.toClientKey(open), keys, SessionOpening.SEND_KEY, Long.BYTES * 4L);
        MemorySegment.copy(memory, OpenFrame.toServerKey(open), keys, SessionOpening.RECEIVE_KEY, Long.BYTES * 4L);
        MemorySegment.copy(memory, OpenFrame.address(open), keys, SessionOpening.ADDRESS, Transport.ADDRESS_SLOT_BYTES);
        MemorySegment.copy(memory, OpenFrame.join(open), keys, SessionOpening.IDENTITY, JoinFrame.BYTES);
        opening.ids(cid, OpenFrame.peerCid(memory, open), JoinFrame.BYTES);
        opening.serverTerms(
                termsFor(OpenFrame.inputHz(memory, open), OpenFrame.snapshotHz(memory, open)), wish(memory, open));
        ownSessions().open(opening, nowNs);
        opening.clear();
    }

    @Override
    public void release(final int cid) {
        ownSessions().release(cid);
    }

    @Override
    public void admit(final int cid) {
        if (!untold.isEmpty() || !road.onAdmitted(cid)) {
            untold.addInt(cid);
        }
    }

    @Override
    public void close(final int cid, final int reason) {
        ownSessions().close(cid, reason, message, 0, 0, nowNs);
    }

    @Override
    public void closeAll(final int reason) {
        ownSessions().closeAll(reason);
    }

    @Override
    public void tellQueue(final int cid, final int place, final int waiting) {
        LittleEndian.put16(message, 0, MessageType.QUEUE_POSITION.id());
        final int length =
                QueuePosition.write(message, MessageType.TYPE_BYTES, place, waiting, QueuePosition.WAIT_UNKNOWN);
        say(cid, length);
    }

    @Override
    public void tellTicket(final int cid, final MemorySegment memory, final long ticket, final int length) {
        LittleEndian.put16(message, 0, MessageType.RESUME_OFFER.id());
        say(
                cid,
                ResumeOffer.write(
                        message, MessageType.TYPE_BYTES, (int) ResumeTicket.LIFE_SECONDS, memory, ticket, length));
    }

    @Override
    public void close() {
        opening.close();
    }

    /** The common terms at a client's rates; made once per pair of rates. */
    private SessionTerms termsFor(final int inputHz, final int snapshotHz) {
        final int index = inputHz * RATES + snapshotHz;
        SessionTerms found = termsByRates[index];
        if (found == null) {
            found = terms.withRates(inputHz, snapshotHz);
            termsByRates[index] = found;
        }
        return found;
    }

    private static int wish(final MemorySegment memory, final long open) {
        final int wish = OpenFrame.receiveBytesPerSecond(memory, open);
        return wish == 0 ? Integer.MAX_VALUE : wish;
    }

    /** News that the control channel has no room for is old by the time it has: left out. */
    private void say(final int cid, final int payloadLength) {
        ownSessions().send(cid, Channel.CONTROL, message, 0, MessageType.TYPE_BYTES + payloadLength, 0);
    }

    private void onConfirmed(final int cid) {
        ownDoor().onConfirmed(cid);
    }

    private void onEnded(final int cid) {
        ownDoor().onEnded(cid);
    }

    private Sessions ownSessions() {
        return Objects.requireNonNull(sessions, "connected first");
    }

    private ShardDoor ownDoor() {
        return Objects.requireNonNull(door, "connected first");
    }
}
