package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import io.tos.natives.linux.iovec;
import io.tos.natives.linux.mmsghdr;
import io.tos.natives.linux.msghdr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Fields of {@code struct msghdr} and {@code struct iovec} at an offset; addresses are native ones. */
public final class MessageHeader {
    /** Length of {@code struct msghdr}. */
    public static final int BYTES = (int) msghdr.sizeof();

    /** Length of {@code struct iovec}. */
    public static final int IOVEC_BYTES = (int) iovec.sizeof();

    /** Length of {@code struct mmsghdr}: a header, then how many bytes were moved. */
    public static final int BATCH_BYTES = (int) mmsghdr.sizeof();

    private static final long MOVED = mmsghdr.msg_len$offset();
    private static final long NAME = msghdr.msg_name$offset();
    private static final long NAME_LENGTH = msghdr.msg_namelen$offset();
    private static final long IOV = msghdr.msg_iov$offset();
    private static final long IOV_LENGTH = msghdr.msg_iovlen$offset();
    private static final long CONTROL = msghdr.msg_control$offset();
    private static final long CONTROL_LENGTH = msghdr.msg_controllen$offset();
    private static final long FLAGS = msghdr.msg_flags$offset();
    private static final long IOVEC_BASE = iovec.iov_base$offset();
    private static final long IOVEC_LENGTH = iovec.iov_len$offset();

    private static final int TRUNCATED = Linux.MSG_TRUNC();

    private MessageHeader() {}

    /** {@code msg_name}. */
    public static void name(final MemorySegment memory, final long header, final long address) {
        memory.set(ValueLayout.JAVA_LONG, header + NAME, address);
    }

    /** {@code msg_namelen}, bytes: the room before a receive, what came after it. */
    public static void nameLength(final MemorySegment memory, final long header, final int length) {
        memory.set(ValueLayout.JAVA_INT, header + NAME_LENGTH, length);
    }

    /** {@code msg_namelen} after a receive. */
    public static int nameLength(final MemorySegment memory, final long header) {
        return memory.get(ValueLayout.JAVA_INT, header + NAME_LENGTH);
    }

    /** {@code msg_iov} and {@code msg_iovlen}. */
    public static void vectors(final MemorySegment memory, final long header, final long address, final int count) {
        memory.set(ValueLayout.JAVA_LONG, header + IOV, address);
        memory.set(ValueLayout.JAVA_LONG, header + IOV_LENGTH, count);
    }

    /** {@code msg_control}. */
    public static void control(final MemorySegment memory, final long header, final long address) {
        memory.set(ValueLayout.JAVA_LONG, header + CONTROL, address);
    }

    /** {@code msg_controllen}, bytes: the room before a receive. */
    public static void controlLength(final MemorySegment memory, final long header, final int length) {
        memory.set(ValueLayout.JAVA_LONG, header + CONTROL_LENGTH, length);
    }

    /** {@code msg_controllen} after a receive. */
    public static int controlLength(final MemorySegment memory, final long header) {
        return (int) memory.get(ValueLayout.JAVA_LONG, header + CONTROL_LENGTH);
    }

    /** {@code msg_len} of a {@code struct mmsghdr}: bytes received or sent. */
    public static int moved(final MemorySegment memory, final long header) {
        return memory.get(ValueLayout.JAVA_INT, header + MOVED);
    }

    /** Whether a received datagram was longer than the room for it: {@code MSG_TRUNC}. */
    public static boolean truncated(final MemorySegment memory, final long header) {
        return (memory.get(ValueLayout.JAVA_INT, header + FLAGS) & TRUNCATED) != 0;
    }

    /** One {@code iovec}. */
    public static void vector(final MemorySegment memory, final long vector, final long address, final long length) {
        memory.set(ValueLayout.JAVA_LONG, vector + IOVEC_BASE, address);
        memory.set(ValueLayout.JAVA_LONG, vector + IOVEC_LENGTH, length);
    }

    /** {@code iov_len}. */
    public static void vectorLength(final MemorySegment memory, final long vector, final long length) {
        memory.set(ValueLayout.JAVA_LONG, vector + IOVEC_LENGTH, length);
    }
}
