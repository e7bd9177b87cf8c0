package io.tos.engine.net;

import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a {@link MemoryNetwork}: no kernel, no thread, no waiting. Its two links, out and in, are clean until
 * somebody sets conditions. {@link #park} returns at once, because only the simulation moves the time.
 */
public final class MemoryTransport implements Transport {
    private static final int SEND_SLOTS = 1024;
    private static final int SLOTS_START = 16;
    private static final int RECEIVE_SLOTS_MAX = 4096;

    private final MemoryNetwork network;
    private final MemorySegment memory;
    private final Counters counters;
    private final int shard;
    private final MemoryPort port;
    private final BlockRing outbox = new BlockRing(SLOTS_START, SEND_SLOTS);
    private final BlockRing inbox = new BlockRing(SLOTS_START, RECEIVE_SLOTS_MAX);
    private int claimed = -1;
    private int partition;
    private boolean isOpen;
    private @Nullable Link uplink;
    private @Nullable Link downlink;

    MemoryTransport(final MemoryNetwork network, final Counters counters, final int shard, final MemoryPort port) {
        this.network = network;
        this.memory = network.memory();
        this.counters = counters;
        this.shard = shard;
        this.port = port;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void open() {
        network.register(port);
        port.attach(shard, this);
        isOpen = true;
    }

    @Override
    public int localPort() {
        return port.number();
    }

    /** The link from here to everybody. */
    public Link uplink() {
        Link link = uplink;
        if (link == null) {
            link = network.newLink();
            uplink = link;
        }
        return link;
    }

    /** The link from everybody to here. */
    public Link downlink() {
        Link link = downlink;
        if (link == null) {
            link = network.newLink();
            downlink = link;
        }
        return link;
    }

    /** The same conditions both ways. */
    public void conditions(final LinkConditions conditions) {
        final long nowNs = network.nowNs();
        uplink().conditions(conditions, nowNs);
        downlink().conditions(conditions, nowNs);
    }

    /** Only endpoints of the same partition reach each other; all begin in 0. */
    public void partition(final int number) {
        this.partition = number;
    }

    int partition() {
        return partition;
    }

    /** What a NAT does: from now on this endpoint has another address, and what is under way to the old one is lost. */
    public void rebind(final MemorySegment addresses, final long address) {
        assert isOpen;
        network.unregister(port);
        port.moveTo(addresses, address);
        network.register(port);
    }

    /** Writes the own address into a {@link PeerAddress} slot. */
    public void writeAddress(final MemorySegment addresses, final long address) {
        port.writeAddress(addresses, address);
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        network.advance(network.nowNs());
        final int count = Math.min(inbox.count(), datagramsMax);
        long bytes = 0;
        for (int index = 0; index < count; index++) {
            final int block = inbox.take();
            final long base = MemoryNetwork.base(block);
            final int length = network.length(block);
            bytes += length;
            final int addressLength = PeerAddress.lengthBytes(memory, base + MemoryNetwork.SOURCE);
            try {
                handler.onDatagram(
                        memory, base + MemoryNetwork.SOURCE, addressLength, base + MemoryNetwork.PAYLOAD, length);
            } finally {
                network.release(block);
            }
        }
        counters.add(Counter.DATAGRAMS_IN, count);
        counters.add(Counter.BYTES_IN, bytes);
        return count;
    }

    @Override
    public int localAddressIndex() {
        return 0;
    }

    @Override
    public MemorySegment sendMemory() {
        return memory;
    }

    @Override
    public long claim() {
        if (!isOpen || outbox.isFull()) {
            return -1;
        }
        if (claimed < 0) {
            claimed = network.claim();
        }
        return claimed < 0 ? -1 : MemoryNetwork.base(claimed) + MemoryNetwork.PAYLOAD;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        assert claimed >= 0 && slot == MemoryNetwork.base(claimed) + MemoryNetwork.PAYLOAD : slot;
        assert length >= 0 && length <= DATAGRAM_BYTES_MAX : length;
        final long target = MemoryNetwork.base(claimed) + MemoryNetwork.TARGET;
        MemorySegment.copy(addresses, address, memory, target, ADDRESS_SLOT_BYTES);
        network.length(claimed, length);
        outbox.add(claimed);
        claimed = -1;
    }

    @Override
    public int flush() {
        final int count = outbox.count();
        if (count == 0) {
            return 0;
        }
        final long nowNs = network.nowNs();
        network.advance(nowNs);
        long bytes = 0;
        for (int index = 0; index < count; index++) {
            final int block = outbox.take();
            bytes += network.length(block);
            network.send(this, block, nowNs);
        }
        counters.add(Counter.DATAGRAMS_OUT, count);
        counters.add(Counter.BYTES_OUT, bytes);
        return count;
    }

    /** Nothing to ask for: drops are counted as they happen. */
    @Override
    public void sample() {}

    @Override
    public void park(final long timeoutNs) {}

    @Override
    public void wake() {}

    @Override
    public void close() {
        if (!isOpen) {
            return;
        }
        flush();
        isOpen = false;
        if (port.detach(shard)) {
            network.unregister(port);
        }
        while (inbox.count() > 0) {
            network.release(inbox.take());
        }
        if (claimed >= 0) {
            network.release(claimed);
            claimed = -1;
        }
    }

    boolean isReadable() {
        return inbox.count() > 0;
    }

    /** Takes over the block that {@code other} has claimed and not sent. */
    void adopt(final MemoryTransport other) {
        assert other.claimed >= 0 && claimed < 0;
        claimed = other.claimed;
        other.claimed = -1;
    }

    MemoryPort port() {
        return port;
    }

    @Nullable
    Link uplinkOrNull() {
        return uplink;
    }

    @Nullable
    Link downlinkOrNull() {
        return downlink;
    }

    void countTooLong() {
        counters.increment(Counter.DATAGRAMS_TOO_LONG);
    }

    /** A full receive buffer drops, as the kernel's does. */
    void accept(final int block) {
        if (inbox.isFull()) {
            counters.increment(Counter.KERNEL_DROPS);
            network.release(block);
        } else {
            inbox.add(block);
        }
    }
}
