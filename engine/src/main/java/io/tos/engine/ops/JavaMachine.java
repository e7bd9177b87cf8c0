package io.tos.engine.ops;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Series;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** The Java machine's own figures: heap, collections, threads of the agents. Telemetry thread only. */
final class JavaMachine {
    private final Cells cells;
    private final long[] threadIds;
    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final com.sun.management.OperatingSystemMXBean process =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** @param threadIds of the agents. */
    JavaMachine(final Cells cells, final long[] threadIds) {
        this.cells = cells;
        this.threadIds = threadIds.clone();
    }

    /** Looks once. */
    void sample() {
        final MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        cells.set(Series.HEAP_USED, heap.getUsed());
        cells.set(Series.HEAP_MAX, heap.getMax());
        cells.set(Series.NATIVE, Region.openBytes());
        cells.set(Series.PROCESS_CPU, process.getProcessCpuTime());
        long runs = 0;
        long tookMs = 0;
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            runs += collector.getCollectionCount();
            tookMs += collector.getCollectionTime();
        }
        cells.set(Series.GC_RUNS, runs);
        cells.set(Series.GC_TIME, tookMs);
        for (final long id : threadIds) {
            final var thread = threads.getThreadInfo(id);
            if (thread != null) {
                cells.set(Series.THREAD_CPU, Math.max(0, threads.getThreadCpuTime(id)), thread.getThreadName());
                cells.set(Series.THREAD_ALLOCATED, threads.getThreadAllocatedBytes(id), thread.getThreadName());
            }
        }
    }
}
