package io.tos.engine.net.admission;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.NoiseHandshake;
import io.tos.engine.crypto.X25519Pair;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.Agent;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * Does the curve work of handshakes, and nothing else; owns nothing. Handshakes come from and go back to the admission
 * agent through two bounded queues. While nothing waits it makes ephemeral keys ahead of need.
 */
public final class HandshakeAgent implements Agent {
    /** Handshakes that may wait for the curve. */
    public static final int QUEUE_MAX = 1024;

    private static final int HANDSHAKES_PER_CYCLE = 8;
    private static final int SPARE_PAIRS = 64;

    /** At most as many come back as went in, so the way back never is full. */
    final SpscAtomicArrayQueue<HalfOpen> inbound = new SpscAtomicArrayQueue<>(QUEUE_MAX);

    final SpscAtomicArrayQueue<HalfOpen> outbound = new SpscAtomicArrayQueue<>(2 * QUEUE_MAX);

    private final HandshakeCrypto crypto;
    private final X25519Pair serverPair;
    private final NoiseHandshake noise;
    private final AcceptWriter acceptWriter;
    private final RandomGenerator random;
    private final Counters counters;
    private final X25519Pair[] spare = new X25519Pair[SPARE_PAIRS];
    private int spareCount;

    /**
     * @param crypto this agent's own.
     * @param identity of the server.
     * @param acceptWriter this agent's own.
     * @param random a {@code SecureRandom} outside of simulations.
     * @param counters this agent's own block.
     */
    public HandshakeAgent(
            final HandshakeCrypto crypto,
            final ServerIdentity identity,
            final AcceptWriter acceptWriter,
            final RandomGenerator random,
            final Counters counters) {
        this.crypto = crypto;
        this.serverPair = identity.secret().staticPair(crypto);
        this.noise = new NoiseHandshake(crypto);
        this.acceptWriter = acceptWriter;
        this.random = random;
        this.counters = counters;
    }

    @Override
    public int doWork() {
        int done = 0;
        while (done < HANDSHAKES_PER_CYCLE) {
            final HalfOpen halfOpen = inbound.relaxedPoll();
            if (halfOpen == null) {
                break;
            }
            halfOpen.outcome = answer(halfOpen);
            final boolean accepted = outbound.offer(halfOpen);
            assert accepted : "as many places as handshakes";
            done++;
        }
        if (done == 0 && spareCount < SPARE_PAIRS) {
            spare[spareCount++] = X25519Pair.generate(crypto, random);
            return 1;
        }
        return done;
    }

    @Override
    public String roleName() {
        return "handshake";
    }

    private HalfOpen.Outcome answer(final HalfOpen halfOpen) {
        final X25519Pair ephemeral = spareCount > 0 ? spare[--spareCount] : X25519Pair.generate(crypto, random);
        noise.beginResponder(halfOpen.prologue, ephemeral, serverPair, halfOpen.psk);
        counters.increment(Counter.CURVE_OPERATIONS);
        final int length = noise.read(halfOpen.message1, 0, halfOpen.message1.length, acceptWriter.clientPayload());
        if (length < 0) {
            counters.increment(Counter.MESSAGE1_INVALID);
            return HalfOpen.Outcome.FAILED;
        }
        if (!acceptWriter.readClientPayload(halfOpen, length)) {
            counters.increment(Counter.CONNECT_PAYLOAD_INVALID);
            noise.wipe();
            return HalfOpen.Outcome.FAILED;
        }
        counters.increment(Counter.CURVE_OPERATIONS);
        final int payloadLength = acceptWriter.writeServerPayload(halfOpen);
        if (!acceptWriter.writePacket(halfOpen, noise, payloadLength)) {
            counters.increment(Counter.MESSAGE1_INVALID);
            return HalfOpen.Outcome.FAILED;
        }
        if (halfOpen.refusal != null) {
            noise.wipe();
            return HalfOpen.Outcome.REFUSED;
        }
        noise.split(halfOpen.toServerKey, halfOpen.toClientKey);
        return HalfOpen.Outcome.ACCEPTED;
    }
}
