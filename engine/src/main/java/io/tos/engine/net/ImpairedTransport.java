package io.tos.engine.net;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.NanoClock;

/**
 * Makes a real transport's link as bad as conditions say, in both directions: datagrams are lost, delayed, doubled or
 * damaged between the wrapped transport and its user. For load generators. One thread.
 *
 * <pre> block, 1,280 bytes: 0 address slot | 32 length i32 | 36 local index i32 | 64 payload </pre>
 */
public final class ImpairedTransport implements Transport {
    private static final int BLOCK_BYTES = 1280;
    private static final int LENGTH = 32;
    private static final int LOCAL = 36;
    private static final int PAYLOAD = 64;

    private final Transport inner;
    private final NanoClock clock;
    private final Link out;
    private final Link in;
    private final Region region;
    private final MemorySegment memory;
    private final DeliveryQueue leaving;
    private final DeliveryQueue arriving;
    private final int[] free;
    private final DatagramHandler onInner = this::onInner;
    private int freeCount;
    private int claimed = -1;
    private int receiving;

    /**
     * @param inner opened and closed through this one.
     * @param conditions each way.
     * @param seed decides every fault.
     * @param blocksMax datagrams under way at once; more are lost.
     */
    public ImpairedTransport(
            final Transport inner,
            final LinkConditions conditions,
            final long seed,
            final NanoClock clock,
            final int blocksMax) {
        this.inner = inner;
        this.clock = clock;
        this.out = new Link(conditions, Link.mix(seed + 1), clock.nanoTime());
        this.in = new Link(conditions, Link.mix(seed + 2), clock.nanoTime());
        this.region = Region.shared("impaired-link", (long) blocksMax * BLOCK_BYTES, 64);
        this.memory = region.memory();
        this.leaving = new DeliveryQueue(blocksMax);
        this.arriving = new DeliveryQueue(blocksMax);
        this.free = new int[blocksMax];
        for (int index = 0; index < blocksMax; index++) {
            free[index] = index;
        }
        this.freeCount = blocksMax;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void open() {
        inner.open();
    }

    @Override
    public int localPort() {
        return inner.localPort();
    }

    @Override
    public int poll(final DatagramHandler handler, final int datagramsMax) {
        inner.poll(onInner, datagramsMax);
        final long nowNs = clock.nanoTime();
        int handed = 0;
        while (handed < datagramsMax && arriving.firstDueNs() <= nowNs) {
            final int block = arriving.takeFirst();
            final long base = base(block);
            receiving = memory.get(ValueLayout.JAVA_INT, base + LOCAL);
            handler.onDatagram(
                    memory,
                    base,
                    PeerAddress.lengthBytes(memory, base),
                    base + PAYLOAD,
                    memory.get(ValueLayout.JAVA_INT, base + LENGTH));
            release(block);
            handed++;
        }
        return handed;
    }

    @Override
    public int localAddressIndex() {
        return receiving;
    }

    @Override
    public MemorySegment sendMemory() {
        return memory;
    }

    @Override
    public long claim() {
        if (claimed < 0 && freeCount > 0) {
            claimed = free[--freeCount];
        }
        return claimed < 0 ? -1 : base(claimed) + PAYLOAD;
    }

    @Override
    public void send(final MemorySegment addresses, final long address, final long slot, final int length) {
        final int block = claimed;
        claimed = -1;
        MemorySegment.copy(addresses, address, memory, base(block), ADDRESS_SLOT_BYTES);
        travel(out, leaving, block, length);
    }

    @Override
    public int flush() {
        final long nowNs = clock.nanoTime();
        int count = 0;
        while (leaving.firstDueNs() <= nowNs) {
            final long slot = inner.claim();
            if (slot < 0) {
                break;
            }
            final int block = leaving.takeFirst();
            final long base = base(block);
            final int length = memory.get(ValueLayout.JAVA_INT, base + LENGTH);
            MemorySegment.copy(memory, base + PAYLOAD, inner.sendMemory(), slot, length);
            inner.send(memory, base, slot, length);
            release(block);
            count++;
        }
        inner.flush();
        return count;
    }

    @Override
    public void sample() {
        inner.sample();
    }

    /** At most until the next delayed datagram is due. */
    @Override
    public void park(final long timeoutNs) {
        final long dueNs = Math.min(leaving.firstDueNs(), arriving.firstDueNs());
        final long untilDueNs = dueNs == Long.MAX_VALUE ? timeoutNs : dueNs - clock.nanoTime();
        if (untilDueNs > 0) {
            inner.park(Math.min(timeoutNs, untilDueNs));
        }
    }

    @Override
    public void wake() {
        inner.wake();
    }

    @Override
    public void close() {
        inner.close();
        region.close();
    }

    private void onInner(
            final MemorySegment source,
            final long address,
            final int addressLength,
            final long payload,
            final int length) {
        if (freeCount == 0) {
            return;
        }
        final int block = free[--freeCount];
        final int local = inner.localAddressIndex();
        PeerAddress.set(memory, base(block), source, address, addressLength, local);
        memory.set(ValueLayout.JAVA_INT, base(block) + LOCAL, local);
        MemorySegment.copy(source, payload, memory, base(block) + PAYLOAD, length);
        travel(in, arriving, block, length);
    }

    private void travel(final Link link, final DeliveryQueue queue, final int block, final int length) {
        final long base = base(block);
        memory.set(ValueLayout.JAVA_INT, base + LENGTH, length);
        final long leaveNs = link.leaveAtNs(clock.nanoTime(), length);
        if (leaveNs == Link.LOST) {
            release(block);
            return;
        }
        if (link.duplicates() && freeCount > 0) {
            final int copy = free[--freeCount];
            MemorySegment.copy(memory, base, memory, base(copy), BLOCK_BYTES);
            queue.add(leaveNs, copy);
        }
        final int bit = link.bitToFlip(length);
        if (bit >= 0) {
            final long place = base + PAYLOAD + (bit >>> 3);
            final byte flipped = (byte) (memory.get(ValueLayout.JAVA_BYTE, place) ^ (1 << (bit & 7)));
            memory.set(ValueLayout.JAVA_BYTE, place, flipped);
        }
        queue.add(leaveNs, block);
    }

    private void release(final int block) {
        free[freeCount++] = block;
    }

    private static long base(final int block) {
        return (long) block * BLOCK_BYTES;
    }
}
