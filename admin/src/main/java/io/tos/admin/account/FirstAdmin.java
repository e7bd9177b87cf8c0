package io.tos.admin.account;

import static io.tos.admin.db.schema.Tables.ACCOUNT;

import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.AccountKind;
import io.tos.admin.db.schema.enums.StaffRole;
import io.tos.admin.secrets.Passwords;
import io.tos.admin.secrets.Tokens;
import java.util.Optional;

/** The account with which an installation begins: its password is random, told once, and kept nowhere. */
public final class FirstAdmin {
    /** Its name. */
    public static final String NAME = "admin";

    private static final int PASSWORD_LENGTH = 20;

    private FirstAdmin() {}

    /** Makes it if there are no staff at all; the password, or empty. */
    public static Optional<String> create(final Database database, final Passwords passwords) {
        if (database.dsl().fetchExists(ACCOUNT, ACCOUNT.KIND.eq(AccountKind.staff))) {
            return Optional.empty();
        }
        final String password = Tokens.random().substring(0, PASSWORD_LENGTH);
        final String hash = passwords.hash(password);
        final int added = database.inTransaction(tx -> {
            final int rows = tx.insertInto(ACCOUNT)
                    .set(ACCOUNT.KIND, AccountKind.staff)
                    .set(ACCOUNT.NAME, NAME)
                    .set(ACCOUNT.NAME_KEY, NAME)
                    .set(ACCOUNT.PASSWORD_HASH, hash)
                    .set(ACCOUNT.ROLE, StaffRole.SuperAdmin)
                    .onConflictDoNothing()
                    .execute();
            if (rows > 0) {
                Audit.doneByService(tx, Deed.of("staff.first", "account", NAME));
            }
            return rows;
        });
        return added == 0 ? Optional.empty() : Optional.of(password);
    }
}
