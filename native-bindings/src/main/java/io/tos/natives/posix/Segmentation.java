package io.tos.natives.posix;

import io.tos.natives.linux.Linux;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Several datagrams of one peer as one message: {@code UDP_GRO} on receiving, {@code UDP_SEGMENT} on sending. All but
 * the last have the segment length.
 */
public final class Segmentation {
    /** Room for one such control message, bytes. */
    public static final int CONTROL_BYTES = 24;

    private Segmentation() {}

    /** Bytes of each datagram in a received message, or 0 when it is a single one. */
    public static int received(final MemorySegment memory, final long control, final int length) {
        final long content = ControlMessages.find(memory, control, length, Linux.SOL_UDP(), Linux.UDP_GRO());
        return content < 0 ? 0 : memory.get(ValueLayout.JAVA_INT, content);
    }

    /**
     * Writes the control message that cuts a message into datagrams.
     *
     * @param segmentBytes of each datagram, 1 to 65,535.
     * @return the space it takes, for {@code msg_controllen}.
     */
    public static int write(final MemorySegment memory, final long control, final int segmentBytes) {
        memory.set(ValueLayout.JAVA_LONG, control + ControlMessages.HEAD_BYTES, 0);
        memory.set(ValueLayout.JAVA_SHORT, control + ControlMessages.HEAD_BYTES, (short) segmentBytes);
        return ControlMessages.begin(memory, control, Linux.SOL_UDP(), Linux.UDP_SEGMENT(), Short.BYTES);
    }
}
