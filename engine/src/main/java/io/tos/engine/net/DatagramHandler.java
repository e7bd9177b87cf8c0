package io.tos.engine.net;

import java.lang.foreign.MemorySegment;

/** Takes datagrams from a {@link Transport}. */
@FunctionalInterface
public interface DatagramHandler {
    /**
     * One datagram, valid until this returns; the handler may change its bytes in place.
     *
     * @param memory holds address and payload.
     * @param address offset of the sender's {@code sockaddr_in} or {@code sockaddr_in6}, as the kernel gave it.
     * @param addressLength 16 or 28.
     * @param payload offset of the payload.
     * @param length payload bytes, 0 to {@link Transport#DATAGRAM_BYTES_MAX}.
     */
    void onDatagram(MemorySegment memory, long address, int addressLength, long payload, int length);
}
