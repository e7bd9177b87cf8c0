package io.tos.engine.net.session;

import io.tos.engine.protocol.CloseReason;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What an established session needs when its deadline comes: ends of patience, loss, probes, acks, keep-alive, paths. One
 * per agent; {@code session} is the offset of a record.
 */
final class Chores {
    private static final long PARTIAL_LOOK_NS = 1_000_000_000L;
    private static final long PAUSE_MIN_NS = 1_000_000L;

    private final SessionParts parts;
    private final MemorySegment memory;
    private final SessionTiming timing;
    private final Lifecycle lifecycle;
    private final PacketSender sender;
    private final boolean atServer;

    Chores(final SessionParts parts, final Lifecycle lifecycle, final PacketSender sender, final boolean atServer) {
        this.parts = parts;
        this.memory = parts.memory;
        this.timing = parts.config.timing();
        this.lifecycle = lifecycle;
        this.sender = sender;
        this.atServer = atServer;
    }

    /** Does what is due and sets the next deadline. */
    void run(final long session, final long nowNs) {
        parts.deadlines.set(session, Deadlines.NEVER);
        if (nowNs - parts.time(session, SessionRecord.HEARD_NS) >= timing.idleMaxNs()) {
            lifecycle.onTimeout(session, nowNs);
            return;
        }
        final @Nullable CloseReason reason = patienceEnds(session, nowNs);
        if (reason != null) {
            lifecycle.close(session, reason, nowNs);
            return;
        }
        parts.sent.detectLoss(session, nowNs);
        if (SessionFlags.has(memory, session, SessionFlags.MESSAGE_WAITS)) {
            parts.inbound.retry(session);
        }
        path(session, nowNs);
        send(session, nowNs);
        parts.deadlines.sooner(session, nextNs(session, nowNs));
    }

    private @Nullable CloseReason patienceEnds(final long session, final long nowNs) {
        if (atServer && nowNs - parts.time(session, SessionRecord.ACTIVE_NS) >= timing.activityMaxNs()) {
            return CloseReason.INACTIVE;
        }
        if (!parts.outbound.waitsForAcks(session)) {
            parts.sent.nothingWaits(session);
        } else if (parts.sent.isStalled(session, timing.stallMaxNs(), nowNs)) {
            return CloseReason.STALLED;
        }
        return atServer && parts.inbound.isOverdue(session, timing.partialMaxNs(), nowNs)
                ? CloseReason.REASSEMBLY_LIMIT
                : null;
    }

    private void path(final long session, final long nowNs) {
        if (!parts.path.isProving(session)) {
            return;
        }
        final long probeDelayNs = parts.sent.probeDelayNs(session);
        if (nowNs - parts.path.beganNs(session) >= 3 * probeDelayNs) {
            parts.path.revert(session);
        } else if (nowNs - parts.path.askedNs(session) >= probeDelayNs) {
            sender.challenge(session, nowNs);
        }
    }

    private void send(final long session, final long nowNs) {
        final long before = parts.sent.next(session);
        final boolean probes = parts.sent.probeNs(session) <= nowNs;
        if (probes) {
            parts.sent.probe(session);
            parts.counters.increment(Counter.PROBES);
        }
        sender.flush(session, nowNs);
        if (AckTracker.dueNs(memory, session + SessionRecord.ACKS, ackDelayNs(session)) <= nowNs) {
            sender.ack(session, nowNs);
        }
        final boolean silent = nowNs - parts.time(session, SessionRecord.SENT_NS) >= timing.keepAliveNs();
        if (silent || (probes && parts.sent.next(session) == before)) {
            sender.ping(session, nowNs);
        }
    }

    private long nextNs(final long session, final long nowNs) {
        long nextNs = parts.time(session, SessionRecord.HEARD_NS) + timing.idleMaxNs();
        nextNs = Math.min(nextNs, parts.time(session, SessionRecord.SENT_NS) + timing.keepAliveNs());
        nextNs = Math.min(nextNs, AckTracker.dueNs(memory, session + SessionRecord.ACKS, ackDelayNs(session)));
        nextNs = Math.min(nextNs, parts.sent.dueNs(session));
        if (atServer) {
            nextNs = Math.min(nextNs, parts.time(session, SessionRecord.ACTIVE_NS) + timing.activityMaxNs());
        }
        if (parts.path.isProving(session)) {
            nextNs = Math.min(nextNs, parts.path.askedNs(session) + parts.sent.probeDelayNs(session));
        }
        if (parts.inbound.partials(session) > 0) {
            nextNs = Math.min(nextNs, nowNs + PARTIAL_LOOK_NS);
        }
        if (SessionFlags.has(memory, session, SessionFlags.MESSAGE_WAITS)) {
            nextNs = Math.min(nextNs, nowNs + timing.tickNs());
        }
        return Math.max(nextNs, nowNs + PAUSE_MIN_NS);
    }

    private long ackDelayNs(final long session) {
        return parts.time(session, SessionRecord.ACK_DELAY_NS);
    }
}
