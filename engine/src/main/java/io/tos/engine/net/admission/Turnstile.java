package io.tos.engine.net.admission;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.net.admission.Entrants.Stage;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who of those that hold a good token comes in: refusals before the curve, places, queue and takeovers after key
 * confirmation, fresh resume tickets while they play. The admission agent's own; the roads to the shards have room for
 * whatever one call writes.
 */
final class Turnstile implements AutoCloseable {
    private static final long QUEUE_NOTICE_NS = 2_000_000_000L;
    private static final int NS_PER_MS = 1_000_000;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int ENTRY_BUCKETS = 1 << 14;

    private final AdmissionLimits limits;
    private final Doorway[] doorways;
    private final HalfOpenPool pool;
    private final Entrants entrants;
    private final TokenHistory history;
    private final Counters counters;
    private final WaitingLine line;
    private final TicketBook tickets;
    private final RateBuckets entries;
    private final Long2LongHashMap bannedUntilSeconds = new Long2LongHashMap(Long.MIN_VALUE);
    private @Nullable TicketJournal journal;
    private boolean isDraining;
    private long queueNoticeNs;

    /** What it shares with the rest of the admission agent. */
    record Shared(HalfOpenPool pool, Entrants entrants, TokenHistory history, Counters counters) {}

    Turnstile(
            final AdmissionAgent.Setup setup,
            final HandshakeCrypto crypto,
            final Shared shared,
            final Doorway[] doorways,
            final RandomGenerator random,
            final long nowNs) {
        this.limits = setup.limits();
        this.doorways = doorways.clone();
        this.pool = shared.pool();
        this.entrants = shared.entrants();
        this.history = shared.history();
        this.counters = shared.counters();
        this.line = new WaitingLine(limits.waitingMax());
        this.tickets = new TicketBook(crypto, setup.identity(), random);
        this.entries = new RateBuckets(
                limits.entriesPerMinute(), MINUTE_NS, limits.entriesPerMinute(), ENTRY_BUCKETS, random.nextLong());
        this.queueNoticeNs = nowNs;
        tickets.begin(nowNs);
    }

    /** From now on tickets that are used up are written down. */
    void journal(final TicketJournal ticketJournal) {
        journal = ticketJournal;
    }

    int waitingCount() {
        return line.count();
    }

    /** Obeys an operator. */
    void obey(final AdmissionOrder order) {
        switch (order) {
            case AdmissionOrder.Drain drain -> isDraining = drain.isOn();
            case AdmissionOrder.Stop stop -> {
                isDraining = true;
                for (final Doorway doorway : doorways) {
                    DoorFrames.writeNumbers(
                            doorway.toShard, Doorway.CLOSE_ALL, stop.reason().code(), 0);
                }
            }
            case AdmissionOrder.Kick kick -> kick(kick.accountId(), kick.reason());
            case AdmissionOrder.Ban ban -> {
                ban(ban.accountId(), ban.untilSeconds());
                kick(ban.accountId(), CloseReason.BANNED);
            }
            case AdmissionOrder.Pardon pardon -> bannedUntilSeconds.remove(pardon.accountId());
        }
    }

    /** The account may not come in before then. */
    void ban(final long accountId, final long untilSeconds) {
        bannedUntilSeconds.put(accountId, untilSeconds);
    }

    private void kick(final long accountId, final CloseReason reason) {
        final int cid = entrants.cidOf(accountId);
        if (cid != ConnectionId.NONE) {
            writeClose(cid, reason);
        }
    }

    /** Why the peer may not come in, if it turns out to hold the psk; told only then. */
    @Nullable
    CloseReason refusal(final HalfOpen halfOpen, final long nowNs, final long nowSeconds) {
        if (bannedUntilSeconds.get(halfOpen.accountId) > nowSeconds) {
            return refuse(halfOpen, Counter.REFUSED_BANNED, CloseReason.BANNED);
        }
        final boolean isStaff = (halfOpen.permissions & AdmissionAgent.PERMISSION_STAFF) != 0;
        final boolean playsAlready = entrants.cidOf(halfOpen.accountId) != ConnectionId.NONE;
        if (isDraining && !isStaff) {
            return refuse(halfOpen, Counter.REFUSED_DRAINING, CloseReason.DRAINING);
        }
        if (playsAlready && limits.duplicateLogin() == AdmissionLimits.DuplicateLogin.REFUSE) {
            return refuse(halfOpen, Counter.REFUSED_DUPLICATE, CloseReason.DUPLICATE_LOGIN);
        }
        if (!halfOpen.isTrusted) {
            if (!playsAlready && entrants.hostCount(halfOpen.host) >= limits.sessionsPerHostMax()) {
                return refuse(halfOpen, Counter.REFUSED_HOST_LIMIT, CloseReason.ADDRESS_LIMIT);
            }
            final long waitNs = entries.waitNs(halfOpen.accountId, nowNs);
            if (waitNs > 0) {
                halfOpen.retryAfterMs = (int) (waitNs / NS_PER_MS) + 1;
                return refuse(halfOpen, Counter.REFUSED_ENTRY_RATE, CloseReason.ADDRESS_LIMIT);
            }
        }
        return !playsAlready && freePlaces(halfOpen) <= 0 && line.isFull()
                ? refuse(halfOpen, Counter.REFUSED_FULL, CloseReason.FULL)
                : null;
    }

    /** Counted when the peer has proven the psk. */
    private static CloseReason refuse(final HalfOpen halfOpen, final Counter counter, final CloseReason reason) {
        halfOpen.refusalCounter = counter;
        return reason;
    }

    private int freePlaces(final HalfOpen halfOpen) {
        final boolean mayUseReserved =
                halfOpen.isResume || (halfOpen.permissions & AdmissionAgent.PERMISSION_STAFF) != 0;
        return limits.sessionsMax() - (mayUseReserved ? 0 : limits.reservedSlots()) - entrants.admittedCount();
    }

    /** The peer holds the keys: only now token and entry budget are charged, and an older session of the account ends. */
    void confirm(final int cid, final long nowNs) {
        if (!entrants.isCurrent(cid) || entrants.stage(cid) != Stage.HALF_OPEN) {
            return;
        }
        counters.increment(Counter.CONFIRMED);
        final HalfOpen halfOpen = pool.at(entrants.halfOpenOf(cid));
        history.consume(halfOpen.idHigh, halfOpen.idLow);
        if (halfOpen.isResume && journal != null) {
            journal.add(
                    halfOpen.idHigh,
                    halfOpen.idLow,
                    history.forgetAtSeconds(halfOpen.idHigh, halfOpen.idLow),
                    counters);
        }
        if (!halfOpen.isTrusted) {
            entries.take(halfOpen.accountId, nowNs);
        }
        final int former = entrants.cidOf(halfOpen.accountId);
        entrants.confirm(halfOpen);
        if (former == ConnectionId.NONE) {
            enter(halfOpen);
            return;
        }
        counters.increment(Counter.TAKEOVERS);
        final Stage formerStage = entrants.stage(former);
        writeClose(former, CloseReason.DUPLICATE_LOGIN);
        if (formerStage == Stage.WAITING) {
            final HalfOpen formerHalfOpen = pool.at(entrants.halfOpenOf(former));
            line.replace(formerHalfOpen.index, halfOpen.index);
            pool.give(formerHalfOpen);
        } else {
            admit(halfOpen);
        }
        entrants.end(former);
    }

    private void enter(final HalfOpen halfOpen) {
        final boolean isPrivileged = halfOpen.isResume || (halfOpen.permissions & AdmissionAgent.PERMISSION_STAFF) != 0;
        if (freePlaces(halfOpen) > 0 && (line.count() == 0 || isPrivileged)) {
            admit(halfOpen);
        } else if (!line.isFull()) {
            line.add(halfOpen.index);
            DoorFrames.writeQueue(doorways[halfOpen.shard].toShard, halfOpen.cid, line.count(), line.count());
        } else {
            counters.increment(Counter.REFUSED_FULL);
            writeClose(halfOpen.cid, CloseReason.FULL);
            entrants.end(halfOpen.cid);
            pool.give(halfOpen);
        }
    }

    private void admit(final HalfOpen halfOpen) {
        counters.increment(Counter.ADMITTED);
        entrants.admit(halfOpen.cid);
        tickets.remember(halfOpen);
        DoorFrames.writeNumbers(doorways[halfOpen.shard].toShard, Doorway.ADMIT, halfOpen.cid, 0);
        pool.give(halfOpen);
    }

    /** A shard says that a session is over; sessions ended from here are not current any more. */
    void end(final int cid) {
        if (!entrants.isCurrent(cid)) {
            return;
        }
        switch (entrants.stage(cid)) {
            case HALF_OPEN -> {
                counters.increment(Counter.HALF_OPEN_LAPSED);
                final HalfOpen halfOpen = pool.at(entrants.halfOpenOf(cid));
                history.remove(halfOpen.idHigh, halfOpen.idLow);
                entrants.abandon(halfOpen);
                pool.give(halfOpen);
            }
            case WAITING -> {
                final HalfOpen halfOpen = pool.at(entrants.halfOpenOf(cid));
                line.remove(halfOpen.index);
                entrants.end(cid);
                pool.give(halfOpen);
            }
            case ADMITTED -> entrants.end(cid);
        }
    }

    /** Lets in who waited while there is room, and tells the others their places now and then. */
    int admitWaiting(final long nowNs, final BooleanSupplier canAnswer) {
        int done = 0;
        while (line.count() > 0 && canAnswer.getAsBoolean()) {
            final HalfOpen first = pool.at(line.at(0));
            if (freePlaces(first) <= 0) {
                break;
            }
            line.remove(first.index);
            admit(first);
            done++;
        }
        if (nowNs - queueNoticeNs >= QUEUE_NOTICE_NS) {
            queueNoticeNs = nowNs;
            for (int place = 0; place < line.count() && canAnswer.getAsBoolean(); place++) {
                final HalfOpen waiting = pool.at(line.at(place));
                DoorFrames.writeQueue(doorways[waiting.shard].toShard, waiting.cid, place + 1, line.count());
            }
        }
        return done;
    }

    /** Gives fresh tickets to whoever's turn it is. */
    int sendTickets(final long nowNs, final long nowSeconds, final BooleanSupplier canAnswer) {
        int sent = 0;
        for (int slot = tickets.nextDue(nowNs); slot >= 0 && canAnswer.getAsBoolean(); slot = tickets.nextDue(nowNs)) {
            final int cid = tickets.cidAt(slot);
            if (entrants.isCurrent(cid)) {
                final byte[] ticket = tickets.seal(slot, entrants.accountOf(cid), nowSeconds);
                DoorFrames.writeTicket(doorways[shardOf(cid)].toShard, cid, ticket);
                counters.increment(Counter.TICKETS_SENT);
                sent++;
            }
        }
        return sent;
    }

    private void writeClose(final int cid, final CloseReason reason) {
        DoorFrames.writeNumbers(doorways[shardOf(cid)].toShard, Doorway.CLOSE, cid, reason.code());
    }

    private int shardOf(final int cid) {
        return ConnectionId.shard(cid, doorways.length);
    }

    @Override
    public void close() {
        tickets.close();
    }
}
