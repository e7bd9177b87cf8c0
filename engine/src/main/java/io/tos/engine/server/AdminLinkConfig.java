package io.tos.engine.server;

/**
 * Which administration service this server belongs to.
 *
 * @param url of the service, without a slash at the end; empty: none.
 * @param enrolment a code of one use, needed only until the service knows this server.
 * @param name as operators see it.
 * @param address where players reach this server, a name or an IP address.
 */
public record AdminLinkConfig(String url, String enrolment, String name, String address) {
    /** On its own. */
    public static final AdminLinkConfig DEFAULT = new AdminLinkConfig("", "", "shadowland", "127.0.0.1");

    public AdminLinkConfig {
        if (!url.isEmpty() && !url.matches("https?://[\\w.\\-\\[\\]:]+")) {
            throw new IllegalArgumentException("url must be like http://127.0.0.1:8080: " + url);
        }
        if (!enrolment.isEmpty() && !enrolment.matches("tose1:[A-Za-z0-9_-]{64}")) {
            throw new IllegalArgumentException("enrolment must be a code that the administration service gave");
        }
        if (!name.matches("[\\p{L}\\p{N} _.-]{1,40}")) {
            throw new IllegalArgumentException("name must have 1 to 40 letters, digits, spaces, _ . or -: " + name);
        }
        if (!address.matches("[A-Za-z0-9.:-]{1,253}")) {
            throw new IllegalArgumentException("address must be a name or an IP address: " + address);
        }
    }

    /** Whether there is a service to report to. */
    public boolean isOn() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return isOn() ? url + " as " + name : "none";
    }
}
