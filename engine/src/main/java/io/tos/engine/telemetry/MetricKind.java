package io.tos.engine.telemetry;

/** How a metric moves. */
public enum MetricKind {
    /** Only rises while the process runs. */
    COUNTER,
    /** What is now. */
    GAUGE
}
