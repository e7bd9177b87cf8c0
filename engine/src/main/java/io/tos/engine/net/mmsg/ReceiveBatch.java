package io.tos.engine.net.mmsg;

import io.tos.engine.memory.Region;
import io.tos.natives.posix.DatagramCalls;
import io.tos.natives.posix.MessageHeader;
import io.tos.natives.posix.PacketInfo;
import io.tos.natives.posix.Segmentation;
import java.lang.foreign.MemorySegment;

/**
 * The messages one {@code recvmmsg} fills, and a cursor over those it filled last.
 *
 * <pre> mmsghdr, 64 each | iovec, 16 each | address 32 and control 64 each | payload, one stride each </pre>
 */
final class ReceiveBatch implements AutoCloseable {
    /** Messages asked for at once. */
    static final int MESSAGES_MAX = 64;

    private static final int NAME_BYTES = 32;
    private static final int CONTROL_BYTES = PacketInfo.CONTROL_BYTES + Segmentation.CONTROL_BYTES;

    /** Odd numbers of cache lines; the longer one holds whatever the kernel has put together. */
    private static final int STRIDE_BYTES = 1344;

    private static final int STRIDE_COALESCED_BYTES = 65_600;

    private final Region region;
    private final MemorySegment memory;
    private final int strideBytes;
    private final boolean hasControl;
    private final long names;
    private final long payloads;
    private int count;
    private int next;

    /**
     * @param coalesced whether one message may hold several datagrams.
     * @param hasControl whether control messages are wanted.
     */
    ReceiveBatch(final boolean coalesced, final boolean hasControl) {
        this.strideBytes = coalesced ? STRIDE_COALESCED_BYTES : STRIDE_BYTES;
        this.hasControl = hasControl;
        final long vectors = (long) MESSAGES_MAX * MessageHeader.BATCH_BYTES;
        names = vectors + (long) MESSAGES_MAX * MessageHeader.IOVEC_BYTES;
        payloads = names + (long) MESSAGES_MAX * (NAME_BYTES + CONTROL_BYTES);
        region = Region.shared("mmsg receive batch", payloads + (long) MESSAGES_MAX * strideBytes, 64);
        memory = region.memory();
        for (int index = 0; index < MESSAGES_MAX; index++) {
            final long header = (long) index * MessageHeader.BATCH_BYTES;
            final long vector = vectors + (long) index * MessageHeader.IOVEC_BYTES;
            MessageHeader.name(memory, header, memory.address() + name(index));
            MessageHeader.vectors(memory, header, memory.address() + vector, 1);
            MessageHeader.vector(memory, vector, memory.address() + payload(index), strideBytes);
            MessageHeader.control(memory, header, memory.address() + control(index));
            reset(index);
        }
    }

    /** The kernel writes lengths where it read room: put the room back. */
    private void reset(final int index) {
        final long header = (long) index * MessageHeader.BATCH_BYTES;
        MessageHeader.nameLength(memory, header, NAME_BYTES);
        MessageHeader.controlLength(memory, header, hasControl ? CONTROL_BYTES : 0);
    }

    /** Receives, when all messages of the last time were taken. Returns how many are there now, or {@code -errno}. */
    int receive(final DatagramCalls calls, final int descriptor, final int flags) {
        for (int index = 0; index < count; index++) {
            reset(index);
        }
        next = 0;
        count = 0;
        final int result = calls.receive(descriptor, memory, MESSAGES_MAX, flags);
        count = Math.max(result, 0);
        return result;
    }

    /** Whether a message has not been taken yet. */
    boolean hasNext() {
        return next < count;
    }

    /** Whether the kernel gave fewer than it was asked for: it had no more. */
    boolean isShort() {
        return count < MESSAGES_MAX;
    }

    /** Index of the next message. */
    int take() {
        final int index = next;
        next++;
        return index;
    }

    /** Holds addresses, control messages and payloads. */
    MemorySegment memory() {
        return memory;
    }

    /** Offset of the sender's address. */
    long name(final int index) {
        return names + (long) index * (NAME_BYTES + CONTROL_BYTES);
    }

    /** Its length. */
    int nameLength(final int index) {
        return MessageHeader.nameLength(memory, (long) index * MessageHeader.BATCH_BYTES);
    }

    /** Offset of the control messages. */
    long control(final int index) {
        return name(index) + NAME_BYTES;
    }

    /** Their length. */
    int controlLength(final int index) {
        return MessageHeader.controlLength(memory, (long) index * MessageHeader.BATCH_BYTES);
    }

    /** Offset of the payload. */
    long payload(final int index) {
        return payloads + (long) index * strideBytes;
    }

    /** Its length, cut to the room. */
    int payloadLength(final int index) {
        return MessageHeader.moved(memory, (long) index * MessageHeader.BATCH_BYTES);
    }

    /** Whether it was longer than the room. */
    boolean truncated(final int index) {
        return MessageHeader.truncated(memory, (long) index * MessageHeader.BATCH_BYTES);
    }

    @Override
    public void close() {
        region.close();
    }
}
