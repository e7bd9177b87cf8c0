package io.tos.engine.server;

import io.tos.engine.load.LoadException;
import io.tos.engine.load.RecordReader;
import io.tos.engine.net.TransportConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the configuration comes from: defaults, then the file, then the environment, then flags; the last word wins. */
final class ConfigSources {
    private static final String TRANSPORT = "TOS_TRANSPORT";
    private static final String ADMIN_URL = "TOS_LINK_URL";
    private static final String ADMIN_ENROLMENT = "TOS_LINK_ENROLMENT";

    private ConfigSources() {}

    /**
     * The effective configuration.
     *
     * @param file as given, or null: then {@code tos.yaml} in the data directory, if it is there.
     * @param port as given, or null.
     * @param metricsPort as given, or null.
     * @throws LoadException naming the source, the key and the problem.
     */
    static ServerConfig read(
            final @Nullable Path file,
            final Path data,
            final @Nullable Integer port,
            final @Nullable Integer metricsPort,
            final Map<String, String> environment) {
        final Path standard = data.resolve("tos.yaml");
        ServerConfig config = ServerConfig.DEFAULT;
        if (file != null || Files.exists(standard)) {
            config = RecordReader.read(file == null ? standard : file, ServerConfig.class, ServerConfig.DEFAULT);
        }
        final String transport = environment.get(TRANSPORT);
        if (transport != null) {
            config = config.withNetwork(withTransport(config.network(), transport));
        }
        config = config.withAdmin(withEnvironment(config.admin(), environment));
        if (port != null) {
            config = config.withNetwork(withPort(config.network(), port));
        }
        if (metricsPort != null) {
            config = config.withTelemetry(withMetricsPort(metricsPort));
        }
        return config;
    }

    private static AdminLinkConfig withEnvironment(final AdminLinkConfig admin, final Map<String, String> environment) {
        try {
            return new AdminLinkConfig(
                    environment.getOrDefault(ADMIN_URL, admin.url()),
                    environment.getOrDefault(ADMIN_ENROLMENT, admin.enrolment()),
                    admin.name(),
                    admin.address());
        } catch (final IllegalArgumentException refused) {
            throw new LoadException(
                    "environment", ADMIN_URL + ", " + ADMIN_ENROLMENT, String.valueOf(refused.getMessage()));
        }
    }

    private static TransportConfig withTransport(final TransportConfig network, final String transport) {
        try {
            return network.withKind(TransportConfig.Kind.valueOf(transport.toUpperCase(Locale.ROOT)));
        } catch (final IllegalArgumentException unknown) {
            throw new LoadException("environment", TRANSPORT, "must be auto, uring, mmsg or udp: " + transport);
        }
    }

    private static TransportConfig withPort(final TransportConfig network, final int port) {
        try {
            return network.withPort(port);
        } catch (final IllegalArgumentException refused) {
            throw new LoadException("command line", "--port", String.valueOf(refused.getMessage()));
        }
    }

    private static TelemetryConfig withMetricsPort(final int port) {
        try {
            return new TelemetryConfig(port);
        } catch (final IllegalArgumentException refused) {
            throw new LoadException("command line", "--metrics-port", String.valueOf(refused.getMessage()));
        }
    }
}
