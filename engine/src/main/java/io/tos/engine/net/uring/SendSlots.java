package io.tos.engine.net.uring;

import io.tos.engine.net.LocalAddresses;
import io.tos.engine.net.PeerAddress;
import io.tos.engine.net.Transport;
import io.tos.natives.posix.MessageHeader;
import io.tos.natives.posix.PacketInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Payload, address and message header of every datagram that can be on its way out, with a stack of those that are
 * free. A slot is busy from {@link #take()} until the kernel has completed it.
 *
 * <pre> payloads, STRIDE each | addresses, 32 each | per slot: msghdr 56, iovec 16, control 40 </pre>
 */
final class SendSlots {
    /** An odd number of cache lines, so that slots do not share the same few sets of a cache. */
    private static final int STRIDE_BYTES = 1216;

    private static final int MESSAGE_BYTES = MessageHeader.BYTES + MessageHeader.IOVEC_BYTES + PacketInfo.CONTROL_BYTES;

    private final MemorySegment memory;
    private final long payloads;
    private final long addresses;
    private final long messages;
    private final int[] free;
    private int freeCount;

    /** @param base where the slots begin in the memory, aligned to 64. */
    SendSlots(final MemorySegment memory, final long base, final int count) {
        this.memory = memory;
        this.payloads = base;
        this.addresses = base + (long) count * STRIDE_BYTES;
        this.messages = addresses + (long) count * Transport.ADDRESS_SLOT_BYTES;
        this.free = new int[count];
        for (int index = 0; index < count; index++) {
            free[count - 1 - index] = index;
            final long header = messages + (long) index * MESSAGE_BYTES;
            final long vector = header + MessageHeader.BYTES;
            MessageHeader.name(memory, header, memory.address() + address(index));
            MessageHeader.vectors(memory, header, memory.address() + vector, 1);
            MessageHeader.vector(memory, vector, memory.address() + payload(index), 0);
            MessageHeader.control(memory, header, memory.address() + vector + MessageHeader.IOVEC_BYTES);
        }
        freeCount = count;
    }

    /** Bytes that {@code count} slots need. */
    static long bytes(final int count) {
        return (long) count * (STRIDE_BYTES + Transport.ADDRESS_SLOT_BYTES + MESSAGE_BYTES);
    }

    /** The slot that the next {@link #take()} gives, or -1 when all are busy. */
    int peek() {
        return freeCount == 0 ? -1 : free[freeCount - 1];
    }

    /** Makes the slot that {@link #peek()} gave busy. */
    int take() {
        freeCount--;
        return free[freeCount];
    }

    /** Makes a slot free again. */
    void release(final int index) {
        free[freeCount] = index;
        freeCount++;
    }

    /** How many are free. */
    int freeCount() {
        return freeCount;
    }

    /** Offset of a slot's payload. */
    long payload(final int index) {
        return payloads + (long) index * STRIDE_BYTES;
    }

    /** Offset of a slot's socket address. */
    long address(final int index) {
        return addresses + (long) index * Transport.ADDRESS_SLOT_BYTES;
    }

    /** Copies a {@link PeerAddress} slot in. */
    void setAddress(final int index, final MemorySegment source, final long slot) {
        final long target = address(index);
        for (int offset = 0; offset < Transport.ADDRESS_SLOT_BYTES; offset += Long.BYTES) {
            memory.set(
                    ValueLayout.JAVA_LONG, target + offset, source.get(ValueLayout.JAVA_LONG_UNALIGNED, slot + offset));
        }
    }

    /** Completes a slot's message header for a datagram that names its local address; returns the header's offset. */
    long message(final int index, final int length, final int localIndex, final LocalAddresses locals) {
        final long header = messages + (long) index * MESSAGE_BYTES;
        final long vector = header + MessageHeader.BYTES;
        final long control = vector + MessageHeader.IOVEC_BYTES;
        MessageHeader.nameLength(memory, header, PeerAddress.lengthBytes(memory, address(index)));
        MessageHeader.vectorLength(memory, vector, length);
        MessageHeader.controlLength(memory, header, locals.write(memory, control, localIndex));
        return header;
    }
}
