package io.tos.natives.uring;

import io.tos.natives.liburing.LibUring;
import io.tos.natives.liburing.io_uring_buf;
import io.tos.natives.liburing.io_uring_buf_reg;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring of equally long buffers that the kernel fills: mirrors {@code io_uring_register_buf_ring}, {@code
 * io_uring_buf_ring_add} and {@code io_uring_buf_ring_advance}. The ring's thread only.
 *
 * <pre> entry: 0 addr u64 | 8 len u32 | 12 bid u16 | 14 in the first entry: the ring's tail u16 </pre>
 */
public final class ProvidedBuffers {
    /** Bytes of ring that each buffer needs beside its own. */
    public static final int ENTRY_BYTES = 16;

    /** Alignment of the ring's memory: a page. */
    public static final int RING_ALIGNMENT_BYTES = 4096;

    private static final long ADDR = io_uring_buf.addr$offset();
    private static final long LEN = io_uring_buf.len$offset();
    private static final long BID = io_uring_buf.bid$offset();
    private static final long TAIL_OFFSET = io_uring_buf.resv$offset();
    private static final VarHandle TAIL = ValueLayout.JAVA_SHORT.varHandle();

    private final MemorySegment entries;
    private final MemorySegment buffers;
    private final int count;
    private final int strideBytes;
    private int tail;
    private int published;

    /**
     * @param entries {@code count * ENTRY_BYTES} bytes on a page boundary.
     * @param buffers {@code count * strideBytes} bytes.
     * @param count a power of two, at most 32,768.
     * @param strideBytes length of a buffer.
     */
    public ProvidedBuffers(
            final MemorySegment entries, final MemorySegment buffers, final int count, final int strideBytes) {
        if (Integer.bitCount(count) != 1 || count > 1 << 15) {
            throw new IllegalArgumentException("provided buffers must be a power of two up to 32768: " + count);
        }
        this.entries = entries;
        this.buffers = buffers;
        this.count = count;
        this.strideBytes = strideBytes;
    }

    /**
     * Mirrors {@code io_uring_register_buf_ring}, then gives the kernel all buffers.
     *
     * @throws NativeException when the kernel refuses.
     */
    public void register(final Ring ring, final int group) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment registration = io_uring_buf_reg.allocate(arena);
            io_uring_buf_reg.ring_addr(registration, entries.address());
            io_uring_buf_reg.ring_entries(registration, count);
            io_uring_buf_reg.bgid(registration, (short) group);
            ring.check(
                    "io_uring_register_buf_ring", LibUring.io_uring_register_buf_ring(ring.control(), registration, 0));
        }
        for (int buffer = 0; buffer < count; buffer++) {
            add(buffer);
        }
        publish();
    }

    /** Where a buffer begins in the memory that was given. */
    public long offset(final int buffer) {
        return (long) buffer * strideBytes;
    }

    /** Mirrors {@code io_uring_buf_ring_add}: the kernel sees it after {@link #publish()}. */
    public void add(final int buffer) {
        final long entry = (long) (tail & (count - 1)) * ENTRY_BYTES;
        entries.set(ValueLayout.JAVA_LONG, entry + ADDR, buffers.address() + offset(buffer));
        entries.set(ValueLayout.JAVA_INT, entry + LEN, strideBytes);
        entries.set(ValueLayout.JAVA_SHORT, entry + BID, (short) buffer);
        tail++;
    }

    /** Mirrors {@code io_uring_buf_ring_advance}: a release store of the tail, if it moved. */
    public void publish() {
        if (tail != published) {
            TAIL.setRelease(entries, TAIL_OFFSET, (short) tail);
            published = tail;
        }
    }
}
