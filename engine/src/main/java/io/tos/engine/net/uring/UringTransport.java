package io.tos.engine.net.uring;

import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.LocalAddresses;
import io.tos.engine.net.Parking;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.linux.Linux;
import io.tos.natives.posix.EventFd;
import io.tos.natives.posix.UdpSocket;
import io.tos.natives.uring.Completion;
import io.tos.natives.uring.ProvidedBuffers;
import io.tos.natives.uring.ReceivedMessage;
import io.tos.natives.uring.Ring;
import io.tos.natives.uring.RingSetup;
import io.tos.natives.uring.UserData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams through io_uring. One multishot {@code recvmsg} fills a small ring of provided buffers; sends are queued as
 * {@code sendto} entries and given to the kernel in one enter. Completions appear only inside an enter, so between two of
 * them nothing moves under our feet: buffers go back before the next, and a backlog waits in the socket.
 */
public final class UringTransport implements Transport {
    private static final int CANCEL_ENTERS_MAX = 64;
    private static final long CANCEL_WAIT_NS = 10_000_000;

    private final UdpSocket socket;
    private final RingSetup setup;
    private final RingSizes sizes;
    private final Counters counters;
    private final @Nullable LocalAddresses locals;
    private final Parking parking = new Parking();
    private final Region region;
    private final MemorySegment memory;
    private final ReceiveBuffers buffers;
    private final SendSlots slots;
    private final EventFd event;
    private final int port;

    private @Nullable StandingRing ring;
    private int scanned;
    private int localIndex;
    private boolean closed;

    /**
     * @param socket bound; closed with this.
     * @param locals where replies may leave from, closed with this, or null to let the kernel choose.
     * @param setup makes the ring when this is opened.
     */
    public UringTransport(
            final UdpSocket socket,
            final @Nullable LocalAddresses locals,
            final RingSetup setup,
            final RingSizes sizes,
            final Counters counters) {
        this.socket = socket;
        this.locals = locals;
        this.setup = setup;
        this.sizes = sizes;
        this.counters = counters;
        this.port = socket.localPort();
        final long receiveBytes = (ReceiveBuffers.bytes(sizes.buffers()) + 63) & ~63L;
        region = Region.shared(
                "uring transport",
                receiveBytes + SendSlots.bytes(sizes.sendSlots()),
                ProvidedBuffers.RING_ALIGNMENT_BYTES);
        memory = region.memory();
        buffers = new ReceiveBuffers(memory, sizes.buffers(), locals != null);
        slots = new SendSlots(memory, receiveBytes, sizes.sendSlots());
        event = new EventFd(Arena.ofAuto());
    }

    @Override
    public String name() {
        return "uring";
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public void open() {
        ring = new StandingRing(setup, sizes, buffers, counters, socket.descriptor(), event.descriptor());
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        final StandingRing open = ring;
        if (open == null) {
            return 0;
        }
        int handed = drain(open, handler, datagramsMax);
        while (handed < datagramsMax) {
            if (!open.stand()) {
                break;
            }
            open.enter();
            final int more = drain(open, handler, datagramsMax - handed);
            if (more == 0) {
                break;
            }
            handed += more;
        }
        return handed;
    }

    /** Handles completions until there are none or enough datagrams were handed out; returns how many were. */
    private int drain(final StandingRing open, final DatagramHandler handler, final int datagramsMax) {
        final Ring queue = open.ring();
        final MemorySegment completions = queue.completions();
        final int tail = queue.completionTail();
        int index = queue.completionHead();
        int handed = 0;
        long bytes = 0;
        try {
            while (index != tail && handed < datagramsMax) {
                final long entry = queue.completion(index);
                final int kind = UserData.kind(Completion.userData(completions, entry));
                index++;
                if (kind == StandingRing.RECEIVE) {
                    final int length = receive(open, entry, handler);
                    if (length >= 0) {
                        handed++;
                        bytes += length;
                    }
                } else if (kind == StandingRing.SEND) {
                    if (index - scanned > 0) {
                        completeSend(completions, entry);
                    }
                } else if (kind == StandingRing.WAKE && !Completion.hasMore(Completion.flags(completions, entry))) {
                    open.wakeEnded();
                }
            }
        } finally {
            queue.advance(index);
            if (index - scanned > 0) {
                scanned = index;
            }
        }
        if (handed > 0) {
            counters.add(Counter.DATAGRAMS_IN, handed);
            counters.add(Counter.BYTES_IN, bytes);
        }
        return handed;
    }

    /** Hands one datagram out. Returns its length, or -1 when there was none for the handler. */
    private int receive(final StandingRing open, final long entry, final DatagramHandler handler) {
        final MemorySegment completions = open.ring().completions();
        final int flags = Completion.flags(completions, entry);
        if (!Completion.hasMore(flags)) {
            open.receiveEnded();
            counters.increment(Counter.RECEIVE_REARMS);
        }
        if (!Completion.hasBuffer(flags)) {
            countFailure(Completion.result(completions, entry));
            return -1;
        }
        final int id = Completion.buffer(flags);
        final long buffer = buffers.offset(id);
        try {
            if (buffers.tooLong(buffer)) {
                counters.increment(Counter.DATAGRAMS_TOO_LONG);
                return -1;
            }
            final int length = ReceivedMessage.payloadLength(memory, buffer);
            final LocalAddresses known = locals;
            if (known != null) {
                localIndex =
                        known.indexOf(memory, buffers.control(buffer), ReceivedMessage.controlLength(memory, buffer));
            }
            handler.onDatagram(
                    memory,
                    buffers.address(buffer),
                    ReceivedMessage.nameLength(memory, buffer),
                    buffers.payload(buffer),
                    length);
            return length;
        } finally {
            buffers.recycle(id);
        }
    }

    private void countFailure(final int result) {
        if (result == -Linux.ENOBUFS()) {
            counters.increment(Counter.RECEIVE_NO_BUFFERS);
        } else if (result < 0) {
            counters.increment(Counter.RECEIVE_ERRORS);
        }
    }

    @Override
    public int localAddressIndex() {
        return localIndex;
    }

    @Override
    public MemorySegment sendMemory() {
        return memory;
    }

    @Override
    public long claim() {
        final int index = ring == null ? -1 : slots.peek();
        return index < 0 ? -1 : slots.payload(index);
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        final StandingRing open = ring;
        if (open == null) {
            return;
        }
        final int index = slots.take();
        assert slots.payload(index) == slot : "not the slot claimed last";
        slots.setAddress(index, addresses, address);
        final long entry = open.beginSend(index);
        final int local = PeerAddress.localIndex(addresses, address);
        final LocalAddresses known = locals;
        if (local == 0 || known == null) {
            open.submission()
                    .sendTo(
                            entry,
                            memory.address() + slot,
                            length,
                            memory.address() + slots.address(index),
                            PeerAddress.lengthBytes(addresses, address));
        } else {
            open.submission().sendMessage(entry, memory.address() + slots.message(index, length, local, known));
        }
    }

    @Override
    public int flush() {
        final StandingRing open = ring;
        if (open == null || open.isIdle()) {
            return 0;
        }
        final int queued = open.sendsQueued();
        open.enter();
        scan(open.ring());
        return queued - open.sendsQueued();
    }

    /** Frees the slots of sends that are complete, while their completions wait behind those of received datagrams. */
    private void scan(final Ring queue) {
        final MemorySegment completions = queue.completions();
        final int tail = queue.completionTail();
        for (int index = scanned; index != tail; index++) {
            final long entry = queue.completion(index);
            if (UserData.kind(Completion.userData(completions, entry)) == StandingRing.SEND) {
                completeSend(completions, entry);
            }
        }
        scanned = tail;
    }

    private void completeSend(final MemorySegment completions, final long entry) {
        slots.release(UserData.index(Completion.userData(completions, entry)));
        final int result = Completion.result(completions, entry);
        if (result < 0) {
            counters.increment(Counter.SEND_ERRORS);
        } else {
            counters.increment(Counter.DATAGRAMS_OUT);
            counters.add(Counter.BYTES_OUT, result);
        }
    }

    @Override
    public void sample() {
        if (!closed) {
            counters.set(Counter.KERNEL_DROPS, socket.drops());
        }
    }

    @Override
    public void park(final long timeoutNs) {
        final StandingRing open = ring;
        if (open == null || open.ring().completionHead() != open.ring().completionTail() || !parking.begin()) {
            return;
        }
        open.stand();
        open.enterAndWait(timeoutNs);
        parking.end();
        scan(open.ring());
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
        closed = true;
        final StandingRing open = ring;
        if (open != null) {
            ring = null;
            cancel(open);
            open.close();
        }
        socket.close();
        event.close();
        region.close();
        if (locals != null) {
            locals.close();
        }
    }

    /** Ends what is in flight, so that the kernel writes nothing into memory we free and lets go of the port at once. */
    private void cancel(final StandingRing open) {
        open.cancelAll();
        for (int enters = 0; enters < CANCEL_ENTERS_MAX && isBusy(open); enters++) {
            open.enterAndWait(CANCEL_WAIT_NS);
            drain(open, UringTransport::discard, Integer.MAX_VALUE);
        }
    }

    private boolean isBusy(final StandingRing open) {
        return open.stands() || slots.freeCount() < sizes.sendSlots();
    }

    private static void discard(
            final MemorySegment memory,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        assert length >= 0 : "what comes after closing is nobody's";
    }
}
