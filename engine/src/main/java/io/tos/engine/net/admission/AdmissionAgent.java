package io.tos.engine.net.admission;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.memory.Slab;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one owner, for all shards, of token history, accounts, budgets, places and cookie secrets. Takes CONNECTs that
 * passed a shard's door, has the curve work done elsewhere, hands accepted sessions to their shard, and lets players in
 * when their first packet has proven their keys. Never waits: while a road to a shard or to the curve is full, it leaves
 * its own input where it is, and the doors count what they drop.
 */
public final class AdmissionAgent implements Agent, AutoCloseable {
    private static final long SECRET_LIFE_NS = 60_000_000_000L;
    private static final int FRAMES_PER_CYCLE = 256;
    private static final int ORDERS_MAX = 256;
    private static final int MS_PER_SECOND = 1000;

    /** Permission bit: may use reserved places, and enter while the server drains. */
    public static final int PERMISSION_STAFF = 1;

    private final NanoClock clock;
    private final EpochClock wallClock;
    private final RandomGenerator random;
    private final Counters counters;
    private final Doorway[] doorways;
    private final HandshakeAgent[] curves;
    private final @Nullable Slab[] reading;
    private final int[] readAt;
    private final int[] secretSerial;
    private final byte[] secret = new byte[CookieJar.SECRET_BYTES];
    private final HalfOpenPool pool;
    private final Entrants entrants;
    private final ConnectDesk desk;
    private final CurveLine curveLine;
    private final Turnstile turnstile;
    private final BooleanSupplier canAnswer = this::canAnswer;
    private final MpscAtomicArrayQueue<AdmissionOrder> orders = new MpscAtomicArrayQueue<>(ORDERS_MAX);
    private int serial = -1;
    private long secretUntilNs;

    /** What it needs to know. */
    public record Setup(ServerIdentity identity, AdmissionLimits limits, TrustedPrefixes trusted) {}

    /** What time it is. */
    public record Clocks(NanoClock nano, EpochClock wall) {}

    /**
     * @param backend for tokens and tickets.
     * @param clocks moved by hand in simulations.
     * @param random a {@code SecureRandom} outside of simulations.
     * @param doorways one per shard.
     * @param curves one or two.
     * @param counters this agent's own block.
     */
    public AdmissionAgent(
            final Setup setup,
            final CryptoBackend backend,
            final Clocks clocks,
            final RandomGenerator random,
            final Doorway[] doorways,
            final HandshakeAgent[] curves,
            final Counters counters) {
        final AdmissionLimits limits = setup.limits();
        this.clock = clocks.nano();
        this.wallClock = clocks.wall();
        this.random = random;
        this.counters = counters;
        this.doorways = doorways.clone();
        this.curves = curves.clone();
        this.reading = new Slab[doorways.length];
        this.readAt = new int[doorways.length];
        this.secretSerial = new int[doorways.length];
        Arrays.fill(secretSerial, -1);
        this.pool = new HalfOpenPool(limits.halfOpenMax() + limits.waitingMax());
        this.entrants = new Entrants(doorways.length);
        this.curveLine = new CurveLine(doorways.length, pool, entrants, curves, counters);
        this.desk = new ConnectDesk(setup, backend.handshakeCrypto(), entrants, pool, random, counters);
        final var shared = new Turnstile.Shared(pool, entrants, desk.history(), counters);
        this.turnstile = new Turnstile(setup, backend.handshakeCrypto(), shared, doorways, random, clock.nanoTime());
        this.secretUntilNs = clock.nanoTime();
    }

    /**
     * Before the agent starts: tickets that were used up in former runs stay so, and those used from now on are written
     * down. Whoever opened the journal closes it after the agent has stopped.
     *
     * @return how many tickets of former runs could still have been tried.
     */
    public int remember(final TicketJournal journal) {
        turnstile.journal(journal);
        return journal.replay(desk.history(), wallClock.time() / MS_PER_SECOND);
    }

    /** Before the agent starts: an account that may not come in until then, in Unix seconds. */
    public void ban(final long accountId, final long untilSeconds) {
        turnstile.ban(accountId, untilSeconds);
    }

    /** Any thread: hands over an order; false when too many wait. */
    public boolean offer(final AdmissionOrder order) {
        return orders.offer(order);
    }

    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        final long nowSeconds = wallClock.time() / MS_PER_SECOND;
        desk.sweep(nowSeconds);
        int done = rotateSecret(nowNs);
        done += takeOrders();
        for (final HandshakeAgent curve : curves) {
            done += takeCurveResults(curve);
        }
        for (int shard = 0; shard < doorways.length; shard++) {
            done += read(shard, nowNs);
        }
        done += curveLine.serve(nowNs);
        done += turnstile.admitWaiting(nowNs, canAnswer);
        done += turnstile.sendTickets(nowNs, nowSeconds, canAnswer);
        for (final Doorway doorway : doorways) {
            doorway.toShard.publish();
        }
        counters.set(Counter.HALF_OPEN, entrants.halfOpenCount());
        counters.set(Counter.SESSIONS_WAITING, turnstile.waitingCount());
        counters.set(Counter.SESSIONS_ADMITTED, entrants.admittedCount());
        counters.set(Counter.TOKENS_REMEMBERED, desk.history().count());
        return done;
    }

    @Override
    public String roleName() {
        return "admission";
    }

    /** Frees its memory; the agent has stopped. */
    @Override
    public void close() {
        pool.close();
        turnstile.close();
    }

    /** A new secret every minute; a shard that has no room for it now gets it in a later cycle. */
    private int rotateSecret(final long nowNs) {
        if (nowNs - secretUntilNs >= 0) {
            random.nextBytes(secret);
            serial++;
            secretUntilNs = nowNs + SECRET_LIFE_NS;
        }
        int sent = 0;
        for (int shard = 0; shard < doorways.length; shard++) {
            if (secretSerial[shard] == serial) {
                continue;
            }
            final Slab slab = doorways[shard].toShard.claim(Doorway.ANSWER_BYTES_MAX);
            if (slab != null) {
                final long at = slab.payload();
                slab.memory().set(ValueLayout.JAVA_INT, at, serial);
                MemorySegment.copy(secret, 0, slab.memory(), ValueLayout.JAVA_BYTE, at + Integer.BYTES, secret.length);
                slab.commit(Doorway.SECRET, Integer.BYTES + secret.length);
                secretSerial[shard] = serial;
                sent++;
            }
        }
        return sent;
    }

    private int takeOrders() {
        int done = 0;
        while (canAnswer()) {
            final AdmissionOrder order = orders.relaxedPoll();
            if (order == null) {
                break;
            }
            turnstile.obey(order);
            done++;
        }
        return done;
    }

    /** Whether every shard has room for the answer to one more piece of work. */
    private boolean canAnswer() {
        for (final Doorway doorway : doorways) {
            if (doorway.toShard.claim(Doorway.ANSWER_BYTES_MAX) == null) {
                return false;
            }
        }
        return true;
    }

    private int read(final int shard, final long nowNs) {
        int done = 0;
        while (done < FRAMES_PER_CYCLE && canAnswer()) {
            final Slab slab = reading[shard] == null ? nextSlab(shard) : reading[shard];
            if (slab == null) {
                break;
            }
            final int frame = readAt[shard];
            take(shard, slab, frame, nowNs);
            done++;
            readAt[shard] = slab.next(frame);
            if (readAt[shard] == slab.endBytes()) {
                doorways[shard].toAdmission.recycle(slab);
                reading[shard] = null;
            }
        }
        return done;
    }

    private @Nullable Slab nextSlab(final int shard) {
        final Slab slab = doorways[shard].toAdmission.take();
        reading[shard] = slab;
        readAt[shard] = 0;
        return slab;
    }

    private void take(final int shard, final Slab slab, final int frame, final long nowNs) {
        final MemorySegment memory = slab.memory();
        final long payload = frame + (long) Slab.HEAD_BYTES;
        switch (slab.headAt(frame)) {
            case Doorway.CONNECT -> {
                final HalfOpen halfOpen = desk.judge(shard, memory, payload, nowNs);
                if (halfOpen != null) {
                    goOn(halfOpen, nowNs);
                }
            }
            case Doorway.CREDIT -> entrants.stock(shard, memory.get(ValueLayout.JAVA_INT, payload));
            case Doorway.CONFIRMED -> turnstile.confirm(memory.get(ValueLayout.JAVA_INT, payload), nowNs);
            case Doorway.ENDED -> turnstile.end(memory.get(ValueLayout.JAVA_INT, payload));
            default -> throw new IllegalStateException("unknown frame " + slab.headAt(frame));
        }
    }

    private void goOn(final HalfOpen halfOpen, final long nowNs) {
        if (halfOpen.resendCount > 0) {
            counters.increment(Counter.ACCEPTS_RESENT);
            DoorFrames.writeReply(doorways[halfOpen.shard].toShard, halfOpen);
            return;
        }
        halfOpen.refusal = turnstile.refusal(halfOpen, nowNs, wallClock.time() / MS_PER_SECOND);
        curveLine.add(halfOpen, nowNs);
    }

    private int takeCurveResults(final HandshakeAgent curve) {
        int done = 0;
        while (canAnswer()) {
            final HalfOpen halfOpen = curve.outbound.relaxedPoll();
            if (halfOpen == null) {
                break;
            }
            halfOpen.isAtCurve = false;
            switch (halfOpen.outcome) {
                case FAILED -> abandon(halfOpen);
                case REFUSED -> {
                    final boolean isVersion = halfOpen.refusal == CloseReason.VERSION;
                    counters.increment(isVersion ? Counter.REFUSED_VERSION : halfOpen.refusalCounter);
                    DoorFrames.writeReply(doorways[halfOpen.shard].toShard, halfOpen);
                    abandon(halfOpen);
                }
                case ACCEPTED -> {
                    counters.increment(Counter.ACCEPTED);
                    halfOpen.resendCount = 1;
                    DoorFrames.writeOpen(doorways[halfOpen.shard].toShard, halfOpen);
                }
            }
            done++;
        }
        return done;
    }

    /** The token was not used in the end: it may be tried again. */
    private void abandon(final HalfOpen halfOpen) {
        desk.history().remove(halfOpen.idHigh, halfOpen.idLow);
        entrants.abandon(halfOpen);
        if (halfOpen.cid != ConnectionId.NONE) {
            entrants.stock(halfOpen.shard, halfOpen.cid);
        }
        pool.give(halfOpen);
    }
}
