package io.tos.engine.sim.fuzz;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.protocol.PacketHeader;
import java.lang.foreign.MemorySegment;
import org.agrona.collections.IntHashSet;

/** Bends some texts before they are sealed, so that they arrive bent and authentic. One thread. */
final class BendingPackets implements PacketCrypto {
    private final PacketCrypto crypto;
    private final Bender bender;
    private final int odds;
    private final boolean bendsAll;
    private final IntHashSet connections = new IntHashSet();

    /**
     * @param odds one packet in so many.
     * @param bendsAll whether every connection's packets; else those of connections that {@link #bend} named.
     */
    BendingPackets(final PacketCrypto crypto, final Bender bender, final int odds, final boolean bendsAll) {
        this.crypto = crypto;
        this.bender = bender;
        this.odds = odds;
        this.bendsAll = bendsAll;
    }

    /** From now on packets that name this connection are bent. */
    void bend(final int cid) {
        connections.add(cid);
    }

    @Override
    public String name() {
        return crypto.name();
    }

    @Override
    public void seal(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        final boolean mayBend = bendsAll || connections.contains(PacketHeader.cid(PacketHeader.word(memory, packet)));
        if (mayBend && bender.chance(odds)) {
            bender.bend(memory, packet + HEADER_BYTES, textLength);
        }
        crypto.seal(keys, key, packetNumber, memory, packet, textLength);
    }

    @Override
    public boolean open(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        return crypto.open(keys, key, packetNumber, memory, packet, textLength);
    }

    @Override
    public void rekey(final MemorySegment keys, final long key, final long nextKey) {
        crypto.rekey(keys, key, nextKey);
    }
}
