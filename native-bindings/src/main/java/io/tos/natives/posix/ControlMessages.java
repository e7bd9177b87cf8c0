package io.tos.natives.posix;

import io.tos.natives.linux.cmsghdr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Walks and writes control messages: mirrors {@code CMSG_FIRSTHDR}, {@code CMSG_NXTHDR} and {@code CMSG_DATA}. */
final class ControlMessages {
    /** Length of {@code struct cmsghdr}: the content begins behind it. */
    static final int HEAD_BYTES = 16;

    private static final long LEN = cmsghdr.cmsg_len$offset();
    private static final long LEVEL = cmsghdr.cmsg_level$offset();
    private static final long TYPE = cmsghdr.cmsg_type$offset();

    private ControlMessages() {}

    /** Offset of a received message's content, or -1 when there is no such message. */
    static long find(
            final MemorySegment memory, final long control, final int length, final int level, final int type) {
        final long end = control + length;
        long message = control;
        while (message + HEAD_BYTES <= end) {
            if (memory.get(ValueLayout.JAVA_INT, message + LEVEL) == level
                    && memory.get(ValueLayout.JAVA_INT, message + TYPE) == type) {
                return message + HEAD_BYTES;
            }
            final long messageLength = memory.get(ValueLayout.JAVA_LONG, message + LEN);
            if (messageLength < HEAD_BYTES) {
                return -1;
            }
            message += align(messageLength);
        }
        return -1;
    }

    /** Writes a message's head; the content goes to {@code control + HEAD_BYTES}. Returns the space it takes. */
    static int begin(
            final MemorySegment memory, final long control, final int level, final int type, final int contentBytes) {
        memory.set(ValueLayout.JAVA_LONG, control + LEN, HEAD_BYTES + contentBytes);
        memory.set(ValueLayout.JAVA_INT, control + LEVEL, level);
        memory.set(ValueLayout.JAVA_INT, control + TYPE, type);
        return (int) align((long) HEAD_BYTES + contentBytes);
    }

    private static long align(final long length) {
        return (length + 7) & ~7L;
    }
}
