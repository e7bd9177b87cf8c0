package io.tos.tools.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Big-endian numbers, as link layers and IP have them. Bounds are the caller's to check. */
final class NetworkOrder {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private NetworkOrder() {}

    /** Two bytes, 0 to 65,535. */
    static int u16(final MemorySegment memory, final long at) {
        return Short.toUnsignedInt(memory.get(SHORT, at));
    }

    /** Four bytes; unsigned fields keep their bits. */
    static int i32(final MemorySegment memory, final long at) {
        return memory.get(INT, at);
    }
}
