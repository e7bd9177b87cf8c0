package io.tos.admin.account;

import static io.tos.admin.db.schema.Tables.ACCOUNT;

import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Permission;
import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.AccountKind;
import io.tos.admin.db.schema.enums.StaffRole;
import io.tos.admin.db.schema.tables.records.AccountRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Nothing;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import io.tos.admin.secrets.Passwords;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Staff: who there is, adding some, changing roles, ending their logins. */
public final class StaffResource {
    private final Database database;
    private final Sessions sessions;
    private final Passwords passwords;

    /** @param sessions ended when a role or an account changes. */
    public StaffResource(final Database database, final Sessions sessions, final Passwords passwords) {
        this.database = database;
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /** Staff, as the list shows them. */
    public record StaffMember(
            long id,
            String name,
            StaffRole role,
            boolean disabled,
            boolean secondFactor,
            @Nullable Instant lastLoginAt,
            int version) {}

    /** All staff; there are never many. */
    public record StaffList(List<StaffMember> items) {}

    /** Somebody new. */
    public record NewStaff(
            @Pattern(regexp = "^[A-Za-z0-9_-]{2,32}$") String name,
            @Size(min = 12, max = 256) String password,
            StaffRole role) {}

    /**
     * A change of somebody.
     *
     * @param version as last seen: a change in between is not overwritten.
     */
    public record StaffChange(
            int version,
            StaffRole role,
            boolean disabled,
            @Size(min = 1, max = 500) String reason) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.GET,
                        "/api/v1/staff",
                        "listStaff: Everybody who may log in here.",
                        Access.staff(Permission.STAFF_READ),
                        Types.out(StaffList.class),
                        (call, none) -> list())
                .with(
                        Method.POST,
                        "/api/v1/staff",
                        "addStaff: Adds somebody.",
                        Access.staff(Permission.STAFF_WRITE),
                        Types.of(NewStaff.class, StaffMember.class),
                        this::add)
                .with(
                        Method.PUT,
                        "/api/v1/staff/{id}",
                        "changeStaff: Changes a role, or disables; ends the account's logins.",
                        Access.staff(Permission.STAFF_WRITE),
                        Types.of(StaffChange.class, StaffMember.class),
                        this::change)
                .with(
                        Method.DELETE,
                        "/api/v1/staff/{id}/logins",
                        "endStaffLogins: Ends all logins of somebody.",
                        Access.staff(Permission.STAFF_WRITE),
                        Types.none(),
                        (call, none) -> endLogins(call));
    }

    private StaffList list() {
        return new StaffList(database.dsl()
                .selectFrom(ACCOUNT)
                .where(ACCOUNT.KIND.eq(AccountKind.staff))
                .orderBy(ACCOUNT.NAME_KEY)
                .fetch(StaffResource::member));
    }

    private StaffMember add(final Call call, final NewStaff wanted) {
        final String hash = passwords.hash(wanted.password());
        try {
            return database.inTransaction(tx -> {
                final StaffMember added = member(tx.insertInto(ACCOUNT)
                        .set(ACCOUNT.KIND, AccountKind.staff)
                        .set(ACCOUNT.NAME, wanted.name())
                        .set(ACCOUNT.NAME_KEY, LoginService.key(wanted.name()))
                        .set(ACCOUNT.PASSWORD_HASH, hash)
                        .set(ACCOUNT.ROLE, wanted.role())
                        .returning()
                        .fetchSingle());
                Audit.done(tx, call, Deed.of("staff.add", "account", added.id()).changing(null, added));
                return added;
            });
        } catch (final IntegrityConstraintViolationException taken) {
            throw new ApiException(ApiError.CONFLICT, "This name is taken.");
        }
    }

    private StaffMember change(final Call call, final StaffChange change) {
        final long id = call.number("id");
        return database.inTransaction(tx -> {
            final AccountRecord row = tx.selectFrom(ACCOUNT)
                    .where(ACCOUNT.ID.eq(id))
                    .and(ACCOUNT.KIND.eq(AccountKind.staff))
                    .forUpdate()
                    .fetchOne();
            if (row == null) {
                throw new ApiException(ApiError.NOT_FOUND);
            }
            if (id == call.principal().accountId()) {
                throw new ApiException(ApiError.CONFLICT, "Nobody changes the own role.");
            }
            if (row.getVersion() != change.version()) {
                throw new ApiException(ApiError.CHANGED_MEANWHILE);
            }
            final StaffMember before = member(row);
            row.setRole(change.role());
            row.setDisabled(change.disabled());
            row.setVersion(row.getVersion() + 1);
            row.update();
            sessions.endAll(tx, id);
            Audit.done(
                    tx,
                    call,
                    Deed.of("staff.change", "account", id)
                            .because(change.reason())
                            .changing(before, member(row)));
            return member(row);
        });
    }

    private Nothing endLogins(final Call call) {
        final long id = call.number("id");
        database.inTransaction(tx -> {
            if (!tx.fetchExists(ACCOUNT, ACCOUNT.ID.eq(id).and(ACCOUNT.KIND.eq(AccountKind.staff)))) {
                throw new ApiException(ApiError.NOT_FOUND);
            }
            Audit.done(tx, call, Deed.of("staff.logins.end", "account", id).changing(sessions.endAll(tx, id), 0));
            return true;
        });
        return Nothing.NOTHING;
    }

    private static StaffMember member(final AccountRecord row) {
        return new StaffMember(
                row.getId(),
                row.getName(),
                row.getRole(),
                row.getDisabled(),
                row.getTotpConfirmed(),
                row.getLastLoginAt(),
                row.getVersion());
    }
}
