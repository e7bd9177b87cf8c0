package io.tos.admin.config;

/**
 * Which PostgreSQL.
 *
 * @param url JDBC address; empty: the built-in one.
 * @param user for an external one.
 * @param password for an external one; never printed.
 * @param connectionsMax of the pool.
 */
public record DatabaseConfig(String url, String user, String password, int connectionsMax) {
    /** The built-in one. */
    public static final DatabaseConfig DEFAULT = new DatabaseConfig("", "tos", "", 16);

    /** Whether this process runs its own. */
    public boolean builtIn() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return builtIn() ? "built in" : url.replaceAll("\\?.*", "?...") + " as " + user;
    }
}
