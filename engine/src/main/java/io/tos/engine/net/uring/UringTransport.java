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
        reap(open);
        int handed = handOut(handler, datagramsMax);
        while (handed < datagramsMax && open.stand()) {
            open.enter();
            reap(open);
            final int more = handOut(handler, datagramsMax - handed);
            if (more == 0) {
                break;
            }
            handed += more;
        }
        return handed;
    }

    /** Takes all completions off the queue: frees slots, and lines up filled buffers for {@link #handOut}. */
    private void reap(final StandingRing open) {
        final Ring queue = open.ring();
        final MemorySegment completions = queue.completions();
        final int tail = queue.completionTail();
        for (int index = queue.completionHead(); index != tail; index++) {
            final long entry = queue.completion(index);
            final long userData = Completion.userData(completions, entry);
            switch (UserData.kind(userData)) {
                case StandingRing.SEND -> completeSend(UserData.index(userData), Completion.result(completions, entry));
                case StandingRing.RECEIVE ->
                    receive(open, Completion.flags(completions, entry), Completion.result(completions, entry));
                case StandingRing.WAKE -> {
                    if (!Completion.hasMore(Completion.flags(completions, entry))) {
                        open.wakeEnded();
                    }
                }
                default -> {} // The cancelling itself.
            }
        }
        queue.advance(tail);
    }

    private void completeSend(final int slot, final int result) {
        slots.release(slot);
        if (result < 0) {
            counters.increment(Counter.SEND_ERRORS);
        } else {
            counters.increment(Counter.DATAGRAMS_OUT);
            counters.add(Counter.BYTES_OUT, result);
        }
    }

    /** A receive without {@code F_MORE} has ended, whatever its result, and must be asked for again. */
    private void receive(final StandingRing open, final int flags, final int result) {
        if (!Completion.hasMore(flags)) {
            open.receiveEnded();
            counters.increment(Counter.RECEIVE_REARMS);
        }
        if (Completion.hasBuffer(flags)) {
            buffers.lineUp(Completion.buffer(flags));
        } else if (result == -Linux.ENOBUFS()) {
            counters.increment(Counter.RECEIVE_NO_BUFFERS);
        } else if (result < 0) {
            counters.increment(Counter.RECEIVE_ERRORS);
        }
    }

    /** Hands out filled buffers in the order of their arrival; each goes back to the kernel, whatever the handler does. */
    private int handOut(final DatagramHandler handler, final int datagramsMax) {
        int handed = 0;
        long bytes = 0;
        while (handed < datagramsMax && buffers.hasNext()) {
            final long buffer = buffers.next();
            try {
                if (buffers.tooLong(buffer)) {
                    counters.increment(Counter.DATAGRAMS_TOO_LONG);
                    continue;
                }
                final int length = ReceivedMessage.payloadLength(memory, buffer);
                final LocalAddresses known = locals;
                if (known != null) {
                    final int controlLength = ReceivedMessage.controlLength(memory, buffer);
                    localIndex = known.indexOf(memory, buffers.control(buffer), controlLength);
                }
                final int addressLength = ReceivedMessage.nameLength(memory, buffer);
                handler.onDatagram(memory, buffers.address(buffer), addressLength, buffers.payload(buffer), length);
                handed++;
                bytes += length;
            } finally {
                buffers.recycle();
            }
        }
        if (handed > 0) {
            counters.add(Counter.DATAGRAMS_IN, handed);
            counters.add(Counter.BYTES_IN, bytes);
        }
        return handed;
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
        reap(open);
        return queued - open.sendsQueued();
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
        if (open == null || buffers.hasNext() || !parking.begin()) {
            return;
        }
        open.stand();
        open.enterAndWait(timeoutNs);
        parking.end();
        reap(open);
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
            reap(open);
        }
    }

    private boolean isBusy(final StandingRing open) {
        return open.stands() || slots.freeCount() < sizes.sendSlots();
    }
}
