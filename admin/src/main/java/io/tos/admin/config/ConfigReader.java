package io.tos.admin.config;

import java.nio.file.Path;
import java.util.Map;

/** Where the configuration comes from: defaults, then {@code admin.yaml} in the data folder, then the environment. */
public final class ConfigReader {
    private static final int PORT_MAX = 65_535;

    private ConfigReader() {}

    /**
     * The effective configuration.
     *
     * @param folder of this process.
     * @throws ConfigException with all problems.
     */
    public static AdminConfig read(final Path folder, final Map<String, String> environment) {
        final Settings settings = new Settings(folder.resolve("admin.yaml"), environment);
        final AdminConfig plain = AdminConfig.DEFAULT;
        final DatabaseConfig database = DatabaseConfig.DEFAULT;
        final AdminConfig config = new AdminConfig(
                settings.text("host", plain.host(), text -> text.matches("[\\w.:-]+"), "an address"),
                settings.number("port", plain.port(), 0, PORT_MAX),
                settings.text("public_url", "", ConfigReader::isOrigin, "like https://admin.example.org"),
                new DatabaseConfig(
                        settings.text("db_url", "", text -> text.startsWith("jdbc:postgresql:"), "jdbc:postgresql:..."),
                        settings.text("db_user", database.user(), text -> !text.isBlank(), "a name"),
                        settings.secret("db_password", database.password()),
                        settings.number("db_connections_max", database.connectionsMax(), 2, 500)),
                settings.list("cors_origins", ConfigReader::isOrigin, "an origin like https://example.org"),
                settings.text("enrolment", "", text -> text.matches("tose1:[A-Za-z0-9_-]{64}"), "an enrolment code"),
                settings.number("requests_per_minute", plain.requestsPerMinute(), 10, 1_000_000),
                settings.list("trusted_proxies", text -> text.matches("[0-9a-fA-F.:]+"), "an IP address"));
        settings.check();
        return config;
    }

    private static boolean isOrigin(final String text) {
        return text.matches("https?://[\\w.\\-\\[\\]:]+");
    }
}
