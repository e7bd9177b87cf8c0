package io.tos.engine.net.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tos.engine.memory.Region;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.AckSection;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.CloseFrame;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.FrameReader;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.PacketNumber;
import io.tos.engine.protocol.PathFrame;
import io.tos.engine.protocol.PingFrame;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;

/**
 * What happens to a data packet, cheapest check first: header, session, window, rate, then the key; only a genuine packet
 * changes anything. Each packet ends in exactly one counter. One per agent; {@code session} is the offset of a record.
 */
final class PacketReceiver implements AutoCloseable {
    private static final int STOP = InboundChannels.BROKEN + 1;

    private final SessionParts parts;
    private final MemorySegment memory;
    private final Lifecycle lifecycle;
    private final PacketSender sender;
    private final FrameReader reader;
    private final Region source = Region.shared("packet-source", Transport.ADDRESS_SLOT_BYTES, 64);
    private boolean eliciting;

    PacketReceiver(final SessionParts parts, final Lifecycle lifecycle, final PacketSender sender) {
        this.parts = parts;
        this.memory = parts.memory;
        this.lifecycle = lifecycle;
        this.sender = sender;
        this.reader = new FrameReader(parts.config.inbound());
    }

    /** Says where the packet of the next {@link #accept} came from. */
    void from(final MemorySegment addresses, final long address, final int addressLength, final int localIndex) {
        PeerAddress.set(source.memory(), 0, addresses, address, addressLength, localIndex);
    }

    /** Deals with a packet; returns the one counter it ends in. */
    Counter accept(final MemorySegment packets, final long packet, final int length, final long nowNs) {
        if (length < PacketHeader.DATAGRAM_BYTES_MIN) {
            return Counter.DATAGRAMS_TOO_SHORT;
        }
        final long word = PacketHeader.word(packets, packet);
        if (!PacketHeader.isCanonical(word)) {
            return Counter.PACKETS_RESERVED_BITS;
        }
        final long session = parts.slots.find(PacketHeader.cid(word));
        if (session == Slots.NONE || parts.state(session) < SessionState.OPENING) {
            return Counter.PACKETS_UNKNOWN_SESSION;
        }
        final long next = ReplayWindow.next(memory, session + SessionRecord.REPLAY);
        final long number = PacketNumber.expand(PacketHeader.truncatedNumber(word), PacketNumber.HEADER_BITS, next);
        if (number - next > PacketNumber.JUMP_MAX) {
            return Counter.PACKETS_TOO_FAR;
        }
        final int fresh = ReplayWindow.check(memory, session + SessionRecord.REPLAY, number);
        if (fresh != ReplayWindow.FRESH) {
            return fresh == ReplayWindow.REPLAYED ? Counter.PACKETS_REPLAYED : Counter.PACKETS_TOO_OLD;
        }
        final boolean isFromPeer = parts.isProvenAddress(session, source.memory(), 0);
        if (!parts.limit.mayOpen(session, isFromPeer, nowNs)) {
            return Counter.PACKETS_RATE_LIMITED;
        }
        final int textLength = length - PacketHeader.OVERHEAD_BYTES;
        final long key = parts.keys.keyFor(session, PacketHeader.phase(word), number, nowNs);
        final boolean isGenuine = key >= 0 && parts.keys.open(key, number, packets, packet, textLength);
        if (isFromPeer) {
            parts.limit.onTried(session, isGenuine);
        }
        if (!isGenuine) {
            return Counter.PACKETS_BAD_TAG;
        }
        ReplayWindow.mark(memory, session + SessionRecord.REPLAY, number);
        parts.time(session, SessionRecord.HEARD_NS, nowNs);
        if (parts.state(session) >= SessionState.CLOSING) {
            lifecycle.onStray(session, nowNs);
            return Counter.PACKETS_AFTER_CLOSE;
        }
        if (!parts.keys.onOpened(session, key, number, 3 * parts.sent.probeDelayNs(session), nowNs)) {
            lifecycle.close(session, CloseReason.KEY, nowNs);
            return Counter.PACKETS_KEY_VIOLATION;
        }
        return accept(session, number, packets, packet + PacketHeader.LENGTH, textLength, nowNs);
    }

    /** A genuine packet, now opened. */
    private Counter accept(
            final long session,
            final long number,
            final MemorySegment packets,
            final long text,
            final int textLength,
            final long nowNs) {
        if (parts.state(session) == SessionState.OPENING && !lifecycle.establish(session, nowNs)) {
            return Counter.PACKETS_REFUSED;
        }
        if (!parts.limit.mayTake(session, textLength + PacketHeader.OVERHEAD_BYTES, nowNs)) {
            if (parts.limit.isFlooding(session, nowNs)) {
                parts.counters.increment(Counter.SESSIONS_FLOODED);
                lifecycle.close(session, CloseReason.FLOOD, nowNs);
            }
            return Counter.PACKETS_OVER_RATE;
        }
        if (!parts.isProvenAddress(session, source.memory(), 0)) {
            onElsewhere(session, number, textLength + PacketHeader.OVERHEAD_BYTES, nowNs);
        }
        if (!reader.wrap(packets, text, textLength)) {
            lifecycle.close(session, CloseReason.PROTOCOL, nowNs);
            return Counter.PACKETS_MALFORMED;
        }
        if (reader.hasAcks() && !onAcks(session, nowNs)) {
            lifecycle.close(session, CloseReason.ACK_VIOLATION, nowNs);
            return Counter.PACKETS_ACK_VIOLATION;
        }
        final int outcome = frames(session, number, packets, nowNs);
        if (SessionFlags.has(memory, session, SessionFlags.MESSAGE_WAITS)) {
            parts.deadlines.sooner(session, nowNs + parts.config.timing().tickNs());
        }
        if (outcome == InboundChannels.BROKEN) {
            lifecycle.close(session, CloseReason.PROTOCOL, nowNs);
            return Counter.PACKETS_MALFORMED;
        }
        if (outcome == InboundChannels.REFUSED) {
            return Counter.PACKETS_REFUSED;
        }
        if (outcome == InboundChannels.TAKEN) {
            AckTracker.take(memory, session + SessionRecord.ACKS, number, eliciting, nowNs);
            if (eliciting) {
                parts.deadlines.sooner(session, nowNs + parts.time(session, SessionRecord.ACK_DELAY_NS));
            }
            if (parts.outbound.isPending(session)) {
                parts.ready.add(session);
            }
        }
        return Counter.PACKETS_ACCEPTED;
    }

    /** The newest packet from another address makes it a candidate; older ones prove nothing about where the peer is. */
    private void onElsewhere(final long session, final long number, final int length, final long nowNs) {
        if (parts.path.isCandidate(session, source.memory(), 0)) {
            parts.path.onReceived(session, length);
            return;
        }
        if (number + 1 == ReplayWindow.next(memory, session + SessionRecord.REPLAY)
                && parts.path.consider(session, source.memory(), 0, parts.rolls.next(), nowNs)) {
            parts.path.onReceived(session, length);
            sender.challenge(session, nowNs);
            parts.deadlines.sooner(session, nowNs + parts.sent.probeDelayNs(session));
        }
    }

    private boolean onAcks(final long session, final long nowNs) {
        final AckSection acks = reader.acks();
        final long largest = PacketNumber.expand(acks.newest(), PacketNumber.ACK_BITS, parts.sent.next(session));
        final long delayNs = acks.delay() == AckSection.DELAY_UNKNOWN ? -1 : acks.delay() * AckSection.DELAY_UNIT_NS;
        final boolean sound = parts.sent.onAck(session, largest, acks.mask(), delayNs, nowNs);
        if (sound && nowNs >= parts.time(session, SessionRecord.ADJUST_NS)) {
            parts.rate.adjust(session, parts.sent.lostRecently(session), nowNs);
            final long rtt = session + SessionRecord.RTT;
            parts.events.onPath(
                    parts.cid(session),
                    RttEstimator.smoothedNs(memory, rtt),
                    RttEstimator.variationNs(memory, rtt),
                    parts.rate.bytesPerSecond(session));
        }
        parts.deadlines.sooner(session, parts.sent.dueNs(session));
        return sound;
    }

    /** All frames of a packet. One that is refused does not keep the others from being taken: they come again anyway. */
    private int frames(final long session, final long number, final MemorySegment packets, final long nowNs) {
        eliciting = false;
        int worst = InboundChannels.TAKEN;
        while (true) {
            final int type = reader.next();
            if (type == FrameReader.END) {
                return worst;
            }
            final int outcome = type == FrameReader.MALFORMED
                    ? InboundChannels.BROKEN
                    : frame(session, type, number, packets, nowNs);
            if (outcome >= InboundChannels.BROKEN) {
                return outcome;
            }
            worst = Math.max(worst, outcome);
        }
    }

    private int frame(
            final long session, final int type, final long number, final MemorySegment packets, final long nowNs) {
        eliciting |= FrameType.elicitsAck(type);
        if (takesPart(session, type)) {
            parts.time(session, SessionRecord.ACTIVE_NS, nowNs);
        }
        switch (type) {
            case FrameType.RELIABLE:
                return parts.inbound.onMessage(session, reader, packets);
            case FrameType.FRAGMENT:
                return parts.inbound.onFragment(session, reader, packets, nowNs);
            case FrameType.INPUT, FrameType.SNAPSHOT, FrameType.BASE_MISS:
                return parts.events.onFrame(parts.cid(session), type, packets, reader.body(), reader.bodyLength())
                        ? InboundChannels.TAKEN
                        : InboundChannels.REFUSED;
            case FrameType.MESSAGE:
                onMessage(session, number, packets);
                return InboundChannels.TAKEN;
            case FrameType.CLOSE:
                lifecycle.onPeerClosed(session, CloseFrame.code(packets, reader.body()), nowNs);
                return STOP;
            default:
                control(session, type, packets, nowNs);
                return InboundChannels.TAKEN;
        }
    }

    /** A PONG counts: a peer that answers each of our PINGs has nothing else to send, so it never sends its own. */
    private boolean takesPart(final long session, final int type) {
        return type == FrameType.INPUT
                || (!SessionFlags.has(memory, session, SessionFlags.ENTERED)
                        && (FrameType.elicitsAck(type) || type == FrameType.PONG));
    }

    /** Frames of the session layer itself. */
    private void control(final long session, final int type, final MemorySegment packets, final long nowNs) {
        switch (type) {
            case FrameType.PING:
                memory.set(JAVA_SHORT, session + SessionRecord.PONG_ID, (short) PingFrame.id(packets, reader.body()));
                memory.set(JAVA_LONG, session + SessionRecord.PONG_SENT_US, PingFrame.sentUs(packets, reader.body()));
                parts.time(session, SessionRecord.PONG_HEARD_NS, nowNs);
                SessionFlags.set(memory, session, SessionFlags.PONG_DUE);
                break;
            case FrameType.PATH_CHALLENGE:
                memory.set(JAVA_LONG, session + SessionRecord.RESPONSE_TOKEN, PathFrame.token(packets, reader.body()));
                SessionFlags.set(memory, session, SessionFlags.RESPONSE_DUE);
                parts.ready.add(session);
                break;
            case FrameType.PATH_RESPONSE:
                final boolean fromCandidate = parts.path.isCandidate(session, source.memory(), 0);
                if (parts.path.onResponse(session, PathFrame.token(packets, reader.body()), fromCandidate)) {
                    RttEstimator.begin(memory, session + SessionRecord.RTT);
                    parts.rate.restart(session, nowNs);
                }
                break;
            case FrameType.PADDING, FrameType.PONG:
                break;
            default:
                parts.counters.increment(Counter.FRAMES_SKIPPED);
        }
    }

    private void onMessage(final long session, final long number, final MemorySegment packets) {
        if (reader.channel() == Channel.SEQUENCED.id()) {
            final long next = memory.get(JAVA_LONG, session + SessionRecord.SEQUENCED_NEXT);
            if (number + 1 - next < 0) {
                parts.counters.increment(Counter.MESSAGES_LATE);
                return;
            }
            memory.set(JAVA_LONG, session + SessionRecord.SEQUENCED_NEXT, number + 1);
        }
        parts.events.onMessage(parts.cid(session), reader.channel(), packets, reader.body(), reader.bodyLength());
    }

    @Override
    public void close() {
        source.close();
    }
}
