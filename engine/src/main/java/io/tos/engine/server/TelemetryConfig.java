package io.tos.engine.server;

/**
 * How the server is looked at.
 *
 * @param metricsPort where {@code /metrics} is served, on loopback; 0 takes a free port, -1 serves nothing.
 */
public record TelemetryConfig(int metricsPort) {
    /** Where it is expected. */
    public static final TelemetryConfig DEFAULT = new TelemetryConfig(9464);

    private static final int PORT_MAX = 65_535;

    public TelemetryConfig {
        if (metricsPort < -1 || metricsPort > PORT_MAX) {
            throw new IllegalArgumentException("metrics_port must be -1 to 65535: " + metricsPort);
        }
    }
}
