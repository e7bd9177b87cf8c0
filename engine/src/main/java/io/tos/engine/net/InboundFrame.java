package io.tos.engine.net;

import io.tos.engine.memory.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What the network tells the tick, as frames of a {@link Slab} whose head is the session's cid. Static access; native
 * order, never leaves the process.
 *
 * <pre>
 * all:      0 kind u8 | 1 detail u8 | 2 value u16 | 4 spare | 8 body
 * OPENED    body: {@link io.tos.engine.net.admission.JoinFrame}. Its peer has proven its keys; it may still have to wait
 * ADMITTED  it has a place: it may enter a world
 * CLOSED    value: the reason's code. Nothing more comes from this session
 * MESSAGE   detail: channel id; body: the message
 * FRAME     detail: frame type, INPUT or MISS; body: the frame's
 * FATE      detail: 1 acked, 0 lost; value: snapshot id
 * PATH      body: 0 smoothed round trip ns i64 | 8 its variation ns i64 | 16 bytes per second i32
 * </pre>
 */
public final class InboundFrame {
    /** A session's peer has proven its keys. */
    public static final int OPENED = 1;

    /** A session has a place. */
    public static final int ADMITTED = 2;

    /** A session is over. */
    public static final int CLOSED = 3;

    /** A message came, once and in the order its channel promises. */
    public static final int MESSAGE = 4;

    /** A frame came that is no message. */
    public static final int FRAME = 5;

    /** What became of a snapshot is known. */
    public static final int FATE = 6;

    /** How the line is now. */
    public static final int PATH = 7;

    /** Offset of the body. */
    public static final int BODY = 8;

    /** Bytes of the body of PATH. */
    public static final int PATH_BYTES = 20;

    /** So that kind and detail lie where the layout says, on every machine. */
    private static final ValueLayout.OfInt LITTLE_ENDIAN = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private InboundFrame() {}

    /** What stands before the body, in one word. */
    static int head(final int kind, final int detail, final int value) {
        return kind | detail << 8 | value << 16;
    }

    /** Writes what stands before the body. */
    static void begin(final Slab slab, final int head) {
        slab.memory().set(LITTLE_ENDIAN, slab.payload(), head);
    }

    /** One of the kinds above. */
    public static int kind(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at);
    }

    /** See the layout. */
    public static int detail(final MemorySegment memory, final long at) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at + 1));
    }

    /** See the layout. */
    public static int value(final MemorySegment memory, final long at) {
        return memory.get(LITTLE_ENDIAN, at) >>> Short.SIZE;
    }

    /** PATH: smoothed round trip, ns. */
    public static long smoothedNs(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_LONG, at + BODY);
    }

    /** PATH: variation of the round trip, ns. */
    public static long variationNs(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_LONG, at + BODY + Long.BYTES);
    }

    /** PATH: what may be sent. */
    public static int bytesPerSecond(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_INT, at + BODY + 2 * Long.BYTES);
    }
}
