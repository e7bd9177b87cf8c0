package io.tos.engine.net;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.agrona.concurrent.CachedNanoClock;

/** A memory transport on a clean network; its peers are endpoints of the same network. */
final class MemoryFixture implements TransportFixture {
    private static final int HOST = 0x0A00_0001;
    private static final int PORT = 3565;
    private static final long SERVER = 0;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final MemoryNetwork network = new MemoryNetwork(clock, 1, 8192);
    private final Region region = Region.shared("test counters", 2L * Counters.BLOCK_BYTES + 4096, 64);
    private final MemorySegment memory = region.memory();
    private final Counters counters = new Counters(memory, 0);
    private final long slots = 2L * Counters.BLOCK_BYTES;
    private final MemoryTransport transport;
    private int peers;

    MemoryFixture() {
        PeerAddress.setIpv4(memory, slots + SERVER, HOST, PORT);
        transport = network.endpoint(counters, memory, slots + SERVER);
        transport.open();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Peer newPeer() {
        peers++;
        final long slot = slots + (long) peers * Transport.ADDRESS_SLOT_BYTES;
        PeerAddress.setIpv4(memory, slot, HOST + peers, PORT + peers);
        return new MemoryPeer(slot);
    }

    @Override
    public void close() {
        transport.close();
        network.close();
        region.close();
    }

    /** Another endpoint. */
    private final class MemoryPeer implements Peer {
        private final long slot;
        private final MemoryTransport endpoint;
        private final ArrayDeque<byte[]> received = new ArrayDeque<>();

        MemoryPeer(final long slot) {
            this.slot = slot;
            endpoint = network.endpoint(new Counters(memory, Counters.BLOCK_BYTES), memory, slot);
            endpoint.open();
        }

        @Override
        public void send(final byte[] payload) {
            network.inject(memory, slot, slots + SERVER, MemorySegment.ofArray(payload), payload.length);
            network.advance(clock.nanoTime());
        }

        @Override
        public byte[] receive() {
            endpoint.poll(
                    (bytes, address, addressLength, payload, length) ->
                            received.add(bytes.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE)),
                    Integer.MAX_VALUE);
            final byte[] first = received.poll();
            if (first == null) {
                throw new AssertionError("nothing came");
            }
            return first;
        }

        @Override
        public InetSocketAddress address() {
            return PeerAddress.toSocketAddress(memory, slot);
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }
}
