package io.tos.engine.sim;

import io.tos.engine.net.DatagramTap;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.PacketHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads verdicts from the datagrams themselves, whatever the endpoints say: the server sends an address that proved
 * nothing at most as many bytes as came from there, no sender uses a packet number twice, and requests are padded. Knows
 * IPv4 addresses. The simulation's thread.
 */
final class WireAudit implements DatagramTap {
    private static final long NEVER = -1;
    private static final int NUMBER_BITS = 24;
    private static final long NUMBER_HALF = 1L << (NUMBER_BITS - 1);

    private final long server;
    private final Long2LongHashMap bytesIn = new Long2LongHashMap(0);
    private final Long2LongHashMap bytesOut = new Long2LongHashMap(0);
    private final Long2LongHashMap numbers = new Long2LongHashMap(NEVER);
    private final LongHashSet proven = new LongHashSet();
    private long unprovenBytesIn;
    private long unprovenBytesOut;
    private @Nullable String problem;

    WireAudit(final MemorySegment addresses, final long serverAddress) {
        this.server = key(addresses, serverAddress);
    }

    /** The address belongs to somebody who proved it: the server may say there what it likes. */
    void prove(final MemorySegment addresses, final long address) {
        proven.add(key(addresses, address));
    }

    /** The first thing that was wrong, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Bytes that came from addresses while they had proven nothing. */
    long unprovenBytesIn() {
        return unprovenBytesIn;
    }

    /** Bytes that went there. */
    long unprovenBytesOut() {
        return unprovenBytesOut;
    }

    @Override
    public void onSent(
            final MemorySegment memory, final long source, final long target, final long payload, final int length) {
        final long from = key(memory, source);
        final long to = key(memory, target);
        if (length == 0) {
            return;
        }
        final int first = memory.get(ValueLayout.JAVA_BYTE, payload);
        if (to == server && !proven.contains(from)) {
            bytesIn.put(from, bytesIn.get(from) + length);
            unprovenBytesIn += length;
        } else if (from == server && !proven.contains(to)) {
            final long out = bytesOut.get(to) + length;
            bytesOut.put(to, out);
            unprovenBytesOut += length;
            if (out > bytesIn.get(to)) {
                complain("an unproven address got " + out + " bytes for " + bytesIn.get(to));
            }
        }
        if (length > PacketHeader.DATAGRAM_BYTES_MAX) {
            complain("a datagram has " + length + " bytes");
        }
        if (from == server && first >= 0 && length >= HandshakePacket.REQUEST_BYTES) {
            complain("an answer is as long as a request");
        }
        if (from == server && PacketHeader.isData(first)) {
            onNumber(PacketHeader.word(memory, payload), to);
        }
    }

    /** Numbers of one connection rise; 24 bits of them are seen. The id alone may be an earlier tenant's. */
    private void onNumber(final long word, final long to) {
        final long connection = (to * 0x9E37_79B9_7F4A_7C15L) ^ PacketHeader.cid(word);
        final int number = PacketHeader.truncatedNumber(word);
        final long last = numbers.put(connection, number);
        final long moved = (number - last) & ((1L << NUMBER_BITS) - 1);
        if (last != NEVER && number != 0 && (moved == 0 || moved >= NUMBER_HALF)) {
            complain("packet number " + number + " came after " + last);
        }
    }

    private void complain(final String what) {
        if (problem == null) {
            problem = what;
        }
    }

    private static long key(final MemorySegment memory, final long address) {
        return ((long) PeerAddress.ipv4(memory, address) << Short.SIZE)
                | Short.toUnsignedLong(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2));
    }
}
