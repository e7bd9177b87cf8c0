package io.tos.engine.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's address objects of the peers met last, so that a peer who is known costs no new one. Off-heap keys, a place
 * per peer chosen by hash and a few neighbours; the last neighbour is replaced when all are taken.
 */
final class AddressCache {
    /** A power of two, about three times the sessions of a server. */
    private static final int PLACES = 32_768;

    private static final int NEIGHBOURS = 8;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final int family;
    private final MemorySegment keys =
            Arena.ofAuto().allocate((PLACES + (long) NEIGHBOURS) * Transport.ADDRESS_SLOT_BYTES, 8);
    private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[PLACES + NEIGHBOURS];
    private final MemorySegment lastSlot = Arena.ofAuto().allocate(Transport.ADDRESS_SLOT_BYTES, 8);
    private @Nullable InetSocketAddress last;

    /** @param family of the socket: decides how IPv4 addresses are written. */
    AddressCache(final int family) {
        this.family = family;
    }

    /** Writes a sender's {@link PeerAddress} slot and remembers the sender. */
    void write(final InetSocketAddress sender, final MemorySegment target, final long slot) {
        if (!sender.equals(last)) {
            PeerAddress.set(lastSlot, 0, sender.getAddress(), sender.getPort(), family);
            last = sender;
            final int place = place(lastSlot, 0);
            addresses[place] = sender;
        }
        MemorySegment.copy(lastSlot, 0, target, slot, Transport.ADDRESS_SLOT_BYTES);
    }

    /** The JDK's form of a slot; a new object only for a peer who is not known. */
    InetSocketAddress find(final MemorySegment slots, final long slot) {
        final int place = place(slots, slot);
        final InetSocketAddress known = addresses[place];
        if (known != null) {
            return known;
        }
        final InetSocketAddress fresh = PeerAddress.toSocketAddress(slots, slot);
        addresses[place] = fresh;
        return fresh;
    }

    /** The place that holds a slot's peer, or is now reserved for it and holds null. */
    private int place(final MemorySegment slots, final long slot) {
        final long low = slots.get(ValueLayout.JAVA_LONG_UNALIGNED, slot);
        final long middle = slots.get(ValueLayout.JAVA_LONG_UNALIGNED, slot + 8);
        final long high = slots.get(ValueLayout.JAVA_LONG_UNALIGNED, slot + 16);
        final long mixed = (low ^ Long.rotateLeft(middle, 21) ^ Long.rotateLeft(high, 42)) * MIX;
        final int first = (int) (mixed >>> 49);
        int place = first;
        while (place < first + NEIGHBOURS - 1 && addresses[place] != null && !matches(place, slots, slot)) {
            place++;
        }
        if (addresses[place] == null || !matches(place, slots, slot)) {
            PeerAddress.copyPeer(slots, slot, keys, (long) place * Transport.ADDRESS_SLOT_BYTES);
            addresses[place] = null;
        }
        return place;
    }

    private boolean matches(final int place, final MemorySegment slots, final long slot) {
        return PeerAddress.samePeer(keys, (long) place * Transport.ADDRESS_SLOT_BYTES, slots, slot);
    }
}
