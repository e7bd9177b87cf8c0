package io.tos.engine.net.admission;

import io.tos.engine.crypto.CookieMac;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.NoiseHandshake;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.crypto.ResumeTicketClaims;
import io.tos.engine.protocol.Accept;
import io.tos.engine.protocol.AcceptPayload;
import io.tos.engine.protocol.CloseReason;
import io.tos.engine.protocol.ConnectPayload;
import io.tos.engine.protocol.RefusePayload;
import io.tos.engine.protocol.SessionTerms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * Reads what is sealed in a CONNECT and writes the ACCEPT that answers it, yes or no. Scratch memory and keys of one
 * handshake agent; its thread only.
 */
public final class AcceptWriter {
    private static final int RETRY_WHEN_FULL_MS = 5000;
    private static final int NS_PER_US = 1000;
    private static final int MS_PER_SECOND = 1000;

    private final ServerIdentity identity;
    private final SessionTerms terms;
    private final ResumeTicket tickets;
    private final CookieMac resetMac;
    private final NanoClock clock;
    private final EpochClock wallClock;
    private final LongSupplier tick;
    private final RandomGenerator random;
    private final MemorySegment scratch = Arena.ofAuto().allocate(Accept.LENGTH_MAX, 8);
    private final ConnectPayload request = new ConnectPayload();
    private final byte[] clientPayload = new byte[NoiseHandshake.PAYLOAD_BYTES_MAX];
    private final byte[] serverPayload = new byte[AcceptPayload.LENGTH_MAX];
    private final byte[] message2 = new byte[Accept.LENGTH_MAX];

    /** What time it is, for the server and for the world. */
    public record Clocks(NanoClock nano, EpochClock wall, LongSupplier tick) {}

    /**
     * @param crypto the handshake agent's own.
     * @param terms for a client that wishes nothing.
     * @param clocks read once per handshake.
     * @param random for ticket ids.
     */
    public AcceptWriter(
            final HandshakeCrypto crypto,
            final ServerIdentity identity,
            final SessionTerms terms,
            final Clocks clocks,
            final RandomGenerator random) {
        this.identity = identity;
        this.terms = terms;
        this.tickets = new ResumeTicket(crypto, identity.secret().resumeKey());
        this.resetMac = new CookieMac(identity.secret().resetKey());
        this.clock = clocks.nano();
        this.wallClock = clocks.wall();
        this.tick = clocks.tick();
        this.random = random;
    }

    /** Where Noise puts the opened payload. */
    byte[] clientPayload() {
        return clientPayload;
    }

    /** Takes over what the client wishes; refuses another message table. False if the payload has no legal form. */
    boolean readClientPayload(final HalfOpen halfOpen, final int length) {
        MemorySegment.copy(clientPayload, 0, scratch, ValueLayout.JAVA_BYTE, 0, Math.min(length, Accept.LENGTH_MAX));
        if (!request.wrap(scratch, 0, length)) {
            return false;
        }
        halfOpen.peerCid = request.clientCid();
        halfOpen.inputHz = request.inputHz();
        halfOpen.snapshotHz = request.snapshotHz();
        halfOpen.receiveBytesPerSecond = (int) Math.min(request.receiveBytesPerSecondMax(), Integer.MAX_VALUE);
        if (request.schemaHash() != identity.schemaHash()) {
            halfOpen.refusal = CloseReason.VERSION;
        }
        return true;
    }

    /** Writes the sealed part of the answer into scratch memory; returns its length. */
    int writeServerPayload(final HalfOpen halfOpen) {
        final CloseReason refusal = halfOpen.refusal;
        if (refusal != null) {
            final int retryAfterMs = refusal == CloseReason.FULL ? RETRY_WHEN_FULL_MS : halfOpen.retryAfterMs;
            return RefusePayload.write(scratch, 0, refusal, retryAfterMs, identity.build(), identity.schemaHash());
        }
        final byte[] ticket = ticket(halfOpen);
        final long serverTimeUs = clock.nanoTime() / NS_PER_US;
        AcceptPayload.write(scratch, 0, halfOpen.cid, (int) tick.getAsLong(), serverTimeUs, ticket.length);
        AcceptPayload.writeTerms(scratch, 0, terms.withRates(halfOpen.inputHz, halfOpen.snapshotHz));
        MemorySegment.copy(ticket, 0, scratch, ValueLayout.JAVA_BYTE, AcceptPayload.TICKET, ticket.length);
        // The message is the cid as it lies in the payload, after the outcome.
        resetMac.write(scratch, 1, Integer.BYTES, scratch, AcceptPayload.RESET_TOKEN);
        return AcceptPayload.LENGTH_MIN + ticket.length;
    }

    /** Seals the payload as message 2 and puts the packet together; false if the peer's key was of low order. */
    boolean writePacket(final HalfOpen halfOpen, final NoiseHandshake noise, final int payloadLength) {
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, serverPayload, 0, payloadLength);
        final int length = noise.write(serverPayload, payloadLength, message2, 0);
        if (length < 0) {
            return false;
        }
        final int sealedLength = length - HandshakeCrypto.KEY_BYTES;
        halfOpen.acceptLength = Accept.write(scratch, 0, halfOpen.handshakeId, halfOpen.version, sealedLength);
        final byte[] target = halfOpen.accept;
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, target, 0, Accept.SEALED);
        System.arraycopy(message2, 0, target, Accept.EPHEMERAL, HandshakeCrypto.KEY_BYTES);
        System.arraycopy(message2, HandshakeCrypto.KEY_BYTES, target, Accept.SEALED, sealedLength);
        return true;
    }

    /** The psk stays the same, so that only who held the token can use the ticket. */
    private byte[] ticket(final HalfOpen halfOpen) {
        return tickets.seal(new ResumeTicketClaims(
                random.nextLong(),
                random.nextLong(),
                wallClock.time() / MS_PER_SECOND + ResumeTicket.LIFE_SECONDS,
                halfOpen.accountId,
                halfOpen.characterId,
                halfOpen.permissions,
                halfOpen.map,
                Octets.of(halfOpen.psk)));
    }
}
