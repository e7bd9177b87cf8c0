package io.tos.engine.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** CPU time of the whole process and of the two kinds of threads that packets take, since {@link #mark}. Any one thread. */
final class CpuMeter {
    private final ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    private final long[] threadIds;
    private long processMarkNs;
    private long tickMarkNs;
    private long networkMarkNs;

    /** @param threadIds that of the tick first, then those of the network. */
    CpuMeter(final long[] threadIds) {
        this.threadIds = threadIds.clone();
        mark();
    }

    /** Starts counting anew. */
    void mark() {
        processMarkNs = processTotalNs();
        tickMarkNs = tickTotalNs();
        networkMarkNs = networkTotalNs();
    }

    /** Of the process, what the kernel did for it included. */
    long processNs() {
        return processTotalNs() - processMarkNs;
    }

    /** Of the tick's thread. */
    long tickNs() {
        return tickTotalNs() - tickMarkNs;
    }

    /** Of the network's threads. */
    long networkNs() {
        return networkTotalNs() - networkMarkNs;
    }

    private static long processTotalNs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private long tickTotalNs() {
        return bean.getThreadCpuTime(threadIds[0]);
    }

    private long networkTotalNs() {
        long sum = 0;
        for (int index = 1; index < threadIds.length; index++) {
            sum += bean.getThreadCpuTime(threadIds[index]);
        }
        return sum;
    }
}
