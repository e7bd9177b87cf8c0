package io.tos.benchmarks.tick;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each step of each tick took, by the clock and of the processor: on a machine that others use too, the clock also shows
 * the time they had it. One thread; allocates when made and when asked.
 */
final class Steps {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final String[] names;
    private final long[][] wallNs;
    private final long[][] cpuNs;
    private int tick = -1;
    private int step;
    private long beforeWallNs;
    private long beforeCpuNs;

    Steps(final int ticks, final String... names) {
        this.names = names;
        this.wallNs = new long[names.length + 1][ticks];
        this.cpuNs = new long[names.length + 1][ticks];
    }

    /** A tick begins. */
    void begin() {
        tick++;
        step = 0;
        beforeWallNs = System.nanoTime();
        beforeCpuNs = threads.getCurrentThreadCpuTime();
    }

    /** The next step, in the order of the names, ended. */
    void took() {
        final long nowWallNs = System.nanoTime();
        final long nowCpuNs = threads.getCurrentThreadCpuTime();
        wallNs[step][tick] = nowWallNs - beforeWallNs;
        wallNs[names.length][tick] += nowWallNs - beforeWallNs;
        cpuNs[step][tick] = nowCpuNs - beforeCpuNs;
        cpuNs[names.length][tick] += nowCpuNs - beforeCpuNs;
        step++;
        beforeWallNs = nowWallNs;
        beforeCpuNs = nowCpuNs;
    }

    /** Each step, and all together as "tick". */
    Map<String, Row> rows() {
        final Map<String, Row> rows = new LinkedHashMap<>();
        for (int index = 0; index <= names.length; index++) {
            final long[] wall = Arrays.copyOf(wallNs[index], tick + 1);
            final long[] cpu = Arrays.copyOf(cpuNs[index], tick + 1);
            Arrays.sort(wall);
            Arrays.sort(cpu);
            rows.put(
                    index == names.length ? "tick" : names[index],
                    new Row(
                            share(wall, 50),
                            share(wall, 99),
                            share(wall, 100),
                            share(cpu, 50),
                            share(cpu, 99),
                            share(cpu, 100)));
        }
        return rows;
    }

    private static double share(final long[] sortedNs, final int percent) {
        return sortedNs[(int) Math.min(sortedNs.length - 1L, sortedNs.length * (long) percent / 100)] / 1e3;
    }

    /** Median, 99th percentile and maximum in microseconds. */
    record Row(double p50Us, double p99Us, double maxUs, double cpuP50Us, double cpuP99Us, double cpuMaxUs) {}
}
