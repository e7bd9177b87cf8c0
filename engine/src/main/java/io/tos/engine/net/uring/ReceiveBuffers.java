package io.tos.engine.net.uring;

import io.tos.engine.net.Transport;
import io.tos.natives.posix.MessageHeader;
import io.tos.natives.posix.PacketInfo;
import io.tos.natives.uring.ProvidedBuffers;
import io.tos.natives.uring.ReceivedMessage;
import io.tos.natives.uring.Ring;
import java.lang.foreign.MemorySegment;

/**
 * The buffers a {@link UringTransport} receives into, and where the parts of a datagram lie in one.
 *
 * <pre> io_uring_recvmsg_out 16 | address, room for 32 | control, room for 40 or none | payload, up to 1,200 and some </pre>
 */
final class ReceiveBuffers {
    /** An odd number of cache lines; longer datagrams than 1,200 bytes still show themselves by their length. */
    private static final int STRIDE_BYTES = 1344;

    private static final int GROUP = 0;
    private static final int NAME_BYTES = 32;

    private final MemorySegment memory;
    private final ProvidedBuffers provided;
    private final long buffers;
    private final long header;
    private final long control;
    private final long payload;
    private final int[] filled;
    private int filledHead;
    private int filledTail;

    /**
     * @param memory begins on a page: the ring of buffers lies there, the buffers behind it.
     * @param packetInfo whether each datagram brings its local address.
     */
    ReceiveBuffers(final MemorySegment memory, final int count, final boolean packetInfo) {
        this.memory = memory;
        this.filled = new int[count];
        final long entriesBytes = (long) count * ProvidedBuffers.ENTRY_BYTES;
        final long buffersBytes = (long) count * STRIDE_BYTES;
        buffers = entriesBytes;
        header = entriesBytes + buffersBytes;
        control = ReceivedMessage.HEAD_BYTES + NAME_BYTES;
        payload = control + (packetInfo ? PacketInfo.CONTROL_BYTES : 0);
        provided = new ProvidedBuffers(
                memory.asSlice(0, entriesBytes), memory.asSlice(buffers, buffersBytes), count, STRIDE_BYTES);
        MessageHeader.nameLength(memory, header, NAME_BYTES);
        MessageHeader.controlLength(memory, header, packetInfo ? PacketInfo.CONTROL_BYTES : 0);
    }

    /** Bytes that {@code count} buffers need, their ring and the message header included. */
    static long bytes(final int count) {
        return (long) count * (ProvidedBuffers.ENTRY_BYTES + STRIDE_BYTES) + 64;
    }

    /** Gives all buffers to the kernel. */
    void register(final Ring ring) {
        provided.register(ring, GROUP);
    }

    /** Their group, for the receive that fills them. */
    int group() {
        return GROUP;
    }

    /** Native address of the header that says how much room address and control get. */
    long messageAddress() {
        return memory.address() + header;
    }

    /** A buffer was filled: it is handed out after those before it. */
    void lineUp(final int buffer) {
        filled[filledTail & (filled.length - 1)] = buffer;
        filledTail++;
    }

    /** Whether a filled buffer has not been handed out yet. */
    boolean hasNext() {
        return filledHead != filledTail;
    }

    /** Offset of the next filled buffer; {@link #recycle()} it before the one after. */
    long next() {
        return buffers + provided.offset(filled[filledHead & (filled.length - 1)]);
    }

    /** The buffer of {@link #next()} has been handled: the kernel may have it after {@link #publish()}. */
    void recycle() {
        provided.add(filled[filledHead & (filled.length - 1)]);
        filledHead++;
    }

    /** Offset of the sender's address. */
    long address(final long buffer) {
        return buffer + ReceivedMessage.HEAD_BYTES;
    }

    /** Offset of the control messages. */
    long control(final long buffer) {
        return buffer + control;
    }

    /** Offset of the payload. */
    long payload(final long buffer) {
        return buffer + payload;
    }

    /** Whether the datagram is longer than we take. */
    boolean tooLong(final long buffer) {
        return ReceivedMessage.truncated(memory, buffer)
                || ReceivedMessage.payloadLength(memory, buffer) > Transport.DATAGRAM_BYTES_MAX;
    }

    /** Shows the kernel what was recycled. */
    void publish() {
        provided.publish();
    }
}
