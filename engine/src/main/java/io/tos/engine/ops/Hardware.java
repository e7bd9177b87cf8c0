package io.tos.engine.ops;

import io.tos.engine.telemetry.Series;
import java.nio.file.Path;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * The machine under the server: cores, memory, disks, network interfaces, and what the process may use of them. Telemetry
 * thread only.
 */
final class Hardware {
    private static final String[] RESOURCES = {"cpu", "memory", "io"};

    private final Cells cells;
    private final ProcFiles proc;
    private final ControlGroup group;
    private final HardwareAbstractionLayer machine = new SystemInfo().getHardware();
    private final CentralProcessor processor = machine.getProcessor();
    private final GlobalMemory memory = machine.getMemory();

    Hardware(final Cells cells) {
        this.cells = cells;
        this.proc = new ProcFiles(Path.of("/proc"));
        this.group = ControlGroup.ofProcess(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /** Looks once. */
    void sample() {
        cores();
        memory();
        pressure();
        disks();
        interfaces();
    }

    private void cores() {
        final long[][] ticks = processor.getProcessorCpuLoadTicks();
        for (int core = 0; core < ticks.length; core++) {
            long busyMs = 0;
            for (final TickType type : TickType.values()) {
                final boolean idle = type == TickType.IDLE || type == TickType.IOWAIT;
                busyMs += idle ? 0 : ticks[core][type.getIndex()];
            }
            cells.set(Series.CPU_BUSY, busyMs, Integer.toString(core));
        }
        cells.set(Series.CPU_LIMIT, Math.min(group.cpuMillicores().orElse(Long.MAX_VALUE), ticks.length * 1_000L));
    }

    private void memory() {
        cells.set(Series.MEMORY_TOTAL, Math.min(group.memoryMaxBytes().orElse(Long.MAX_VALUE), memory.getTotal()));
        cells.set(Series.MEMORY_USED, group.memoryUsedBytes().orElse(memory.getTotal() - memory.getAvailable()));
        cells.set(Series.MEMORY_RESIDENT, proc.residentBytes());
        cells.set(Series.PAGE_FAULTS, proc.minorFaults(), "minor");
        cells.set(Series.PAGE_FAULTS, proc.majorFaults(), "major");
    }

    private void pressure() {
        for (final String resource : RESOURCES) {
            cells.set(Series.PRESSURE, proc.pressure(resource, "some"), resource, "some");
            cells.set(Series.PRESSURE, proc.pressure(resource, "full"), resource, "full");
        }
    }

    private void disks() {
        cells.set(Series.DISK_READ, proc.diskBytes("read_bytes"));
        cells.set(Series.DISK_WRITTEN, proc.diskBytes("write_bytes"));
        for (final HWDiskStore disk : machine.getDiskStores()) {
            cells.set(Series.DEVICE_READ, disk.getReadBytes(), disk.getName());
            cells.set(Series.DEVICE_WRITTEN, disk.getWriteBytes(), disk.getName());
        }
    }

    private void interfaces() {
        for (final NetworkIF card : machine.getNetworkIFs(true)) {
            final String name = card.getName();
            cells.set(Series.INTERFACE_BYTES, card.getBytesRecv(), name, "in");
            cells.set(Series.INTERFACE_BYTES, card.getBytesSent(), name, "out");
            cells.set(Series.INTERFACE_PACKETS, card.getPacketsRecv(), name, "in");
            cells.set(Series.INTERFACE_PACKETS, card.getPacketsSent(), name, "out");
            cells.set(Series.INTERFACE_ERRORS, card.getInErrors(), name, "in");
            cells.set(Series.INTERFACE_ERRORS, card.getOutErrors(), name, "out");
            cells.set(Series.INTERFACE_DROPS, card.getInDrops(), name);
        }
        cells.set(Series.UDP_BUFFER_ERRORS, proc.udp("RcvbufErrors"), "in");
        cells.set(Series.UDP_BUFFER_ERRORS, proc.udp("SndbufErrors"), "out");
    }
}
