package io.tos.benchmarks.transport.servers;

import com.sun.management.ThreadMXBean;
import io.tos.benchmarks.transport.Trial;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Counts one thread's datagrams and takes its clocks at both ends of the window. The twin of {@code meter_add} in
 * {@code floor.c}. Used by one thread.
 */
final class Meter {
    private static final long NO_TRAFFIC_NS = TimeUnit.SECONDS.toNanos(8);
    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

    private final long settleNs;
    private final long windowNs;
    private long trafficNs = System.nanoTime();
    private long startedNs;
    private boolean isStarted;
    private boolean isMeasuring;
    private boolean isShared;
    private long count;
    private long countFrom;
    private long wallFromNs;
    private long cpuFromNs;
    private long allocatedFrom;
    private long cpuNs;
    private long wallNs;
    private long allocatedBytes;

    Meter(final long settleNs, final long windowNs) {
        this.settleNs = settleNs;
        this.windowNs = windowNs;
    }

    static long threadCpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    static long threadAllocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Adds what moved since the last call; to be called at least every 100 ms.
     *
     * @return whether the trial is over.
     * @throws IllegalStateException when nothing has moved for eight seconds.
     */
    boolean add(final int datagrams) {
        final long nowNs = System.nanoTime();
        count += datagrams;
        if (datagrams > 0) {
            trafficNs = nowNs;
            if (!isStarted) {
                isStarted = true;
                startedNs = nowNs;
            }
        } else if (nowNs - trafficNs > NO_TRAFFIC_NS) {
            throw new IllegalStateException("no datagrams for 8 s");
        }
        if (isMeasuring) {
            // A window without a datagram says nothing: a busy machine may have kept us off the core.
            if (nowNs - wallFromNs < windowNs || count == countFrom) {
                return false;
            }
            cpuNs = threadCpuNs() - cpuFromNs;
            allocatedBytes = threadAllocatedBytes() - allocatedFrom;
            wallNs = isShared ? cpuNs : nowNs - wallFromNs;
            return true;
        }
        if (isStarted && nowNs - startedNs >= settleNs) {
            isMeasuring = true;
            countFrom = count;
            allocatedFrom = threadAllocatedBytes();
            cpuFromNs = threadCpuNs();
            wallFromNs = System.nanoTime();
        }
        return false;
    }

    /**
     * Takes out what the calling thread did between two calls for somebody else. From then on the window's length is
     * the CPU time that is left: nobody waits for anybody on one thread.
     */
    void exclude(final long otherCpuNs, final long otherAllocatedBytes) {
        cpuFromNs += otherCpuNs;
        allocatedFrom += otherAllocatedBytes;
        isShared = true;
    }

    /** After {@link #add} has returned true. */
    Trial trial() {
        return new Trial(count - countFrom, cpuNs, wallNs, allocatedBytes);
    }
}
