package io.tos.engine.net.admission;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.crypto.ResumeTicketClaims;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.ConnectionId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/**
 * What is needed to give every player a fresh resume ticket twice per ticket life. A hand goes round over the slots
 * evenly, so the work never comes in a burst. The admission agent's own.
 *
 * <pre> slot, 64 bytes: 0 psk, 32 | 32 characterId i64 | 40 permissions i32 | 44 map i32 | 48 cid i32 </pre>
 */
final class TicketBook implements AutoCloseable {
    private static final long ROUND_NS = ResumeTicket.LIFE_SECONDS * 1_000_000_000L / 2;
    private static final long STEP_NS = ROUND_NS / ConnectionId.SLOTS;
    private static final int SLOT_BYTES = 64;
    private static final int CHARACTER = 32;
    private static final int PERMISSIONS = 40;
    private static final int MAP = 44;
    private static final int CID = 48;

    private final Region region = Region.shared("resume-tickets", (long) ConnectionId.SLOTS * SLOT_BYTES, 64);
    private final MemorySegment memory = region.memory();
    private final ResumeTicket tickets;
    private final RandomGenerator random;
    private final byte[] psk = new byte[ConnectToken.PSK_BYTES];
    private int hand;
    private long handNs;

    TicketBook(final HandshakeCrypto crypto, final ServerIdentity identity, final RandomGenerator random) {
        this.tickets = new ResumeTicket(crypto, identity.secret().resumeKey());
        this.random = random;
    }

    void begin(final long nowNs) {
        handNs = nowNs;
    }

    /** A player came in; ACCEPT carried the first ticket. */
    void remember(final HalfOpen halfOpen) {
        final long at = at(ConnectionId.slot(halfOpen.cid));
        MemorySegment.copy(halfOpen.psk, 0, memory, ValueLayout.JAVA_BYTE, at, psk.length);
        memory.set(ValueLayout.JAVA_LONG, at + CHARACTER, halfOpen.characterId);
        memory.set(ValueLayout.JAVA_INT, at + PERMISSIONS, halfOpen.permissions);
        memory.set(ValueLayout.JAVA_INT, at + MAP, halfOpen.map);
        memory.set(ValueLayout.JAVA_INT, at + CID, halfOpen.cid);
    }

    /** The next slot the hand passes that was ever used, or -1 when it has come up with the time. */
    int nextDue(final long nowNs) {
        while (nowNs - handNs >= STEP_NS) {
            final int slot = hand;
            hand = (hand + 1) % ConnectionId.SLOTS;
            handNs += STEP_NS;
            if (cidAt(slot) != ConnectionId.NONE) {
                return slot;
            }
        }
        return -1;
    }

    /** Who had the slot last. */
    int cidAt(final int slot) {
        return memory.get(ValueLayout.JAVA_INT, at(slot) + CID);
    }

    /** A new ticket for the slot's player. The psk stays the same: only who held the token can use the ticket. */
    byte[] seal(final int slot, final long accountId, final long nowSeconds) {
        final long at = at(slot);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, psk, 0, psk.length);
        return tickets.seal(new ResumeTicketClaims(
                random.nextLong(),
                random.nextLong(),
                nowSeconds + ResumeTicket.LIFE_SECONDS,
                accountId,
                memory.get(ValueLayout.JAVA_LONG, at + CHARACTER),
                memory.get(ValueLayout.JAVA_INT, at + PERMISSIONS),
                memory.get(ValueLayout.JAVA_INT, at + MAP),
                Octets.of(psk)));
    }

    @Override
    public void close() {
        region.close();
    }

    private static long at(final int slot) {
        return (long) slot * SLOT_BYTES;
    }
}
