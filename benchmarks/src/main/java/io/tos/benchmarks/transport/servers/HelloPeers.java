package io.tos.benchmarks.transport.servers;

import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;

/** Collects one address per peer port from hello datagrams. One thread. */
final class HelloPeers implements DatagramHandler, AutoCloseable {
    private static final long SHUFFLE_SEED = 12345;

    private final Region addresses =
            Region.shared("peers", (MeasuredServer.PEERS + 1L) * Transport.ADDRESS_SLOT_BYTES, 64);
    private final BitSet ports = new BitSet();
    private int count;

    @Override
    public void onDatagram(
            final MemorySegment memory, final long from, final int fromLength, final long payload, final int length) {
        if (areComplete()) {
            return;
        }
        PeerAddress.set(addresses.memory(), address(count), memory, from, fromLength, 0);
        final int port = PeerAddress.port(addresses.memory(), address(count));
        if (!ports.get(port)) {
            ports.set(port);
            count++;
        }
    }

    boolean areComplete() {
        return count == MeasuredServer.PEERS;
    }

    /** Neighbours in time must not be neighbours in the kernel's tables. */
    void shuffle() {
        final Random random = new Random(SHUFFLE_SEED);
        final long spare = address(MeasuredServer.PEERS);
        for (int last = MeasuredServer.PEERS - 1; last > 0; last--) {
            final int other = random.nextInt(last + 1);
            copy(address(last), spare);
            copy(address(other), address(last));
            copy(spare, address(other));
        }
    }

    private void copy(final long source, final long target) {
        MemorySegment.copy(addresses.memory(), source, addresses.memory(), target, Transport.ADDRESS_SLOT_BYTES);
    }

    MemorySegment memory() {
        return addresses.memory();
    }

    long address(final int peer) {
        return (long) peer * Transport.ADDRESS_SLOT_BYTES;
    }

    @Override
    public void close() {
        addresses.close();
    }
}
