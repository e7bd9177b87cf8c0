package io.tos.admin.account;

import static io.tos.admin.db.schema.Tables.ACCOUNT;
import static io.tos.admin.db.schema.Tables.BAN;

import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.AccountKind;
import io.tos.admin.db.schema.tables.records.AccountRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.RateLimits;
import io.tos.admin.secrets.Passwords;
import io.tos.admin.secrets.Totp;
import io.tos.admin.secrets.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in. Ten wrong passwords lock an account for a quarter of an hour; an address that fails too often has to
 * wait whatever accounts it tries. Whether an account exists is told neither in words nor by the time an answer takes.
 */
public final class LoginService {
    private static final int FAILURES_MAX = 10;
    private static final Duration LOCK = Duration.ofMinutes(15);

    private final Database database;
    private final Passwords passwords;
    private final Vault vault;
    private final Sessions sessions;
    private final RateLimits attempts;
    private final Clock clock;

    /** @param attempts logins for each address. */
    public LoginService(
            final Database database,
            final Passwords passwords,
            final Vault vault,
            final Sessions sessions,
            final RateLimits attempts,
            final Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.vault = vault;
        this.sessions = sessions;
        this.attempts = attempts;
        this.clock = clock;
    }

    /** As names are compared: {@code Ann} is {@code ann}. */
    public static String key(final String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The purpose under which an account's second factor is sealed. */
    static String totpPurpose(final long accountId) {
        return "totp " + accountId;
    }

    /**
     * Begins a login.
     *
     * @param code of the second factor, if the account has one.
     * @throws ApiException wrong credentials, second factor required, locked, too many, banned.
     */
    Sessions.Granted login(final Call call, final String name, final String password, final @Nullable String code) {
        attempts.take(call.address());
        final AccountRecord account = database.dsl().fetchOne(ACCOUNT, ACCOUNT.NAME_KEY.eq(key(name)));
        if (account == null) {
            passwords.matchNobody(password);
            Audit.refused(database.dsl(), call, name, Deed.of("login", "account", "unknown"));
            throw new ApiException(ApiError.WRONG_CREDENTIALS);
        }
        final boolean right = passwords.matches(password, account.getPasswordHash());
        final Instant now = clock.instant();
        if (account.getLockedUntil() != null && account.getLockedUntil().isAfter(now)) {
            final long seconds = Duration.between(now, account.getLockedUntil()).toSeconds() + 1;
            throw new ApiException(ApiError.LOCKED, ApiError.LOCKED.title(), List.of(), seconds);
        }
        if (!right || account.getDisabled()) {
            throw fail(call, account, ApiError.WRONG_CREDENTIALS);
        }
        final long step = secondFactor(call, account, code, now);
        refuseBanned(account, now);
        return database.inTransaction(tx -> {
            tx.update(ACCOUNT)
                    .set(ACCOUNT.FAILED_LOGINS, 0)
                    .setNull(ACCOUNT.LOCKED_UNTIL)
                    .set(ACCOUNT.LAST_LOGIN_AT, now)
                    .set(ACCOUNT.TOTP_LAST_STEP, step)
                    .where(ACCOUNT.ID.eq(account.getId()))
                    .execute();
            Audit.doneBy(tx, call, account.getId(), account.getName(), Deed.of("login", "account", account.getId()));
            return sessions.begin(tx, account.getId(), call.address());
        });
    }

    /** The step of the right code; 0 without a second factor. */
    private long secondFactor(
            final Call call, final AccountRecord account, final @Nullable String code, final Instant now) {
        if (!account.getTotpConfirmed()) {
            return account.getTotpLastStep();
        }
        if (code == null) {
            throw new ApiException(ApiError.SECOND_FACTOR_REQUIRED);
        }
        final byte[] secret = vault.open(totpPurpose(account.getId()), account.getTotpSealed());
        final long step = Totp.stepOf(secret, code, now, account.getTotpLastStep());
        if (step < 0) {
            throw fail(call, account, ApiError.WRONG_CREDENTIALS);
        }
        return step;
    }

    /** Counts a failure; the tenth in a row locks the account. */
    private ApiException fail(final Call call, final AccountRecord account, final ApiError error) {
        final Instant now = clock.instant();
        database.inTransaction(tx -> {
            final int failures = tx.update(ACCOUNT)
                    .set(ACCOUNT.FAILED_LOGINS, ACCOUNT.FAILED_LOGINS.plus(1))
                    .where(ACCOUNT.ID.eq(account.getId()))
                    .returningResult(ACCOUNT.FAILED_LOGINS)
                    .fetchSingle()
                    .value1();
            if (failures >= FAILURES_MAX) {
                tx.update(ACCOUNT)
                        .set(ACCOUNT.LOCKED_UNTIL, now.plus(LOCK))
                        .set(ACCOUNT.FAILED_LOGINS, 0)
                        .where(ACCOUNT.ID.eq(account.getId()))
                        .execute();
                Audit.refused(tx, call, account.getName(), Deed.of("login.lock", "account", account.getId()));
            }
            Audit.refused(tx, call, account.getName(), Deed.of("login", "account", account.getId()));
            return failures;
        });
        return new ApiException(error);
    }

    private void refuseBanned(final AccountRecord account, final Instant now) {
        if (account.getKind() == AccountKind.player) {
            refuseBanned(database.dsl(), account.getId(), now);
        }
    }

    /**
     * Lets pass who is not banned.
     *
     * @throws ApiException banned, with reason and end.
     */
    public static void refuseBanned(final DSLContext dsl, final long accountId, final Instant now) {
        dsl.selectFrom(BAN)
                .where(BAN.ACCOUNT_ID.eq(accountId))
                .and(BAN.LIFTED_AT.isNull())
                .and(BAN.UNTIL.isNull().or(BAN.UNTIL.gt(now)))
                .orderBy(BAN.ID.desc())
                .limit(1)
                .fetchOptional()
                .ifPresent(ban -> {
                    final String end = ban.getUntil() == null ? "for good" : "until " + ban.getUntil();
                    throw new ApiException(ApiError.BANNED, "This account is banned " + end + ": " + ban.getReason());
                });
    }

    /** Whether the password is that account's, for deeds that ask again. */
    void confirm(final AccountRecord account, final String password) {
        if (!passwords.matches(password, account.getPasswordHash())) {
            throw new ApiException(ApiError.WRONG_CREDENTIALS);
        }
    }
}
