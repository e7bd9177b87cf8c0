package io.tos.admin.access;

import io.tos.admin.db.schema.enums.StaffRole;

/** What staff may be allowed to do: a verb on a resource, with the least role that has it. */
public enum Permission {
    /** See the list of servers, their state and figures. */
    SERVERS_READ(StaffRole.Support),
    /** Drain, stop, announce. */
    SERVERS_OPERATE(StaffRole.Admin),
    /** Let a new server in, remove one. */
    SERVERS_ENROL(StaffRole.Admin),
    /** Search players, see their characters, bans and notes. */
    PLAYERS_READ(StaffRole.Support),
    /** Write notes about players. */
    PLAYERS_NOTE(StaffRole.Support),
    /** Kick. */
    PLAYERS_KICK(StaffRole.Moderator),
    /** Ban and lift bans. */
    PLAYERS_BAN(StaffRole.Moderator),
    /** Read the audit log. */
    AUDIT_READ(StaffRole.Moderator),
    /** See who is staff. */
    STAFF_READ(StaffRole.Admin),
    /** Add staff, change roles, end logins of others. */
    STAFF_WRITE(StaffRole.SuperAdmin);

    private final StaffRole least;

    Permission(final StaffRole least) {
        this.least = least;
    }

    /** Whether the role has it: each role has what those below it have. */
    public boolean allows(final StaffRole role) {
        // Declared from the highest to the lowest.
        return role.compareTo(least) <= 0;
    }

    /** As the API writes it: {@code servers:operate}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ':');
    }
}
