package io.tos.engine.net;

import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;

/**
 * Many endpoints of a {@link MemoryNetwork} behind one {@link Transport}: a datagram's local address index says which
 * endpoint it came to or leaves from. Each keeps its own links. One thread.
 */
public final class MemorySockets implements Transport {
    private final MemoryNetwork network;
    private final MemoryTransport[] sockets;
    private int receiving;

    /**
     * @param addresses holds {@code count} {@link PeerAddress} slots from {@code address} on, one per endpoint.
     */
    public MemorySockets(
            final MemoryNetwork network,
            final Counters counters,
            final MemorySegment addresses,
            final long address,
            final int count) {
        this.network = network;
        this.sockets = new MemoryTransport[count];
        for (int index = 0; index < count; index++) {
            sockets[index] =
                    network.endpoint(counters, addresses, address + (long) index * Transport.ADDRESS_SLOT_BYTES);
        }
    }

    /** One endpoint: for its links, partition and rebinding. */
    public MemoryTransport socket(final int index) {
        return sockets[index];
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void open() {
        for (final MemoryTransport socket : sockets) {
            socket.open();
        }
    }

    /** The first endpoint's. */
    @Override
    public int localPort() {
        return sockets[0].localPort();
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        network.advance(network.nowNs());
        int count = 0;
        for (int index = 0; index < sockets.length; index++) {
            if (sockets[index].isReadable()) {
                receiving = index;
                count += sockets[index].poll(handler, datagramsMax);
            }
        }
        return count;
    }

    @Override
    public int localAddressIndex() {
        return receiving;
    }

    @Override
    public MemorySegment sendMemory() {
        return network.memory();
    }

    /** Blocks belong to the network: the first endpoint claims for all. */
    @Override
    public long claim() {
        return sockets[0].claim();
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        final MemoryTransport socket = sockets[PeerAddress.localIndex(addresses, address)];
        if (socket != sockets[0]) {
            socket.adopt(sockets[0]);
        }
        socket.send(addresses, address, slot, length);
        socket.flush();
    }

    /** Every datagram has left already. */
    @Override
    public int flush() {
        return 0;
    }

    @Override
    public void sample() {}

    @Override
    public void park(final long timeoutNs) {}

    @Override
    public void wake() {}

    @Override
    public void close() {
        for (final MemoryTransport socket : sockets) {
            socket.close();
        }
    }
}
