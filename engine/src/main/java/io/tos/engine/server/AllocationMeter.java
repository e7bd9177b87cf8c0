package io.tos.engine.server;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** How many bytes chosen threads have allocated on the heap since {@link #mark}. Any one thread. */
final class AllocationMeter {
    private final com.sun.management.ThreadMXBean bean =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] threadIds;
    private long markBytes;

    AllocationMeter(final long[] threadIds) {
        this.threadIds = threadIds.clone();
        mark();
    }

    /** Starts counting anew. */
    void mark() {
        markBytes = totalBytes();
    }

    /** Bytes since the mark. */
    long allocatedBytes() {
        return totalBytes() - markBytes;
    }

    private long totalBytes() {
        return Arrays.stream(bean.getThreadAllocatedBytes(threadIds)).sum();
    }
}
