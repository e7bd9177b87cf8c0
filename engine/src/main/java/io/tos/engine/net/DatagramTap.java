package io.tos.engine.net;

import java.lang.foreign.MemorySegment;

/** Sees every datagram that enters a {@link MemoryNetwork}, before any fault: the capture that verdicts are read from. */
@FunctionalInterface
public interface DatagramTap {
    /**
     * One datagram, valid until this returns; not to be changed.
     *
     * @param memory holds all three.
     * @param source {@link PeerAddress} slot of the sender.
     * @param target slot of the receiver.
     * @param payload offset of the payload.
     * @param length payload bytes.
     */
    void onSent(MemorySegment memory, long source, long target, long payload, int length);
}
