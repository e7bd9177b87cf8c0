package io.tos.admin.account;

import static io.tos.admin.db.schema.Tables.ACCOUNT;
import static io.tos.admin.db.schema.Tables.LOGIN_SESSION;
import static io.tos.admin.db.schema.Tables.REFRESH_TOKEN;

import io.tos.admin.access.Principal;
import io.tos.admin.db.Database;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.secrets.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Logins: a short access token that every request shows, and a refresh token that renews both and is used once. A refresh
 * token that comes a second time was copied; the login ends for whoever holds it. Thread-safe.
 */
public final class Sessions {
    /** How long an access token lives. */
    static final Duration ACCESS_LIFE = Duration.ofMinutes(10);

    /** How long a login may be renewed. */
    static final Duration SESSION_LIFE = Duration.ofHours(12);

    /** Two tabs that renew at once are no thieves. */
    private static final Duration RACE = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;

    /** @param clock judges all ends. */
    public Sessions(final Database database, final Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Both tokens of a login; the only moment they are known.
     *
     * @param csrfToken what pages of ours send back in a header.
     */
    public record Granted(UUID sessionId, String accessToken, String refreshToken, String csrfToken) {}

    /** What became of a refresh token. */
    private enum Refresh {
        UNKNOWN,
        RACE,
        REUSED
    }

    /** Begins a login. */
    public Granted begin(final DSLContext tx, final long accountId, final String address) {
        final UUID id = UUID.randomUUID();
        final Instant now = clock.instant();
        final Granted granted = new Granted(id, Tokens.random(), Tokens.random(), Tokens.random());
        tx.insertInto(LOGIN_SESSION)
                .set(LOGIN_SESSION.ID, id)
                .set(LOGIN_SESSION.ACCOUNT_ID, accountId)
                .set(LOGIN_SESSION.ACCESS_HASH, Tokens.hash(granted.accessToken()))
                .set(LOGIN_SESSION.ACCESS_EXPIRES_AT, now.plus(ACCESS_LIFE))
                .set(LOGIN_SESSION.CSRF_TOKEN, granted.csrfToken())
                .set(LOGIN_SESSION.EXPIRES_AT, now.plus(SESSION_LIFE))
                .set(LOGIN_SESSION.ADDRESS, address)
                .execute();
        remember(tx, id, granted.refreshToken(), now);
        return granted;
    }

    /** Whose access token this is, while it and the login last. */
    public Optional<Principal> byAccessToken(final String token) {
        return find(LOGIN_SESSION
                .ACCESS_HASH
                .eq(Tokens.hash(token))
                .and(LOGIN_SESSION.ACCESS_EXPIRES_AT.gt(clock.instant())));
    }

    /** Whether a login still lasts; streams ask from time to time. */
    public boolean lasts(final UUID sessionId) {
        return find(LOGIN_SESSION.ID.eq(sessionId)).isPresent();
    }

    /**
     * Renews a login: a new access token and a new refresh token.
     *
     * @throws ApiException not logged in, race, or reused; in the last case the login has been ended.
     */
    public Granted refresh(final String token) {
        final Object outcome = database.inTransaction(tx -> rotate(tx, Tokens.hash(token)));
        if (outcome instanceof final Granted granted) {
            return granted;
        }
        throw new ApiException(
                switch ((Refresh) outcome) {
                    case UNKNOWN -> ApiError.NOT_LOGGED_IN;
                    case RACE -> ApiError.REFRESH_RACE;
                    case REUSED -> ApiError.TOKEN_REUSED;
                });
    }

    /** Ends one login. */
    public void end(final DSLContext tx, final UUID sessionId) {
        tx.update(LOGIN_SESSION)
                .set(LOGIN_SESSION.REVOKED_AT, clock.instant())
                .where(LOGIN_SESSION.ID.eq(sessionId))
                .and(LOGIN_SESSION.REVOKED_AT.isNull())
                .execute();
    }

    /** Ends all logins of an account; returns how many. */
    public int endAll(final DSLContext tx, final long accountId) {
        return tx.update(LOGIN_SESSION)
                .set(LOGIN_SESSION.REVOKED_AT, clock.instant())
                .where(LOGIN_SESSION.ACCOUNT_ID.eq(accountId))
                .and(LOGIN_SESSION.REVOKED_AT.isNull())
                .execute();
    }

    /** Forgets logins that ended long ago. */
    public void forgetOld() {
        database.dsl()
                .deleteFrom(LOGIN_SESSION)
                .where(LOGIN_SESSION.EXPIRES_AT.lt(clock.instant().minus(SESSION_LIFE)))
                .execute();
    }

    private Object rotate(final DSLContext tx, final byte[] hash) {
        final Instant now = clock.instant();
        final Record known = tx.select(REFRESH_TOKEN.SESSION_ID, REFRESH_TOKEN.USED_AT)
                .from(REFRESH_TOKEN)
                .join(LOGIN_SESSION)
                .on(LOGIN_SESSION.ID.eq(REFRESH_TOKEN.SESSION_ID))
                .where(REFRESH_TOKEN.HASH.eq(hash))
                .and(LOGIN_SESSION.REVOKED_AT.isNull())
                .and(LOGIN_SESSION.EXPIRES_AT.gt(now))
                .forUpdate()
                .of(REFRESH_TOKEN)
                .fetchOne();
        if (known == null) {
            return Refresh.UNKNOWN;
        }
        final UUID id = known.get(REFRESH_TOKEN.SESSION_ID);
        final Instant used = known.get(REFRESH_TOKEN.USED_AT);
        if (used != null) {
            if (used.isAfter(now.minus(RACE))) {
                return Refresh.RACE;
            }
            end(tx, id);
            return Refresh.REUSED;
        }
        tx.update(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.USED_AT, now)
                .where(REFRESH_TOKEN.HASH.eq(hash))
                .execute();
        final String access = Tokens.random();
        final String refresh = Tokens.random();
        final String csrf = tx.update(LOGIN_SESSION)
                .set(LOGIN_SESSION.ACCESS_HASH, Tokens.hash(access))
                .set(LOGIN_SESSION.ACCESS_EXPIRES_AT, now.plus(ACCESS_LIFE))
                .where(LOGIN_SESSION.ID.eq(id))
                .returningResult(LOGIN_SESSION.CSRF_TOKEN)
                .fetchSingle()
                .value1();
        remember(tx, id, refresh, now);
        return new Granted(id, access, refresh, csrf);
    }

    private static void remember(final DSLContext tx, final UUID id, final String refresh, final Instant now) {
        tx.insertInto(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.HASH, Tokens.hash(refresh))
                .set(REFRESH_TOKEN.SESSION_ID, id)
                .set(REFRESH_TOKEN.ISSUED_AT, now)
                .execute();
    }

    private Optional<Principal> find(final Condition which) {
        return database.dsl()
                .select(
                        ACCOUNT.ID,
                        ACCOUNT.NAME,
                        ACCOUNT.ROLE,
                        LOGIN_SESSION.ID,
                        LOGIN_SESSION.CSRF_TOKEN,
                        LOGIN_SESSION.ACCESS_EXPIRES_AT)
                .from(LOGIN_SESSION)
                .join(ACCOUNT)
                .on(ACCOUNT.ID.eq(LOGIN_SESSION.ACCOUNT_ID))
                .where(which)
                .and(LOGIN_SESSION.REVOKED_AT.isNull())
                .and(LOGIN_SESSION.EXPIRES_AT.gt(clock.instant()))
                .and(ACCOUNT.DISABLED.isFalse())
                .fetchOptional(row -> new Principal(
                        row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
    }
}
