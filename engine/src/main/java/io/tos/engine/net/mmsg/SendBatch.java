package io.tos.engine.net.mmsg;

import io.tos.engine.memory.Region;
import io.tos.engine.net.LocalAddresses;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.natives.posix.DatagramCalls;
import io.tos.natives.posix.MessageHeader;
import io.tos.natives.posix.PacketInfo;
import io.tos.natives.posix.Segmentation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams one {@code sendmmsg} takes. Slots are given out in order and all become free when all have left.
 * Neighbours of one peer and one length become one message that the kernel cuts ({@code UDP_SEGMENT}); the last of them
 * may be shorter.
 *
 * <pre> mmsghdr, 64 each | iovec, 16 each | address 32 and control 64 each | payload, 1,216 each </pre>
 */
final class SendBatch implements AutoCloseable {
    /** Datagrams that can be queued. */
    static final int SLOTS_MAX = 256;

    private static final int CONTROL_BYTES = PacketInfo.CONTROL_BYTES + Segmentation.CONTROL_BYTES;
    private static final int STRIDE_BYTES = 1216;

    /** The kernel takes 64; so many of 1,200 bytes stay below the 64 KiB of one message. */
    private static final int SEGMENTS_MAX = 32;

    /** A route that cannot cut messages refuses all of them; one peer with a bad address refuses its own only. */
    private static final int REFUSALS_MAX = 64;

    private final @Nullable LocalAddresses locals;
    private final Region region;
    private final MemorySegment memory;
    private final long vectors;
    private final long peers;
    private final long payloads;
    private final int[] firstSlots = new int[SLOTS_MAX + 1];
    private final int[] lengths = new int[SLOTS_MAX];
    private boolean segmenting;
    private int refusals;
    private boolean runOpen;
    private int slots;
    private int messages;
    private int sent;

    /** @param segmenting whether neighbours become one message. */
    SendBatch(final @Nullable LocalAddresses locals, final boolean segmenting) {
        this.locals = locals;
        this.segmenting = segmenting;
        vectors = (long) SLOTS_MAX * MessageHeader.BATCH_BYTES;
        peers = vectors + (long) SLOTS_MAX * MessageHeader.IOVEC_BYTES;
        payloads = peers + (long) SLOTS_MAX * (Transport.ADDRESS_SLOT_BYTES + CONTROL_BYTES);
        region = Region.shared("mmsg send batch", payloads + (long) SLOTS_MAX * STRIDE_BYTES, 64);
        memory = region.memory();
    }

    /** Holds the payloads. */
    MemorySegment memory() {
        return memory;
    }

    /** Offset of the next free slot's payload, or -1. */
    long claim() {
        return slots == SLOTS_MAX ? -1 : payloads + (long) slots * STRIDE_BYTES;
    }

    /** Queues the claimed slot for a {@link PeerAddress} slot. */
    void add(final MemorySegment addresses, final long address, final int length) {
        final int slot = slots;
        final long peer = peer(slot);
        for (int offset = 0; offset < Transport.ADDRESS_SLOT_BYTES; offset += Long.BYTES) {
            memory.set(
                    ValueLayout.JAVA_LONG,
                    peer + offset,
                    addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, address + offset));
        }
        lengths[slot] = length;
        final long vector = vectors + (long) slot * MessageHeader.IOVEC_BYTES;
        MessageHeader.vector(memory, vector, memory.address() + payloads + (long) slot * STRIDE_BYTES, length);
        slots++;
        if (runOpen && extendsRun(slot, length)) {
            extend(slot);
        } else {
            begin(slot, vector);
        }
        runOpen = segmenting && length > 0 && length == lengths[firstSlots[messages - 1]];
        firstSlots[messages] = slots;
    }

    private boolean extendsRun(final int slot, final int length) {
        final int first = firstSlots[messages - 1];
        return length > 0
                && length <= lengths[first]
                && slot - first < SEGMENTS_MAX
                && PeerAddress.same(memory, peer(slot), memory, peer(first));
    }

    private void begin(final int slot, final long vector) {
        final long header = header(messages);
        MessageHeader.name(memory, header, memory.address() + peer(slot));
        MessageHeader.nameLength(memory, header, PeerAddress.lengthBytes(memory, peer(slot)));
        MessageHeader.vectors(memory, header, memory.address() + vector, 1);
        MessageHeader.control(memory, header, memory.address() + control(slot));
        MessageHeader.controlLength(memory, header, writeLocal(slot));
        firstSlots[messages] = slot;
        messages++;
    }

    private int writeLocal(final int slot) {
        final int local = PeerAddress.localIndex(memory, peer(slot));
        return locals == null || local == 0 ? 0 : locals.write(memory, control(slot), local);
    }

    private void extend(final int slot) {
        final int first = firstSlots[messages - 1];
        final long header = header(messages - 1);
        final int localBytes = writeLocal(first);
        MessageHeader.vectors(
                memory,
                header,
                memory.address() + vectors + (long) first * MessageHeader.IOVEC_BYTES,
                slot - first + 1);
        MessageHeader.controlLength(
                memory, header, localBytes + Segmentation.write(memory, control(first) + localBytes, lengths[first]));
    }

    /** Whether nothing is queued. */
    boolean isEmpty() {
        return sent == messages;
    }

    /**
     * Gives the kernel what is queued, in one call.
     *
     * @return messages it took, or {@code -errno} for the first.
     */
    int send(final DatagramCalls calls, final int descriptor) {
        runOpen = false;
        final MemorySegment first = sent == 0 ? memory : memory.asSlice(header(sent));
        return calls.send(descriptor, first, messages - sent, 0);
    }

    /** Datagrams in the first {@code count} queued messages. */
    int datagrams(final int count) {
        return firstSlots[sent + count] - firstSlots[sent];
    }

    /** Payload bytes in the first {@code count} queued messages. */
    long bytes(final int count) {
        long sum = 0;
        for (int slot = firstSlots[sent], end = firstSlots[sent + count]; slot < end; slot++) {
            sum += lengths[slot];
        }
        return sum;
    }

    /** Forgets the first {@code count} queued messages; when none is left all slots are free. */
    void advance(final int count) {
        sent += count;
        if (sent == messages) {
            sent = 0;
            messages = 0;
            slots = 0;
            runOpen = false;
            firstSlots[0] = 0;
        }
    }

    /**
     * After the kernel refused the first queued message: makes single messages of what is queued, if that was several
     * datagrams. After many refusals no more are put together.
     *
     * @return whether its datagrams are now messages of their own, to be tried again.
     */
    boolean splitFirst() {
        if (datagrams(1) == 1) {
            return false;
        }
        refusals++;
        segmenting &= refusals < REFUSALS_MAX;
        runOpen = false;
        final int from = firstSlots[sent];
        final int to = slots;
        sent = 0;
        messages = 0;
        for (int slot = from; slot < to; slot++) {
            begin(slot, vectors + (long) slot * MessageHeader.IOVEC_BYTES);
        }
        firstSlots[messages] = to;
        return true;
    }

    private static long header(final int message) {
        return (long) message * MessageHeader.BATCH_BYTES;
    }

    private long peer(final int slot) {
        return peers + (long) slot * (Transport.ADDRESS_SLOT_BYTES + CONTROL_BYTES);
    }

    private long control(final int slot) {
        return peer(slot) + Transport.ADDRESS_SLOT_BYTES;
    }

    @Override
    public void close() {
        region.close();
    }
}
