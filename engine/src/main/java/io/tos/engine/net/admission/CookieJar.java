package io.tos.engine.net.admission;

import io.tos.engine.crypto.CookieMac;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Makes and checks cookies with the two newest secrets. A cookie proves that a peer receives at its address; the server
 * keeps nothing. One per shard, network agent only, nothing allocated per cookie.
 *
 * <pre>
 * time bucket: bit 0 which secret | bits 1..31 seconds since start
 * message: 0 address 16, port 2, family 2 | 20 handshake id 8 | 28 version 4 | 32 time bucket 4
 * </pre>
 */
final class CookieJar {
    /** How long a cookie is good. */
    static final int LIFE_SECONDS = 10;

    /** Length of a secret. */
    static final int SECRET_BYTES = 32;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MESSAGE_BYTES = 36;
    private static final int HANDSHAKE_ID = 20;
    private static final int VERSION = 28;
    private static final int TIME = 32;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);
    private final MemorySegment slot = Arena.ofAuto().allocate(Transport.ADDRESS_SLOT_BYTES, 8);
    private final CookieMac[] macs = {new CookieMac(new byte[SECRET_BYTES]), new CookieMac(new byte[SECRET_BYTES])};
    private final byte[] secret = new byte[SECRET_BYTES];
    private final long startNs;
    private int newest = -1;

    /** @param startNs the clock's time at start, from which time buckets count. */
    CookieJar(final long startNs) {
        this.startNs = startNs;
    }

    /** Whether a first secret has come. */
    boolean isReady() {
        return newest >= 0;
    }

    /** Takes the secret with this serial number; the one before stays good, older ones are gone. */
    void rotate(final int serial, final MemorySegment memory, final long at) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, secret, 0, SECRET_BYTES);
        macs[serial & 1].rotate(secret);
        newest = serial & 1;
    }

    /** The time bucket of cookies made now. */
    int timeBucket(final long nowNs) {
        return (int) ((nowNs - startNs) / SECOND_NS) << 1 | newest;
    }

    /** Whether a time bucket lies in the last {@link #LIFE_SECONDS}. */
    boolean isFresh(final int timeBucket, final long nowNs) {
        final int ageSeconds = (int) ((nowNs - startNs) / SECOND_NS) - (timeBucket >>> 1);
        return ageSeconds >= 0 && ageSeconds <= LIFE_SECONDS;
    }

    /** Says whose cookie the next {@link #write} or {@link #matches} is about. */
    void about(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long handshakeId,
            final int version,
            final int timeBucket) {
        PeerAddress.set(slot, 0, memory, address, addressLength, 0);
        final boolean isIpv6 = addressLength == PeerAddress.IPV6_BYTES;
        message.set(LONG, 0, isIpv6 ? PeerAddress.ipv6High(slot, 0) : 0);
        message.set(LONG, 8, isIpv6 ? PeerAddress.ipv6Low(slot, 0) : PeerAddress.ipv4(slot, 0));
        message.set(INT, 16, PeerAddress.port(slot, 0) << 16 | PeerAddress.family(slot, 0));
        message.set(LONG, HANDSHAKE_ID, handshakeId);
        message.set(INT, VERSION, version);
        message.set(INT, TIME, timeBucket);
    }

    /** The {@link PeerAddress} slot, at 0, of the peer it was {@link #about}. */
    MemorySegment peer(final int localAddressIndex) {
        PeerAddress.setLocalIndex(slot, 0, localAddressIndex);
        return slot;
    }

    /** Writes the cookie. */
    void write(final MemorySegment memory, final long at) {
        mac().write(message, 0, MESSAGE_BYTES, memory, at);
    }

    /** Whether this is the cookie. */
    boolean matches(final MemorySegment memory, final long cookie) {
        return mac().matches(message, 0, MESSAGE_BYTES, memory, cookie);
    }

    private CookieMac mac() {
        return macs[message.get(INT, TIME) & 1];
    }
}
