package io.tos.engine.net.session;

import io.tos.engine.memory.Region;
import io.tos.engine.net.Transport;
import io.tos.engine.protocol.SessionTerms;
import java.lang.foreign.MemorySegment;

/**
 * What a handshake knows when it makes a session. Reusable: {@link Sessions#open} copies all of it, then {@link #clear}
 * wipes the keys.
 *
 * <pre> off-heap: 0 send key | 32 receive key | 64 the peer's address slot | 96 identity, up to 320 bytes </pre>
 */
public final class SessionOpening implements AutoCloseable {
    /** Where the key lies that we seal with. */
    public static final long SEND_KEY = 0;

    /** Where the key lies that we open with. */
    public static final long RECEIVE_KEY = 32;

    /** Where the address slot lies. */
    public static final long ADDRESS = 64;

    /** Where the identity lies: bytes that the OPENED frame carries to the tick. */
    public static final long IDENTITY = ADDRESS + Transport.ADDRESS_SLOT_BYTES;

    /** Longest identity. */
    public static final int IDENTITY_BYTES_MAX = SessionRecord.IDENTITY_BYTES_MAX;

    private final Region region = Region.shared("session-opening", IDENTITY + IDENTITY_BYTES_MAX, 64);
    private int cid;
    private int peerCid;
    private int identityLength;
    private int ackDelayUnits;
    private int peerAckDelayUnits;
    private int rekeyPackets;
    private int rekeySeconds;
    private int bytesPerSecond;
    private int bytesPerSecondMax;
    private long firstSent;
    private long firstReceived;

    /** Keys, address and identity go here; see the layout. */
    public MemorySegment keys() {
        return region.memory();
    }

    /**
     * Who is who.
     *
     * @param cid what {@link Sessions#reserve} gave: the peer puts it into its packets.
     * @param peerCid what the peer chose: we put it into ours.
     * @param identityLength bytes of the identity, 0 to {@link #IDENTITY_BYTES_MAX}.
     */
    public void ids(final int cid, final int peerCid, final int identityLength) {
        assert identityLength >= 0 && identityLength <= IDENTITY_BYTES_MAX : identityLength;
        this.cid = cid;
        this.peerCid = peerCid;
        this.identityLength = identityLength;
    }

    /** The server's side of the terms; {@code bytesPerSecondMax} is the most the client wants. */
    public void serverTerms(final SessionTerms terms, final int bytesPerSecondMax) {
        terms(terms, terms.serverAckDelayMax(), terms.clientAckDelayMax(), bytesPerSecondMax);
    }

    /** The client's side of the terms. */
    public void clientTerms(final SessionTerms terms) {
        terms(terms, terms.clientAckDelayMax(), terms.serverAckDelayMax(), Integer.MAX_VALUE);
    }

    private void terms(final SessionTerms terms, final int own, final int peer, final int bytesPerSecondMax) {
        this.ackDelayUnits = own;
        this.peerAckDelayUnits = peer;
        this.rekeyPackets = terms.rekeyPackets();
        this.rekeySeconds = terms.rekeySeconds();
        this.bytesPerSecond = terms.bytesPerSecond();
        this.bytesPerSecondMax = bytesPerSecondMax;
        this.firstSent = 0;
        this.firstReceived = 0;
    }

    /** Other first packet numbers than 0: for tests near the places where numbers wrap. */
    public void firstNumbers(final long sent, final long received) {
        this.firstSent = sent;
        this.firstReceived = received;
    }

    /** Overwrites keys, address and identity. */
    public void clear() {
        region.memory().fill((byte) 0);
    }

    int cid() {
        return cid;
    }

    int peerCid() {
        return peerCid;
    }

    int identityLength() {
        return identityLength;
    }

    int ackDelayUnits() {
        return ackDelayUnits;
    }

    int peerAckDelayUnits() {
        return peerAckDelayUnits;
    }

    int rekeyPackets() {
        return rekeyPackets;
    }

    int rekeySeconds() {
        return rekeySeconds;
    }

    int bytesPerSecond() {
        return bytesPerSecond;
    }

    int bytesPerSecondMax() {
        return bytesPerSecondMax;
    }

    long firstSent() {
        return firstSent;
    }

    long firstReceived() {
        return firstReceived;
    }

    @Override
    public void close() {
        clear();
        region.close();
    }
}
