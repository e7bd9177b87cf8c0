package io.tos.admin.config;

import java.util.List;

/**
 * Everything an operator may set for the administration service.
 *
 * @param host address to listen on.
 * @param port TCP port; 0 takes a free one.
 * @param publicUrl where people's browsers reach it, without a slash at the end; empty: the address it listens on.
 *     Cookies are marked secure when it begins with https.
 * @param database which PostgreSQL.
 * @param corsOrigins other web pages that may call the API, exact origins.
 * @param enrolment a code with which the game server that is started beside this service gets in; empty: none.
 * @param requestsPerMinute for each address.
 * @param trustedProxies addresses whose X-Forwarded-For is believed.
 */
public record AdminConfig(
        String host,
        int port,
        String publicUrl,
        DatabaseConfig database,
        List<String> corsOrigins,
        String enrolment,
        int requestsPerMinute,
        List<String> trustedProxies) {
    /** What the service does when told nothing. */
    public static final AdminConfig DEFAULT =
            new AdminConfig("127.0.0.1", 8080, "", DatabaseConfig.DEFAULT, List.of(), "", 1_200, List.of());

    /** The same on another port. */
    public AdminConfig withPort(final int other) {
        return new AdminConfig(
                host, other, publicUrl, database, corsOrigins, enrolment, requestsPerMinute, trustedProxies);
    }

    /** The same with another limit. */
    public AdminConfig withRequestsPerMinute(final int other) {
        return new AdminConfig(host, port, publicUrl, database, corsOrigins, enrolment, other, trustedProxies);
    }

    /** Whether cookies may travel over https only. */
    public boolean secureCookies() {
        return publicUrl.startsWith("https:");
    }
}
