package io.tos.natives.uring;

import io.tos.natives.liburing.io_uring_recvmsg_out;
import io.tos.natives.linux.Linux;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a multishot {@code recvmsg} puts in front of a provided buffer: mirrors {@code io_uring_recvmsg_validate},
 * {@code io_uring_recvmsg_name} and {@code io_uring_recvmsg_payload}.
 *
 * <pre> 0 struct io_uring_recvmsg_out | 16 name, as much room as asked | control, likewise | payload </pre>
 */
public final class ReceivedMessage {
    /** Length of {@code struct io_uring_recvmsg_out}: the name begins behind it. */
    public static final int HEAD_BYTES = 16;

    private static final long NAMELEN = io_uring_recvmsg_out.namelen$offset();
    private static final long CONTROLLEN = io_uring_recvmsg_out.controllen$offset();
    private static final long PAYLOADLEN = io_uring_recvmsg_out.payloadlen$offset();
    private static final long FLAGS = io_uring_recvmsg_out.flags$offset();
    private static final int TRUNCATED = Linux.MSG_TRUNC();

    private ReceivedMessage() {}

    /** Length of the sender's address. */
    public static int nameLength(final MemorySegment memory, final long buffer) {
        return memory.get(ValueLayout.JAVA_INT, buffer + NAMELEN);
    }

    /** Length of the control messages. */
    public static int controlLength(final MemorySegment memory, final long buffer) {
        return memory.get(ValueLayout.JAVA_INT, buffer + CONTROLLEN);
    }

    /** Length of the payload in the buffer. */
    public static int payloadLength(final MemorySegment memory, final long buffer) {
        return memory.get(ValueLayout.JAVA_INT, buffer + PAYLOADLEN);
    }

    /** Whether the datagram was longer than the buffer. */
    public static boolean truncated(final MemorySegment memory, final long buffer) {
        return (memory.get(ValueLayout.JAVA_INT, buffer + FLAGS) & TRUNCATED) != 0;
    }
}
