package io.tos.engine.net.admission;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.crypto.TokenVerdict;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.Prologue;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Judges CONNECTs whose cookie was right, cheapest check first: budgets of host and prefix, the token's seal, whether it
 * was seen, room for one more handshake. What fails is dropped in silence, each under a counter of its own. The admission
 * agent's own.
 */
final class ConnectDesk {
    /** An ACCEPT goes out this often at most, the first time included. */
    static final int ACCEPTS_MAX = 16;

    /** Four times the slots: tokens outlive sessions. */
    private static final int TOKENS_MAX = 1 << 16;

    private static final int BUCKETS = 1 << 16;
    private static final int SWEEP_PLACES = 64;
    private static final int VERSION_RANGE = Prologue.versionRange(ProtocolVersion.LOWEST, ProtocolVersion.HIGHEST);

    private final AdmissionLimits limits;
    private final TrustedPrefixes trusted;
    private final Entrants entrants;
    private final HalfOpenPool pool;
    private final Counters counters;
    private final ConnectToken token;
    private final ResumeTicket ticket;
    private final TokenHistory history;
    private final RateBuckets hostBuckets;
    private final RateBuckets prefixBuckets;
    private final Connect connect = new Connect();
    private final MemorySegment prologue = Arena.ofAuto().allocate(Prologue.LENGTH, 8);

    ConnectDesk(
            final AdmissionAgent.Setup setup,
            final HandshakeCrypto crypto,
            final Entrants entrants,
            final HalfOpenPool pool,
            final RandomGenerator random,
            final Counters counters) {
        this.limits = setup.limits();
        this.trusted = setup.trusted();
        this.entrants = entrants;
        this.pool = pool;
        this.counters = counters;
        final ServerIdentity identity = setup.identity();
        this.token = new ConnectToken(crypto, identity.secret().tokenKey(identity.instanceId()));
        this.ticket = new ResumeTicket(crypto, identity.secret().resumeKey());
        this.history = new TokenHistory(TOKENS_MAX, random.nextLong());
        final long second = RateBuckets.SECOND_NS;
        this.hostBuckets = new RateBuckets(
                limits.connectsPerHost(), second, 2L * limits.connectsPerHost(), BUCKETS, random.nextLong());
        this.prefixBuckets = new RateBuckets(
                limits.connectsPerPrefix(), second, 2L * limits.connectsPerPrefix(), BUCKETS, random.nextLong());
    }

    /** Call each duty cycle: forgets a few of the tokens whose time is over. */
    void sweep(final long nowSeconds) {
        history.sweep(nowSeconds, SWEEP_PLACES);
    }

    /** Tokens and tickets that are remembered. */
    TokenHistory history() {
        return history;
    }

    /**
     * Judges one CONNECT frame.
     *
     * @return a new half-open handshake, to be decided on and sent to the curve; one with {@code resendCount > 0}, whose
     *     ACCEPT is to be sent again; or null: silence.
     */
    @Nullable
    HalfOpen judge(final int shard, final MemorySegment memory, final long frame, final long nowNs) {
        final long host = Prefix.host(memory, frame);
        final long widePrefix = Prefix.wide(memory, frame);
        final boolean isTrusted = trusted.contains(memory, frame);
        if (!isTrusted && !hostBuckets.take(host, nowNs)) {
            return drop(Counter.CONNECT_LIMITED_HOST);
        }
        if (!isTrusted && !prefixBuckets.take(widePrefix, nowNs)) {
            return drop(Counter.CONNECT_LIMITED_PREFIX);
        }
        connect.wrapChecked(memory, frame + Doorway.PACKET);
        final boolean isResume = connect.isResume();
        final TokenVerdict verdict =
                isResume ? ticket.open(memory, connect.token()) : token.open(memory, connect.token());
        if (verdict != TokenVerdict.VALID) {
            return drop(verdict == TokenVerdict.FORGED ? Counter.TOKEN_FORGED : Counter.TOKEN_MALFORMED);
        }
        final long idHigh = isResume ? ticket.idHigh() : token.idHigh();
        final long idLow = isResume ? ticket.idLow() : token.idLow();
        final int place = history.find(idHigh, idLow);
        if (place != TokenHistory.NONE) {
            return again(history.owner(place), memory, frame);
        }
        final Counter obstacle = obstacle(isTrusted, widePrefix);
        if (obstacle != null) {
            return drop(obstacle);
        }
        final HalfOpen halfOpen = pool.take();
        halfOpen.shard = shard;
        halfOpen.host = host;
        halfOpen.widePrefix = widePrefix;
        halfOpen.isTrusted = isTrusted;
        halfOpen.isResume = isResume;
        halfOpen.idHigh = idHigh;
        halfOpen.idLow = idLow;
        takeOver(halfOpen, memory, frame);
        final long expirySeconds = isResume ? ticket.expirySeconds() : token.expirySeconds();
        history.add(idHigh, idLow, halfOpen.index, expirySeconds + ConnectToken.SKEW_SECONDS);
        token.wipe();
        ticket.wipe();
        return halfOpen;
    }

    private @Nullable Counter obstacle(final boolean isTrusted, final long widePrefix) {
        if (history.isFull()) {
            return Counter.TOKEN_HISTORY_FULL;
        }
        if (entrants.halfOpenCount() >= limits.halfOpenMax() || pool.isFull()) {
            return Counter.HALF_OPEN_FULL;
        }
        return !isTrusted && entrants.halfOpenCount(widePrefix) >= limits.halfOpenPerPrefixMax()
                ? Counter.HALF_OPEN_PREFIX_FULL
                : null;
    }

    /** A token that was seen: the same CONNECT from the same address gets the same ACCEPT, all else nothing. */
    private @Nullable HalfOpen again(final int owner, final MemorySegment memory, final long frame) {
        if (owner == TokenHistory.CONSUMED) {
            return drop(Counter.TOKEN_REUSED);
        }
        final HalfOpen halfOpen = pool.at(owner);
        if (halfOpen.isAtCurve || !isSame(halfOpen, memory, frame)) {
            return drop(Counter.TOKEN_BUSY);
        }
        if (halfOpen.resendCount >= ACCEPTS_MAX) {
            return drop(Counter.ACCEPT_RESEND_LIMIT);
        }
        halfOpen.resendCount++;
        return halfOpen;
    }

    private boolean isSame(final HalfOpen halfOpen, final MemorySegment memory, final long frame) {
        if (!PeerAddress.same(halfOpen.address, 0, memory, frame) || halfOpen.handshakeId != connect.handshakeId()) {
            return false;
        }
        for (int index = 0; index < Connect.EPHEMERAL_BYTES; index++) {
            if (memory.get(ValueLayout.JAVA_BYTE, connect.ephemeral() + index) != halfOpen.message1[index]) {
                return false;
            }
        }
        return true;
    }

    private void takeOver(final HalfOpen halfOpen, final MemorySegment memory, final long frame) {
        MemorySegment.copy(memory, frame, halfOpen.address, 0, Transport.ADDRESS_SLOT_BYTES);
        halfOpen.handshakeId = connect.handshakeId();
        halfOpen.version = connect.version();
        MemorySegment.copy(
                memory, ValueLayout.JAVA_BYTE, connect.ephemeral(), halfOpen.message1, 0, Connect.EPHEMERAL_BYTES);
        MemorySegment.copy(
                memory,
                ValueLayout.JAVA_BYTE,
                connect.sealed(),
                halfOpen.message1,
                Connect.EPHEMERAL_BYTES,
                Connect.SEALED_BYTES);
        Prologue.write(prologue, 0, connect.version(), VERSION_RANGE, connect.handshakeId(), connect.flags());
        MemorySegment.copy(prologue, ValueLayout.JAVA_BYTE, 0, halfOpen.prologue, 0, Prologue.LENGTH);
        if (halfOpen.isResume) {
            ticket.copyPsk(halfOpen.psk);
            halfOpen.accountId = ticket.accountId();
            halfOpen.characterId = ticket.characterId();
            halfOpen.permissions = ticket.permissions();
            halfOpen.map = ticket.map();
        } else {
            token.copyPsk(halfOpen.psk);
            token.copyApp(halfOpen.app);
            halfOpen.accountId = token.accountId();
            halfOpen.characterId = token.characterId();
            halfOpen.permissions = token.permissions();
            halfOpen.map = token.map();
        }
    }

    private @Nullable HalfOpen drop(final Counter reason) {
        counters.increment(reason);
        token.wipe();
        ticket.wipe();
        return null;
    }
}
