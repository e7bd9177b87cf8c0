package io.tos.admin.events;

import io.tos.admin.access.Permission;

/** What one may listen to. */
public enum Topic {
    /** Servers come, go and change. */
    SERVERS(Permission.SERVERS_READ),
    /** What servers measure, every second. */
    TELEMETRY(Permission.SERVERS_READ);

    private final Permission permission;

    Topic(final Permission permission) {
        this.permission = permission;
    }

    /** Who may listen. */
    public Permission permission() {
        return permission;
    }

    /** As the API writes it. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
