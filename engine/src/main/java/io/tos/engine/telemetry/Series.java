package io.tos.engine.telemetry;

import static io.tos.engine.telemetry.MetricKind.COUNTER;
import static io.tos.engine.telemetry.MetricKind.GAUGE;

import java.util.List;

/**
 * Metrics of which there are several, told apart by labels, or which are read from the machine: id, name as exported, kind,
 * what a unit of the cell is of the exported one, labels, meaning. Ids are never used again. Each cell has one writer;
 * labels have few values, never players.
 */
public enum Series {
    TICK_TARGET(0, "tos_tick_target_hertz", GAUGE, 1, "", "ticks a second that are wanted"),
    SAMPLES(1, "tos_samples_total", COUNTER, 1, "", "times the machine was looked at, once a second"),
    SAMPLED(2, "tos_sampled_timestamp_seconds", GAUGE, 1e-3, "", "Unix time of the last look at the machine"),
    STARTED(3, "tos_started_timestamp_seconds", GAUGE, 1e-3, "", "Unix time of the process's start"),
    TICK_RATE(4, "tos_tick_rate_hertz", GAUGE, 1e-3, "", "ticks executed in the second before the last look"),

    SYSTEM_TIME(10, "tos_system_seconds_total", COUNTER, 1e-9, "map,system", "a system ran"),
    SYSTEM_WORST(11, "tos_system_worst_seconds", GAUGE, 1e-9, "map,system", "a system's longest run since the start"),
    TICK_PART(
            12,
            "tos_tick_part_seconds_total",
            COUNTER,
            1e-9,
            "part",
            "a part of ticks took: take what came, run the maps, give what leaves"),
    MAP_ENTITIES(13, "tos_map_entities", GAUGE, 1, "map", "entities in a map"),
    MAP_PLAYERS(14, "tos_map_players", GAUGE, 1, "map", "players in a map"),

    CPU_BUSY(20, "tos_cpu_busy_seconds_total", COUNTER, 1e-3, "core", "a core of the machine was busy"),
    CPU_LIMIT(
            21,
            "tos_cpu_limit_cores",
            GAUGE,
            1e-3,
            "",
            "cores the process may use: its control group's, else the machine's"),
    PROCESS_CPU(22, "tos_process_cpu_seconds_total", COUNTER, 1e-9, "", "the process was on a processor"),
    THREAD_CPU(23, "tos_thread_cpu_seconds_total", COUNTER, 1e-9, "thread", "an agent's thread was on a processor"),
    THREAD_ALLOCATED(
            24, "tos_thread_allocated_bytes_total", COUNTER, 1, "thread", "heap that an agent's thread allocated"),

    MEMORY_TOTAL(
            30,
            "tos_memory_total_bytes",
            GAUGE,
            1,
            "",
            "memory the process may use: its control group's, else the machine's"),
    MEMORY_USED(31, "tos_memory_used_bytes", GAUGE, 1, "", "of that, in use and not only cached files"),
    MEMORY_RESIDENT(32, "tos_process_resident_bytes", GAUGE, 1, "", "memory of the process that is really there"),
    HEAP_USED(33, "tos_heap_used_bytes", GAUGE, 1, "", "Java heap in use"),
    HEAP_MAX(34, "tos_heap_max_bytes", GAUGE, 1, "", "Java heap at most"),
    NATIVE(35, "tos_native_bytes", GAUGE, 1, "", "off-heap memory in regions of the server"),
    PRESSURE(
            36,
            "tos_pressure_ratio",
            GAUGE,
            1e-4,
            "resource,kind",
            "share of the last 10 s in which tasks waited for a resource (PSI avg10)"),
    PAGE_FAULTS(37, "tos_page_faults_total", COUNTER, 1, "kind", "page faults of the process"),
    GC_TIME(38, "tos_gc_seconds_total", COUNTER, 1e-3, "", "all threads stood still for garbage collections"),
    GC_RUNS(39, "tos_gc_runs_total", COUNTER, 1, "", "garbage collections"),

    DISK_READ(50, "tos_process_disk_read_bytes_total", COUNTER, 1, "", "read from disk for the process"),
    DISK_WRITTEN(51, "tos_process_disk_written_bytes_total", COUNTER, 1, "", "written to disk by the process"),
    DEVICE_READ(52, "tos_disk_read_bytes_total", COUNTER, 1, "device", "read from a disk of the machine"),
    DEVICE_WRITTEN(53, "tos_disk_written_bytes_total", COUNTER, 1, "device", "written to a disk of the machine"),

    INTERFACE_BYTES(
            60, "tos_interface_bytes_total", COUNTER, 1, "interface,direction", "bytes through a network interface"),
    INTERFACE_PACKETS(
            61,
            "tos_interface_packets_total",
            COUNTER,
            1,
            "interface,direction",
            "packets through a network interface"),
    INTERFACE_ERRORS(
            62, "tos_interface_errors_total", COUNTER, 1, "interface,direction", "errors of a network interface"),
    INTERFACE_DROPS(
            63,
            "tos_interface_drops_total",
            COUNTER,
            1,
            "interface",
            "received packets that a network interface dropped"),
    UDP_BUFFER_ERRORS(
            64,
            "tos_udp_buffer_errors_total",
            COUNTER,
            1,
            "direction",
            "datagrams of the machine lost because a socket's buffer was full");

    private final int id;
    private final String metric;
    private final MetricKind kind;
    private final double scale;
    private final String labels;
    private final String meaning;

    Series(
            final int id,
            final String metric,
            final MetricKind kind,
            final double scale,
            final String labels,
            final String meaning) {
        this.id = id;
        this.metric = metric;
        this.kind = kind;
        this.scale = scale;
        this.labels = labels;
        this.meaning = meaning;
    }

    /** In the telemetry file. */
    public int id() {
        return id;
    }

    /** As exported. */
    public String metric() {
        return metric;
    }

    /** How it moves. */
    public MetricKind kind() {
        return kind;
    }

    /** A cell's value times this is the exported one. */
    public double scale() {
        return scale;
    }

    /** What tells its cells apart, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }

    /** What it says. */
    public String meaning() {
        return meaning;
    }
}
