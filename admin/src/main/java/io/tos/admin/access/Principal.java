package io.tos.admin.access;

import io.tos.admin.db.schema.enums.StaffRole;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in.
 *
 * @param accountId of staff or player.
 * @param name as shown.
 * @param role null for players.
 * @param sessionId the login.
 * @param csrfToken what pages of ours send back.
 * @param accessUntil when the access token ends.
 */
public record Principal(
        long accountId, String name, @Nullable StaffRole role, UUID sessionId, String csrfToken, Instant accessUntil) {
    /** Whether this is staff. */
    public boolean isStaff() {
        return role != null;
    }

    /** Whether the role has the permission. */
    public boolean may(final Permission permission) {
        return role != null && permission.allows(role);
    }

    /** Codes of all permissions. */
    public List<String> permissions() {
        return Arrays.stream(Permission.values())
                .filter(this::may)
                .map(Permission::code)
                .toList();
    }
}
