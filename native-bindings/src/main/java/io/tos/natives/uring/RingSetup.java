package io.tos.natives.uring;

import io.tos.natives.liburing.LibUring;
import java.lang.foreign.MemorySegment;

/** The call that makes a ring, so that a test can let it fail. */
@FunctionalInterface
public interface RingSetup {
    /** {@code io_uring_queue_init_params} of liburing. */
    RingSetup KERNEL = (entries, ring, params) -> LibUring.io_uring_queue_init_params(entries, ring, params);

    /**
     * Mirrors {@code io_uring_queue_init_params}.
     *
     * @param entries of the submission queue.
     * @param ring a {@code struct io_uring} to fill.
     * @param params a {@code struct io_uring_params}.
     * @return 0, or {@code -errno}.
     */
    int setUp(int entries, MemorySegment ring, MemorySegment params);
}
