package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the tick tells the network, as frames of a {@link Slab} whose head is the session's cid. Static access; native
 * order, never leaves the process.
 *
 * <pre>
 * all:      0 kind u8 | 1 detail u8 | 2 value u16 | 4 spare | 8 body
 * MESSAGE   detail: channel id; body: the message
 * SNAPSHOT  value: snapshot id; body: the part, at most 1,100 bytes
 * ENTERED   its player is in a world: from now on only inputs count as taking part
 * GATED     detail: channel id; body: 0 journal sequence i64 | 8 the message, which leaves once that is durable
 * CLOSE     value: the reason's code; body: text, up to 120 bytes of UTF-8
 * </pre>
 */
public final class OutboundFrame {
    /** Send a message. */
    public static final int MESSAGE = 1;

    /** Send a snapshot. */
    public static final int SNAPSHOT = 2;

    /** The player is in a world. */
    public static final int ENTERED = 3;

    /** End the session. */
    public static final int CLOSE = 4;

    /** Send a message once the journal is durable up to a sequence. */
    public static final int GATED = 5;

    /** Offset of the message in the body of GATED. */
    public static final int GATED_MESSAGE = 8;

    /** Offset of the body. */
    public static final int BODY = 8;

    private OutboundFrame() {}

    /** Writes what stands before the body; the tick's side. */
    public static void begin(final Slab slab, final int kind, final int detail, final int value) {
        final MemorySegment memory = slab.memory();
        final long at = slab.payload();
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) kind);
        memory.set(ValueLayout.JAVA_BYTE, at + 1, (byte) detail);
        memory.set(ValueLayout.JAVA_SHORT, at + 2, (short) value);
    }

    static int kind(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at);
    }

    static int detail(final MemorySegment memory, final long at) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at + 1));
    }

    static int value(final MemorySegment memory, final long at) {
        return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, at + 2));
    }
}
