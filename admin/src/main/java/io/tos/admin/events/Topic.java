package io.tos.admin.events;

import io.tos.admin.access.Permission;

/** What one may listen to. */
public enum Topic {
    /** Servers come, go and change. */
    SERVERS(Permission.SERVERS_READ),
    /** What servers measure, every second. */
    TELEMETRY(Permission.SERVERS_READ),
    /** Who is online where. */
    PLAYERS(Permission.PLAYERS_READ),
    /** What was done, as it goes to the audit log. */
    SECURITY(Permission.AUDIT_READ);

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
