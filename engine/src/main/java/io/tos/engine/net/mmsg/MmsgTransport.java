package io.tos.engine.net.mmsg;

import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.LocalAddresses;
import io.tos.engine.net.Parking;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.linux.Linux;
import io.tos.natives.posix.DatagramCalls;
import io.tos.natives.posix.EventFd;
import io.tos.natives.posix.ReadinessPoll;
import io.tos.natives.posix.Segmentation;
import io.tos.natives.posix.UdpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Datagrams through {@code recvmmsg} and {@code sendmmsg}: many per system call, on any Linux. */
public final class MmsgTransport implements Transport {
    private final UdpSocket socket;
    private final @Nullable LocalAddresses locals;
    private final Counters counters;
    private final boolean coalesced;
    private final int port;
    private final Parking parking = new Parking();
    private final DatagramCalls calls = new DatagramCalls(Arena.ofAuto());
    private final EventFd event = new EventFd(Arena.ofAuto());
    private final ReadinessPoll readiness;
    private final ReceiveBatch received;
    private final SendBatch queued;
    private boolean open;
    private boolean closed;
    private int localIndex;

    /**
     * @param socket bound; closed with this.
     * @param locals where replies may leave from, closed with this, or null to let the kernel choose.
     * @param gro whether the kernel may hand over several datagrams of one peer as one message.
     * @param gso whether several datagrams to one peer may be given to the kernel as one message.
     */
    public MmsgTransport(
            final UdpSocket socket,
            final @Nullable LocalAddresses locals,
            final boolean gro,
            final boolean gso,
            final Counters counters) {
        this.socket = socket;
        this.locals = locals;
        this.counters = counters;
        this.port = socket.localPort();
        this.coalesced = gro && socket.receiveCoalesced() == 0;
        this.readiness = new ReadinessPoll(Arena.ofAuto(), socket.descriptor(), event.descriptor());
        this.received = new ReceiveBatch(coalesced, coalesced || locals != null);
        this.queued = new SendBatch(locals, gso);
    }

    @Override
    public String name() {
        return "mmsg";
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public void open() {
        open = true;
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        if (!open) {
            return 0;
        }
        int handed = handOut(handler, datagramsMax);
        while (handed < datagramsMax) {
            final int result = received.receive(calls, socket.descriptor(), Linux.MSG_DONTWAIT());
            counters.increment(Counter.SYSTEM_CALLS);
            if (result < 0) {
                if (result != -Linux.EAGAIN() && result != -Linux.EINTR()) {
                    counters.increment(Counter.RECEIVE_ERRORS);
                }
                break;
            }
            handed += handOut(handler, datagramsMax - handed);
            if (received.isShort()) {
                break;
            }
        }
        return handed;
    }

    private int handOut(final DatagramHandler handler, final int datagramsMax) {
        int handed = 0;
        long bytes = 0;
        while (handed < datagramsMax && received.hasNext()) {
            final int message = received.take();
            final int length = received.payloadLength(message);
            final int segment = segmentBytes(message, length);
            if (locals != null) {
                localIndex =
                        locals.indexOf(received.memory(), received.control(message), received.controlLength(message));
            }
            if (segment > DATAGRAM_BYTES_MAX || received.truncated(message)) {
                counters.add(Counter.DATAGRAMS_TOO_LONG, segment == 0 ? 1 : (length + segment - 1) / segment);
                continue;
            }
            int start = 0;
            do {
                final int end = Math.min(length, start + segment);
                handler.onDatagram(
                        received.memory(),
                        received.name(message),
                        received.nameLength(message),
                        received.payload(message) + start,
                        end - start);
                handed++;
                start = end;
            } while (start < length);
            bytes += length;
        }
        if (handed > 0) {
            counters.add(Counter.DATAGRAMS_IN, handed);
            counters.add(Counter.BYTES_IN, bytes);
        }
        return handed;
    }

    /** Bytes of each datagram in a message; its own length when it is a single one. */
    private int segmentBytes(final int message, final int length) {
        if (!coalesced) {
            return length;
        }
        final int segment =
                Segmentation.received(received.memory(), received.control(message), received.controlLength(message));
        return segment == 0 ? length : segment;
    }

    @Override
    public int localAddressIndex() {
        return localIndex;
    }

    @Override
    public MemorySegment sendMemory() {
        return queued.memory();
    }

    @Override
    public long claim() {
        return open ? queued.claim() : -1;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        if (!open) {
            return;
        }
        assert slot == queued.claim() : "not the slot claimed last";
        queued.add(addresses, address, length);
    }

    @Override
    public int flush() {
        int left = 0;
        while (open && !queued.isEmpty()) {
            final int result = queued.send(calls, socket.descriptor());
            counters.increment(Counter.SYSTEM_CALLS);
            if (result > 0) {
                final int datagrams = queued.datagrams(result);
                counters.add(Counter.DATAGRAMS_OUT, datagrams);
                counters.add(Counter.BYTES_OUT, queued.bytes(result));
                queued.advance(result);
                left += datagrams;
            } else if (result == -Linux.EAGAIN() || result == 0) {
                break; // The socket's send buffer is full: what is queued stays for the next flush.
            } else if (result != -Linux.EINTR() && !queued.splitFirst()) {
                counters.increment(Counter.SEND_ERRORS);
                queued.advance(1);
                left++;
            }
        }
        return left;
    }

    @Override
    public void sample() {
        if (!closed) {
            counters.set(Counter.KERNEL_DROPS, socket.drops());
        }
    }

    @Override
    public void park(final long timeoutNs) {
        if (!open || received.hasNext() || !parking.begin()) {
            return;
        }
        readiness.await(calls, timeoutNs);
        counters.increment(Counter.SYSTEM_CALLS);
        parking.end();
        if (readiness.isReady(1)) {
            event.clear();
            counters.increment(Counter.SYSTEM_CALLS);
        }
    }

    @Override
    public void wake() {
        if (parking.wake()) {
            event.signal();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        open = false;
        closed = true;
        socket.close();
        event.close();
        received.close();
        queued.close();
        if (locals != null) {
            locals.close();
        }
    }
}
