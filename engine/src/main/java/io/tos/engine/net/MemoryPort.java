package io.tos.engine.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** An address of a {@link MemoryNetwork} with the one or several sockets that share it. */
final class MemoryPort {
    private final @Nullable MemoryTransport[] sockets;
    private long word0;
    private long word8;
    private long word16;
    private long word24;

    MemoryPort(final MemorySegment addresses, final long address, final int shards) {
        this.sockets = new MemoryTransport[shards];
        moveTo(addresses, address);
    }

    /** Two addresses may have one key only if an IPv6 address was made for it; {@link #isAt} tells them apart. */
    static long key(final MemorySegment addresses, final long address) {
        final long first = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
        final long second = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 8);
        final long third = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 16);
        return first ^ Link.mix(second) ^ Link.mix(third + 1);
    }

    long key() {
        return word0 ^ Link.mix(word8) ^ Link.mix(word16 + 1);
    }

    int number() {
        return Short.toUnsignedInt(Short.reverseBytes((short) (word0 >>> 16)));
    }

    boolean isAt(final MemorySegment addresses, final long address) {
        return addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address) == word0
                && addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 8) == word8
                && addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 16) == word16;
    }

    /** The local index is part of a slot, not of an address. */
    void moveTo(final MemorySegment addresses, final long address) {
        word0 = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
        word8 = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 8);
        word16 = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 16);
        word24 = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 24) & 0xFFFF_FFFFL;
    }

    void writeAddress(final MemorySegment addresses, final long address) {
        addresses.set(ValueLayout.JAVA_LONG_UNALIGNED, address, word0);
        addresses.set(ValueLayout.JAVA_LONG_UNALIGNED, address + 8, word8);
        addresses.set(ValueLayout.JAVA_LONG_UNALIGNED, address + 16, word16);
        addresses.set(ValueLayout.JAVA_LONG_UNALIGNED, address + 24, word24);
    }

    void attach(final int shard, final MemoryTransport socket) {
        if (sockets[shard] != null) {
            throw new IllegalStateException("address in use: port " + number());
        }
        sockets[shard] = socket;
    }

    /** Whether nobody is left. */
    boolean detach(final int shard) {
        sockets[shard] = null;
        for (final MemoryTransport socket : sockets) {
            if (socket != null) {
                return false;
            }
        }
        return true;
    }

    /** The steering byte has offset 1 in every packet; shorter datagrams go to shard 0. */
    @Nullable
    MemoryTransport socketFor(final MemorySegment bytes, final long payload, final int length) {
        final int steering = length < 2 ? 0 : bytes.get(ValueLayout.JAVA_BYTE, payload + 1);
        return sockets[steering & (sockets.length - 1)];
    }
}
