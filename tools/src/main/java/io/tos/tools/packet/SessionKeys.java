package io.tos.tools.packet;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.protocol.Direction;
import io.tos.engine.protocol.KeyLog;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.PacketNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Keys of one direction of a session, phase after phase as packets show it. A capture may begin late or have holes, so
 * that up to {@link #PHASES_AHEAD} phases are tried, where a live receiver tries one. One thread.
 *
 * <pre> keys: 0 key of {@code basePhase}, the phase before the newest seen | 32 key being tried </pre>
 */
final class SessionKeys {
    /** Phases beyond the newest seen that a packet may be of: 16 hours at the default rotation. */
    static final int PHASES_AHEAD = 64;

    private static final int TRIED = PacketCrypto.KEY_BYTES;

    private final Direction direction;
    private final PacketCrypto crypto;
    private final MemorySegment keys = Arena.ofAuto().allocate(2L * PacketCrypto.KEY_BYTES, 8);
    private long basePhase;
    private long expected;
    private long number;
    private long phase;

    SessionKeys(final KeyLog.Entry entry, final PacketCrypto crypto) {
        direction = entry.direction();
        this.crypto = crypto;
        MemorySegment.copy(entry.key(), 0, keys, 0, PacketCrypto.KEY_BYTES);
    }

    /**
     * Opens a data packet.
     *
     * @param datagram as it was on the wire; stays as it is.
     * @param memory gets header and text, from 0.
     * @return whether a key of this session was right.
     */
    boolean open(final MemorySegment datagram, final MemorySegment memory) {
        final int length = (int) datagram.byteSize();
        final long word = PacketHeader.word(datagram, 0);
        number = PacketNumber.expand(PacketHeader.truncatedNumber(word), PacketNumber.HEADER_BITS, expected);
        MemorySegment.copy(keys, 0, keys, TRIED, PacketCrypto.KEY_BYTES);
        for (phase = basePhase; phase <= basePhase + PHASES_AHEAD; phase++) {
            if ((phase & 1) == PacketHeader.phase(word)) {
                MemorySegment.copy(datagram, 0, memory, 0, length); // A failed open leaves anything there.
                if (crypto.open(keys, TRIED, number, memory, 0, length - PacketHeader.OVERHEAD_BYTES)) {
                    keep();
                    return true;
                }
            }
            crypto.rekey(keys, TRIED, TRIED);
        }
        return false;
    }

    private void keep() {
        while (basePhase + 1 < phase) {
            crypto.rekey(keys, 0, 0);
            basePhase++;
        }
        if (number >= expected) {
            expected = number + 1;
        }
    }

    /** Which way packets with these keys travel. */
    Direction direction() {
        return direction;
    }

    /** Whole packet number of the packet last opened; of one that did not open, what it would be. */
    long number() {
        return number;
    }

    /** How many times the sender had changed keys before the packet last opened. */
    long phase() {
        return phase;
    }
}
