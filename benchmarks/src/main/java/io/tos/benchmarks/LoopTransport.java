package io.tos.benchmarks;

import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import java.lang.foreign.MemorySegment;

/** A transport without a kernel: what one side sends, the other finds in the memory it was written to. One thread. */
final class LoopTransport implements Transport {
    private static final int SLOT_BYTES = 1_280;

    private final Region region;
    private final MemorySegment memory;
    private final int slots;
    private final int[] lengths;
    private int sent;
    private int taken;
    private LoopTransport peer = this;

    /**
     * @param slots datagrams that may wait.
     * @param port that tells this side's address from the other's.
     */
    LoopTransport(final int slots, final int port) {
        this.slots = slots;
        this.lengths = new int[slots];
        this.region = Region.shared("loop", SLOT_BYTES * (slots + 1L), 64);
        this.memory = region.memory();
        PeerAddress.setIpv4(memory, (long) SLOT_BYTES * slots, 0x7F000001, port);
    }

    /** Ties two together. */
    static void connect(final LoopTransport left, final LoopTransport right) {
        left.peer = right;
        right.peer = left;
    }

    /** Where this side's address slot lies in {@link #sendMemory()}. */
    long address() {
        return (long) SLOT_BYTES * slots;
    }

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public void open() {}

    @Override
    public int localPort() {
        return PeerAddress.port(memory, address());
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        int count = 0;
        while (peer.taken != peer.sent && count < datagramsMax) {
            final int slot = peer.taken % slots;
            handler.onDatagram(
                    peer.memory, peer.address(), PeerAddress.IPV4_BYTES, (long) slot * SLOT_BYTES, peer.lengths[slot]);
            peer.taken++;
            count++;
        }
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
        return sent - taken == slots ? -1 : (long) (sent % slots) * SLOT_BYTES;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        lengths[sent % slots] = length;
        sent++;
    }

    @Override
    public int flush() {
        return 0;
    }

    @Override
    public void park(final long timeoutNs) {}

    @Override
    public void wake() {}

    @Override
    public void sample() {}

    @Override
    public void close() {
        region.close();
    }
}
