package io.tos.engine.net;

import java.lang.foreign.MemorySegment;

/**
 * Moves datagrams. Everything but {@link #wake()} is called on one thread, the owning agent's, from {@link #open()} to
 * {@link #close()}: a ring belongs to the thread that opened it.
 *
 * <p>Receiving: {@link #poll} hands each datagram to the handler in the memory it arrived in. Longer ones than
 * {@link #DATAGRAM_BYTES_MAX} are counted {@code DATAGRAMS_TOO_LONG} and never handed out.
 *
 * <p>Sending: {@link #claim()} a slot, write the payload into {@link #sendMemory()} there, {@link #send} it; {@link
 * #flush()} at the end of the cycle gives all to the kernel at once. A claimed slot that was not sent is given out again
 * by the next claim.
 */
public interface Transport extends AutoCloseable {
    /** The longest payload in either direction, bytes. */
    int DATAGRAM_BYTES_MAX = 1200;

    /** Length of a {@link PeerAddress} slot, bytes. */
    int ADDRESS_SLOT_BYTES = 32;

    /** How it is named in configuration, banner and benchmarks: uring, mmsg, udp or memory. */
    String name();

    /** Opens rings and buffers on the calling thread; the socket is bound by then and has kept what came in. */
    void open();

    /** The UDP port it is bound to, 1 to 65,535. */
    int localPort();

    /**
     * Hands out datagrams that are waiting.
     *
     * @param handler gets each.
     * @param datagramsMax stop after about as many; a batch the kernel gave is handed out whole.
     * @return how many were handed out.
     */
    int poll(DatagramHandler handler, int datagramsMax);

    /**
     * During {@link DatagramHandler#onDatagram}: which local address the datagram was sent to, for {@link
     * PeerAddress#localIndex}. 0 means the kernel chooses the right one by itself.
     */
    int localAddressIndex();

    /** Memory that {@link #claim()} gives offsets into. */
    MemorySegment sendMemory();

    /** Offset of a free send slot for {@link #DATAGRAM_BYTES_MAX} payload bytes, or -1 when all are in flight. */
    long claim();

    /**
     * Queues the claimed slot.
     *
     * @param addresses holds the peer's {@link PeerAddress} slot; it is copied before this returns.
     * @param address offset of that slot.
     * @param slot what {@link #claim()} returned last.
     * @param length payload bytes, 0 to {@link #DATAGRAM_BYTES_MAX}.
     */
    void send(MemorySegment addresses, long address, long slot, int length);

    /** Gives what was queued to the kernel. Returns how many datagrams left the queue. */
    int flush();

    /** Reads what only the kernel counts, {@code KERNEL_DROPS}. A system call: about once a second is enough. */
    void sample();

    /** Waits in the kernel until a datagram is there, {@link #wake()} is called or the time is over. */
    void park(long timeoutNs);

    /** Any thread: ends a {@link #park}, the running one or, if none runs, the next. Cheap when nobody is parked. */
    void wake();

    /**
     * Gives everything back. Queued datagrams are sent first where the kernel takes them at once. Afterwards nothing is
     * received, {@link #claim()} has no slot, and {@link #wake()} does nothing.
     */
    @Override
    void close();
}
