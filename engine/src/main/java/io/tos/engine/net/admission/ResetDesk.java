package io.tos.engine.net.admission;

import io.tos.engine.crypto.CookieMac;
import io.tos.engine.memory.Region;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.Reset;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * Tells who sends data packets to a session that is not there that it is over, as after a restart: RESET, 21 bytes, for
 * packets of 25 and more, 100 a second over the whole server. Nobody but the session's own peer can tell it from noise.
 * Network agent only; nothing allocated.
 */
public final class ResetDesk implements AutoCloseable {
    private static final int RESETS_PER_SECOND = 100;

    private final Transport transport;
    private final Counters counters;
    private final CookieMac mac;
    private final RateBuckets bucket;
    private final Region peer = Region.shared("reset-peer", Transport.ADDRESS_SLOT_BYTES, 64);

    /** @param shards how many desks share the budget. */
    public ResetDesk(
            final ServerIdentity identity, final int shards, final Transport transport, final Counters counters) {
        this.transport = transport;
        this.counters = counters;
        this.mac = new CookieMac(identity.secret().resetKey());
        final int perSecond = Math.max(1, RESETS_PER_SECOND / shards);
        this.bucket = new RateBuckets(perSecond, RateBuckets.SECOND_NS, perSecond, 1, 0);
    }

    /** Answers a data packet whose connection id leads nowhere, if the budget allows. Parameters as a handler gets them. */
    public void answer(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long packet,
            final int length,
            final long nowNs) {
        assert length > Reset.LENGTH : "data packets are longer: " + length;
        if (!bucket.take(0, nowNs)) {
            return;
        }
        final long slot = transport.claim();
        if (slot < 0) {
            return;
        }
        final MemorySegment target = transport.sendMemory();
        Reset.write(target, slot, PacketHeader.cid(PacketHeader.word(memory, packet)));
        mac.write(target, slot + Reset.CID, Integer.BYTES, target, slot + Reset.TOKEN);
        PeerAddress.set(peer.memory(), 0, memory, address, addressLength, transport.localAddressIndex());
        transport.send(peer.memory(), 0, slot, Reset.LENGTH);
        counters.increment(Counter.RESETS_SENT);
    }

    @Override
    public void close() {
        peer.close();
    }
}
