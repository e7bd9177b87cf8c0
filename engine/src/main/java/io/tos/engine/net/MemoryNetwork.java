package io.tos.engine.net;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The link simulator: many {@link MemoryTransport}s that reach each other by address, with seeded faults per link and
 * time from a clock somebody else moves. One thread. The same seed and the same calls give the same {@link
 * #traceHash()}.
 *
 * <p>A datagram lives in one block from claim to delivery; without faults nothing is copied and nothing allocated.
 *
 * <pre> block, 1,280 bytes: 0 source slot | 32 target slot | 64 payload | 1,264 length | 1,268 hop | 1,272 partition </pre>
 */
public final class MemoryNetwork implements AutoCloseable {
    static final int SOURCE = 0;
    static final int TARGET = 32;
    static final int PAYLOAD = 64;

    private static final int LENGTH = 1264;
    private static final int HOP = 1268;
    private static final int PARTITION = 1272;
    private static final int BLOCK_BYTES = 1280;
    private static final int HOP_UP = 1;
    private static final int HOP_DOWN = 2;
    private static final int TRACE_LOST = 3;
    private static final long DUPLICATE_GAP_NS = 1_000_000;

    private final NanoClock clock;
    private final long seed;
    private final Region region;
    private final MemorySegment memory;
    private final int[] free;
    private final DeliveryQueue underWay;
    private final Long2ObjectHashMap<MemoryPort> ports = new Long2ObjectHashMap<>();
    private int freeCount;
    private int linkCount;
    private long unroutableCount;
    private boolean isTracing;
    private long traceHash;
    private @Nullable DatagramTap tap;

    /**
     * @param clock moved by the caller.
     * @param seed decides every fault.
     * @param blocksMax datagrams that can be claimed, waiting or under way at once.
     */
    public MemoryNetwork(final NanoClock clock, final long seed, final int blocksMax) {
        this.clock = clock;
        this.seed = seed;
        this.region = Region.shared("memory-network", (long) blocksMax * BLOCK_BYTES, 64);
        this.memory = region.memory();
        this.underWay = new DeliveryQueue(blocksMax);
        this.free = new int[blocksMax];
        for (int index = 0; index < blocksMax; index++) {
            free[index] = blocksMax - 1 - index;
        }
        this.freeCount = blocksMax;
    }

    /** An endpoint at an address, one socket. It is reachable once opened. */
    public MemoryTransport endpoint(final Counters counters, final MemorySegment addresses, final long address) {
        return new MemoryTransport(this, counters, 0, new MemoryPort(addresses, address, 1));
    }

    /** Several sockets on one address, in shard order; the steering byte of each datagram chooses. */
    public MemoryTransport[] shards(final Counters[] counters, final MemorySegment addresses, final long address) {
        assert Integer.bitCount(counters.length) == 1 && counters.length <= 16 : counters.length;
        final MemoryPort port = new MemoryPort(addresses, address, counters.length);
        final MemoryTransport[] sockets = new MemoryTransport[counters.length];
        for (int shard = 0; shard < sockets.length; shard++) {
            sockets[shard] = new MemoryTransport(this, counters[shard], shard, port);
        }
        return sockets;
    }

    /** Sees every datagram that is sent from now on; null for nobody. */
    public void tap(final @Nullable DatagramTap datagramTap) {
        this.tap = datagramTap;
    }

    /** From now on every delivery and loss goes into {@link #traceHash()}. */
    public void trace() {
        isTracing = true;
    }

    /** Everything that happened since {@link #trace()}: times, ends, lengths and bytes. */
    public long traceHash() {
        return traceHash;
    }

    /** Datagrams to addresses where nobody listens, or into another partition. */
    public long unroutableCount() {
        return unroutableCount;
    }

    /** Blocks in use: claimed, waiting or under way. */
    public int usedBlockCount() {
        return free.length - freeCount;
    }

    /**
     * When the next delayed datagram is due, in the clock's time; {@link Long#MAX_VALUE} when none is under way. How far
     * a simulation may jump.
     */
    public long nextDueNs() {
        return underWay.firstDueNs();
    }

    /**
     * Sends a datagram that no endpoint sent: any source address, any length.
     *
     * @param addresses holds both {@link PeerAddress} slots.
     * @param source who it claims to be from.
     * @param target who gets it, through that endpoint's downlink.
     * @param bytes holds the payload from offset 0.
     * @param length payload bytes; too long ones are counted by the receiver and dropped.
     */
    public void inject(
            final MemorySegment addresses,
            final long source,
            final long target,
            final MemorySegment bytes,
            final int length) {
        final MemoryTransport receiver = find(addresses, target, bytes, 0, length);
        if (receiver != null && length > Transport.DATAGRAM_BYTES_MAX) {
            receiver.countTooLong();
            return;
        }
        final int block = claim();
        if (receiver == null || block < 0) {
            unroutableCount++;
            return;
        }
        final long base = base(block);
        MemorySegment.copy(addresses, source, memory, base + SOURCE, Transport.ADDRESS_SLOT_BYTES);
        MemorySegment.copy(addresses, target, memory, base + TARGET, Transport.ADDRESS_SLOT_BYTES);
        MemorySegment.copy(bytes, 0, memory, base + PAYLOAD, length);
        length(block, length);
        memory.set(ValueLayout.JAVA_INT, base + PARTITION, receiver.partition());
        enter(null, block, clock.nanoTime());
    }

    /** Frees all blocks; every endpoint is closed by then. */
    @Override
    public void close() {
        region.close();
    }

    MemorySegment memory() {
        return memory;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    static long base(final int block) {
        return (long) block * BLOCK_BYTES;
    }

    int length(final int block) {
        return memory.get(ValueLayout.JAVA_INT, base(block) + LENGTH);
    }

    void length(final int block, final int lengthBytes) {
        memory.set(ValueLayout.JAVA_INT, base(block) + LENGTH, lengthBytes);
    }

    /** A free block, or -1. */
    int claim() {
        return freeCount == 0 ? -1 : free[--freeCount];
    }

    void release(final int block) {
        free[freeCount++] = block;
    }

    Link newLink() {
        linkCount++;
        return new Link(LinkConditions.CLEAN, Link.mix(seed + linkCount * 0x9E3779B97F4A7C15L), clock.nanoTime());
    }

    void register(final MemoryPort port) {
        final MemoryPort other = ports.putIfAbsent(port.key(), port);
        if (other != null && other != port) {
            throw new IllegalStateException("address in use: port " + port.number());
        }
    }

    void unregister(final MemoryPort port) {
        ports.remove(port.key());
    }

    /** A block its owner has filled leaves the sender. */
    void send(final MemoryTransport sender, final int block, final long nowNs) {
        final long base = base(block);
        memory.set(ValueLayout.JAVA_INT, base + PARTITION, sender.partition());
        sender.port().writeAddress(memory, base + SOURCE);
        enter(sender.uplinkOrNull(), block, nowNs);
    }

    /** Moves everything that is due by {@code nowNs} one hop on, in order of time. */
    void advance(final long nowNs) {
        while (underWay.firstDueNs() <= nowNs) {
            final long dueNs = underWay.firstDueNs();
            final int block = underWay.takeFirst();
            if (memory.get(ValueLayout.JAVA_INT, base(block) + HOP) == HOP_UP) {
                reachTarget(block, dueNs);
            } else {
                deliver(block, dueNs);
            }
        }
    }

    private void enter(final @Nullable Link uplink, final int block, final long nowNs) {
        final DatagramTap observer = tap;
        if (observer != null) {
            final long base = base(block);
            observer.onSent(memory, base + SOURCE, base + TARGET, base + PAYLOAD, length(block));
        }
        if (uplink == null) {
            reachTarget(block, nowNs);
        } else {
            travel(uplink, block, HOP_UP, nowNs);
        }
    }

    private void reachTarget(final int block, final long nowNs) {
        final MemoryTransport receiver = receiverOf(block);
        if (receiver == null) {
            drop(block, nowNs);
            return;
        }
        final Link downlink = receiver.downlinkOrNull();
        if (downlink == null) {
            deliver(block, nowNs);
        } else {
            travel(downlink, block, HOP_DOWN, nowNs);
        }
    }

    private void travel(final Link link, final int block, final int hop, final long nowNs) {
        final long base = base(block);
        final int length = length(block);
        final long leaveNs = link.leaveAtNs(nowNs, length);
        if (leaveNs == Link.LOST) {
            trace(nowNs, TRACE_LOST, block);
            release(block);
            return;
        }
        memory.set(ValueLayout.JAVA_INT, base + HOP, hop);
        if (link.duplicates()) {
            final int copy = claim();
            if (copy >= 0) {
                MemorySegment.copy(memory, base, memory, base(copy), BLOCK_BYTES);
                underWay.add(leaveNs + DUPLICATE_GAP_NS, copy);
            }
        }
        final int bit = link.bitToFlip(length);
        if (bit >= 0) {
            final long place = base + PAYLOAD + (bit >>> 3);
            final byte flipped = (byte) (memory.get(ValueLayout.JAVA_BYTE, place) ^ (1 << (bit & 7)));
            memory.set(ValueLayout.JAVA_BYTE, place, flipped);
        }
        underWay.add(leaveNs, block);
    }

    /** The receiver is looked up again: it may have moved while the datagram was under way. */
    private void deliver(final int block, final long nowNs) {
        final MemoryTransport receiver = receiverOf(block);
        if (receiver == null) {
            drop(block, nowNs);
            return;
        }
        trace(nowNs, HOP_DOWN, block);
        receiver.accept(block);
    }

    private void drop(final int block, final long nowNs) {
        unroutableCount++;
        trace(nowNs, TRACE_LOST, block);
        release(block);
    }

    private @Nullable MemoryTransport receiverOf(final int block) {
        final long base = base(block);
        final MemoryTransport receiver = find(memory, base + TARGET, memory, base + PAYLOAD, length(block));
        return receiver != null && receiver.partition() == memory.get(ValueLayout.JAVA_INT, base + PARTITION)
                ? receiver
                : null;
    }

    private @Nullable MemoryTransport find(
            final MemorySegment addresses,
            final long target,
            final MemorySegment bytes,
            final long payload,
            final int length) {
        final MemoryPort port = ports.get(MemoryPort.key(addresses, target));
        return port != null && port.isAt(addresses, target) ? port.socketFor(bytes, payload, length) : null;
    }

    private void trace(final long nowNs, final int what, final int block) {
        if (!isTracing) {
            return;
        }
        final long base = base(block);
        final int length = length(block);
        long hash = Link.mix(traceHash ^ nowNs) + what + length;
        hash = Link.mix(hash ^ MemoryPort.key(memory, base + SOURCE));
        hash = Link.mix(hash ^ MemoryPort.key(memory, base + TARGET));
        for (int index = 0; index < length; index++) {
            hash = hash * 31 + memory.get(ValueLayout.JAVA_BYTE, base + PAYLOAD + index);
        }
        traceHash = Link.mix(hash);
    }
}
