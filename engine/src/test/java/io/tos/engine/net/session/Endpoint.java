package io.tos.engine.net.session;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.memory.Region;
import io.tos.engine.net.DatagramHandler;
import io.tos.engine.net.MemoryNetwork;
import io.tos.engine.net.MemoryTransport;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.protocol.FrameType;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** One side of a {@link SessionPair}: transport, sessions, and a record of everything they told. */
final class Endpoint implements SessionEvents, AutoCloseable {
    private static final long SCRATCH = 1 << 20;

    final Region region;
    final MemorySegment memory;
    final Counters counters;
    final MemoryTransport transport;
    final Sessions sessions;
    final LongSupplier clock;
    final List<byte[]>[] messages;
    final List<Integer> acked = new ArrayList<>();
    final List<Integer> lost = new ArrayList<>();
    final List<Integer> closeCodes = new ArrayList<>();
    final DatagramHandler handler = this::onDatagram;
    int frames;
    int baseMisses;
    int opened;
    int paths;
    boolean hasRoom = true;
    boolean takesFrames = true;
    boolean records = true;
    int cid;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists cannot be made otherwise
    Endpoint(
            final MemoryNetwork network,
            final SessionConfig config,
            final PacketCrypto crypto,
            final LongSupplier clock,
            final int seed,
            final int port) {
        this.region = Region.shared("endpoint", SCRATCH, 64);
        this.memory = region.memory();
        this.counters = new Counters(memory, 0);
        this.clock = clock;
        this.messages = new List[8];
        for (int channel = 0; channel < messages.length; channel++) {
            messages[channel] = new ArrayList<>();
        }
        PeerAddress.setIpv4(memory, Counters.BLOCK_BYTES, 0x0A000001 + seed, port);
        memory.set(ValueLayout.JAVA_LONG, Counters.BLOCK_BYTES + 64L, seed);
        this.transport = network.endpoint(counters, memory, Counters.BLOCK_BYTES);
        this.transport.open();
        this.sessions =
                new Sessions(config, crypto, memory.asSlice(Counters.BLOCK_BYTES + 64L, 32), transport, this, counters);
    }

    private void onDatagram(
            final MemorySegment packets, final long address, final int addressLength, final long at, final int length) {
        sessions.onSource(packets, address, addressLength, 0);
        sessions.onPacket(packets, at, length, clock.getAsLong());
    }

    void step() {
        transport.poll(handler, 4_096);
        sessions.service(clock.getAsLong());
        transport.flush();
    }

    /** Writes a message of this length whose first eight bytes are {@code number}; returns where. */
    long write(final long number, final int length) {
        final long at = 1 << 16;
        for (int index = 0; index < length; index++) {
            memory.set(ValueLayout.JAVA_BYTE, at + index, (byte) (number + index));
        }
        LittleEndian.put32(memory, at, (int) number);
        return at;
    }

    long count(final Counter counter) {
        return counters.value(counter);
    }

    @Override
    public boolean onOpened(
            final int id, final MemorySegment source, final long address, final long identity, final int length) {
        if (hasRoom) {
            opened++;
        }
        return hasRoom;
    }

    @Override
    public boolean onMessage(
            final int id, final int channelId, final MemorySegment source, final long from, final int length) {
        if (hasRoom && records) {
            messages[channelId].add(source.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
        }
        return hasRoom;
    }

    @Override
    public boolean onFrame(
            final int id, final int frameType, final MemorySegment source, final long from, final int length) {
        if (takesFrames) {
            frames++;
            baseMisses += frameType == FrameType.BASE_MISS ? 1 : 0;
        }
        return takesFrames;
    }

    @Override
    public void onSnapshotFate(final int id, final int snapshotId, final boolean isAcked) {
        if (records) {
            (isAcked ? acked : lost).add(snapshotId);
        }
    }

    @Override
    public void onPath(final int id, final long smoothedNs, final long variationNs, final int bytesPerSecond) {
        paths++;
    }

    @Override
    public boolean onClosed(final int id, final int code) {
        if (hasRoom) {
            closeCodes.add(code);
        }
        return hasRoom;
    }

    /** Numbers that {@link #write} put at the front of the messages of a channel, in the order of arrival. */
    int[] numbers(final int channelId) {
        return messages[channelId].stream()
                .mapToInt(bytes -> LittleEndian.i32(MemorySegment.ofArray(bytes), 0))
                .toArray();
    }

    @Override
    public void close() {
        sessions.close();
        transport.close();
        region.close();
    }
}
