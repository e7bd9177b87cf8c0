package io.tos.engine.net.admission;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.crypto.TokenVerdict;
import io.tos.engine.memory.Slab;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.Challenge;
import io.tos.engine.protocol.Connect;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.Hello;
import io.tos.engine.protocol.ProtocolVersion;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * Where handshake datagrams of one shard arrive. Answers HELLO with a cookie and keeps nothing; passes on a CONNECT only
 * if cookie and clear part of the token are right; never sends more than it received. Network agent only; nothing
 * allocated.
 */
public final class ShardDoor {
    /** Reserved ids the admission agent holds ready. */
    static final int STOCK = 256;

    /** How long an accepted peer may take to prove its keys. */
    static final long HALF_OPEN_NS = 5_000_000_000L;

    private static final int PREFIX_BUCKETS = 1 << 14;
    private static final int MS_PER_SECOND = 1000;
    private static final long NO_REASON = 0;

    private final ServerIdentity identity;
    private final TrustedPrefixes trusted;
    private final EpochClock wallClock;
    private final Transport transport;
    private final ShardSessions sessions;
    private final Doorway doorway;
    private final Counters counters;
    private final CookieJar jar;
    private final RateBuckets prefixBuckets;
    private final RateBuckets allBuckets;
    private final Hello hello = new Hello();
    private final Connect connect = new Connect();
    private final LongArrayQueue notices;
    private final UnprovenSessions unproven = new UnprovenSessions();
    private int lent;

    /** Where the door stands: everything of its network agent, and when the clock started. */
    public record Place(
            Transport transport, ShardSessions sessions, Counters counters, EpochClock wallClock, long startNs) {}

    /**
     * @param setup shared with the admission agent.
     * @param shards how many doors share the CHALLENGE budget.
     * @param random for the buckets' secrets.
     */
    public ShardDoor(
            final AdmissionAgent.Setup setup,
            final int shards,
            final Place place,
            final Doorway doorway,
            final RandomGenerator random) {
        this.identity = setup.identity();
        this.trusted = setup.trusted();
        this.wallClock = place.wallClock();
        this.transport = place.transport();
        this.sessions = place.sessions();
        this.counters = place.counters();
        this.doorway = doorway;
        this.jar = new CookieJar(place.startNs());
        this.notices = new LongArrayQueue(2 * ConnectionId.SLOTS / shards, NO_REASON);
        final AdmissionLimits limits = setup.limits();
        final long second = RateBuckets.SECOND_NS;
        final int perPrefix = Math.max(1, limits.challengesPerPrefix() / shards);
        final int all = Math.max(1, limits.challengesPerSecond() / shards);
        this.prefixBuckets = new RateBuckets(perPrefix, second, 2L * perPrefix, PREFIX_BUCKETS, random.nextLong());
        this.allBuckets = new RateBuckets(all, second, Math.max(1, all / 10), 1, 0);
    }

    /** A datagram whose first byte says that it is no data packet. Parameters as a {@code DatagramHandler} gets them. */
    public void onHandshake(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long packet,
            final int length,
            final long nowNs) {
        final int type = length == 0 ? 0 : memory.get(ValueLayout.JAVA_BYTE, packet);
        final Counter reason = switch (type) {
            case HandshakePacket.HELLO -> onHello(memory, address, addressLength, packet, length, nowNs);
            case HandshakePacket.CONNECT -> onConnect(memory, address, addressLength, packet, length, nowNs);
            default -> Counter.HANDSHAKE_UNKNOWN;
        };
        counters.increment(reason);
    }

    /** The first authentic packet of an opened session came. */
    public void onConfirmed(final int cid) {
        unproven.remove(cid);
        notices.addLong((long) Doorway.CONFIRMED << Integer.SIZE | Integer.toUnsignedLong(cid));
    }

    /** A session that was opened is over, confirmed or not. */
    public void onEnded(final int cid) {
        notices.addLong((long) Doorway.ENDED << Integer.SIZE | Integer.toUnsignedLong(cid));
    }

    /** Call each duty cycle: does what the admission agent says, and tells it what happened here. */
    public int poll(final long nowNs) {
        int done = 0;
        for (Slab slab = doorway.toShard.take(); slab != null; slab = doorway.toShard.take()) {
            for (int frame = 0; frame < slab.endBytes(); frame = slab.next(frame)) {
                obey(slab, frame, nowNs);
                done++;
            }
            doorway.toShard.recycle(slab);
        }
        lapse(nowNs);
        done += tell();
        lend();
        doorway.toAdmission.publish();
        return done;
    }

    private Counter onHello(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long packet,
            final int length,
            final long nowNs) {
        if (!hello.wrap(memory, packet, length)) {
            return Counter.HELLO_MALFORMED;
        }
        if (!jar.isReady()) {
            return Counter.COOKIES_NOT_READY;
        }
        if (!trusted.contains(memory, address) && !prefixBuckets.take(Prefix.wide(memory, address), nowNs)) {
            return Counter.CHALLENGES_LIMITED_PREFIX;
        }
        if (!allBuckets.take(0, nowNs)) {
            return Counter.CHALLENGES_LIMITED;
        }
        final long slot = transport.claim();
        if (slot < 0) {
            return Counter.CHALLENGES_NO_SLOT;
        }
        final MemorySegment target = transport.sendMemory();
        final int timeBucket = jar.timeBucket(nowNs);
        final int version = ProtocolVersion.choose(hello.versionWanted());
        Challenge.write(target, slot, hello, timeBucket, sessions.load());
        jar.about(memory, address, addressLength, hello.handshakeId(), version, timeBucket);
        jar.write(target, slot + Challenge.COOKIE);
        transport.send(jar.peer(transport.localAddressIndex()), 0, slot, Challenge.LENGTH);
        return Counter.CHALLENGES_SENT;
    }

    private Counter onConnect(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long packet,
            final int length,
            final long nowNs) {
        if (!connect.wrap(memory, packet, length)) {
            return Counter.CONNECT_MALFORMED;
        }
        final int version = connect.version();
        if (version < ProtocolVersion.LOWEST || version > ProtocolVersion.HIGHEST) {
            return Counter.CONNECT_VERSION;
        }
        if (!jar.isReady()) {
            return Counter.COOKIES_NOT_READY;
        }
        if (!jar.isFresh(connect.timeBucket(), nowNs)) {
            return Counter.COOKIE_STALE;
        }
        jar.about(memory, address, addressLength, connect.handshakeId(), version, connect.timeBucket());
        if (!jar.matches(memory, connect.cookie())) {
            return Counter.COOKIE_WRONG;
        }
        final Counter wrong = judgeToken(memory);
        if (wrong != null) {
            return wrong;
        }
        final Slab slab = doorway.toAdmission.claim(Doorway.PACKET + Doorway.CONNECT_BYTES);
        if (slab == null) {
            return Counter.CONNECT_QUEUE_FULL;
        }
        final long at = slab.payload();
        PeerAddress.set(slab.memory(), at, memory, address, addressLength, transport.localAddressIndex());
        MemorySegment.copy(memory, packet, slab.memory(), at + Doorway.PACKET, Doorway.CONNECT_BYTES);
        slab.commit(Doorway.CONNECT, Doorway.PACKET + Doorway.CONNECT_BYTES);
        return Counter.CONNECTS_PASSED_ON;
    }

    private @Nullable Counter judgeToken(final MemorySegment memory) {
        final long nowSeconds = wallClock.time() / MS_PER_SECOND;
        final TokenVerdict verdict = connect.isResume()
                ? ResumeTicket.checkClear(memory, connect.token(), nowSeconds)
                : ConnectToken.checkClear(
                        memory, connect.token(), nowSeconds, identity.instanceId(), identity.protocolId());
        return switch (verdict) {
            case VALID -> null;
            case EXPIRED -> Counter.TOKEN_EXPIRED;
            case TOO_FAR_AHEAD -> Counter.TOKEN_TOO_FAR_AHEAD;
            case OTHER_INSTANCE -> Counter.TOKEN_OTHER_INSTANCE;
            case OTHER_PROTOCOL -> Counter.TOKEN_OTHER_PROTOCOL;
            case FORGED -> Counter.TOKEN_FORGED;
            case MALFORMED -> Counter.TOKEN_MALFORMED;
        };
    }

    private void obey(final Slab slab, final int frame, final long nowNs) {
        final MemorySegment memory = slab.memory();
        final long at = frame + (long) Slab.HEAD_BYTES;
        final int cid = memory.get(ValueLayout.JAVA_INT, at); // or the only number there is
        switch (slab.headAt(frame)) {
            case Doorway.SECRET -> jar.rotate(cid, memory, at + Integer.BYTES);
            case Doorway.REPLY -> reply(memory, at);
            case Doorway.OPEN -> {
                final int opened = memory.get(ValueLayout.JAVA_INT, at + Doorway.CID);
                lent--;
                sessions.open(opened, memory, at);
                unproven.add(opened, nowNs + HALF_OPEN_NS);
                reply(memory, at);
            }
            case Doorway.ADMIT -> sessions.admit(cid);
            case Doorway.CLOSE -> sessions.close(cid, memory.get(ValueLayout.JAVA_INT, at + Integer.BYTES));
            case Doorway.CLOSE_ALL -> sessions.closeAll(cid);
            case Doorway.QUEUE ->
                sessions.tellQueue(
                        cid,
                        memory.get(ValueLayout.JAVA_INT, at + Doorway.QUEUE_PLACE),
                        memory.get(ValueLayout.JAVA_INT, at + Doorway.QUEUE_WAITING));
            case Doorway.TICKET -> sessions.tellTicket(cid, memory, at + Doorway.TICKET_AT, ResumeTicket.LENGTH);
            default -> throw new IllegalStateException("unknown frame " + slab.headAt(frame));
        }
    }

    private void reply(final MemorySegment memory, final long frame) {
        final long slot = transport.claim();
        if (slot < 0) {
            counters.increment(Counter.SEND_NO_SLOT);
            return;
        }
        final int length = memory.get(ValueLayout.JAVA_INT, frame + Doorway.DATAGRAM_LENGTH);
        MemorySegment.copy(memory, frame + Doorway.DATAGRAM, transport.sendMemory(), slot, length);
        transport.send(memory, frame, slot, length);
    }

    private void lapse(final long nowNs) {
        for (int cid = unproven.takeDue(nowNs); cid != ConnectionId.NONE; cid = unproven.takeDue(nowNs)) {
            sessions.release(cid);
            onEnded(cid);
        }
    }

    /** A notice that finds no room stays for the next cycle: there are never more than two per session. */
    private int tell() {
        int told = 0;
        while (!notices.isEmpty()) {
            final Slab slab = doorway.toAdmission.claim(Integer.BYTES);
            if (slab == null) {
                break;
            }
            final long notice = notices.pollLong();
            slab.memory().set(ValueLayout.JAVA_INT, slab.payload(), (int) notice);
            slab.commit((int) (notice >>> Integer.SIZE), Integer.BYTES);
            told++;
        }
        return told;
    }

    private void lend() {
        while (lent < STOCK) {
            final Slab slab = doorway.toAdmission.claim(Integer.BYTES);
            final int cid = slab == null ? ConnectionId.NONE : sessions.reserve();
            if (slab == null || cid == ConnectionId.NONE) {
                return;
            }
            slab.memory().set(ValueLayout.JAVA_INT, slab.payload(), cid);
            slab.commit(Doorway.CREDIT, Integer.BYTES);
            lent++;
        }
    }
}
