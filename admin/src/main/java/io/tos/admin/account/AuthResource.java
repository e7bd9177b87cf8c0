package io.tos.admin.account;

import static io.tos.admin.db.schema.Tables.ACCOUNT;

import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Principal;
import io.tos.admin.audit.Audit;
import io.tos.admin.audit.Audit.Deed;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.tables.records.AccountRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Nothing;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import io.tos.admin.secrets.Passwords;
import io.tos.admin.secrets.Tokens;
import io.tos.admin.secrets.Totp;
import io.tos.admin.secrets.Vault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logging in and out, renewing a login, passwords and second factors. */
public final class AuthResource {
    private final Database database;
    private final LoginService logins;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Vault vault;
    private final LoginCookies cookies;
    private final Clock clock;

    /** What logging in needs. */
    public record Parts(Database database, Sessions sessions, Passwords passwords, Vault vault, Clock clock) {}

    /** @param secureCookies whether cookies may travel over https only. */
    public AuthResource(final Parts parts, final LoginService logins, final boolean secureCookies) {
        this.database = parts.database();
        this.logins = logins;
        this.sessions = parts.sessions();
        this.passwords = parts.passwords();
        this.vault = parts.vault();
        this.cookies = new LoginCookies(secureCookies);
        this.clock = parts.clock();
    }

    /** Name, password, and the second factor's code if there is one. */
    public record LoginRequest(
            @Size(min = 1, max = 32) String name,
            @Size(min = 1, max = 256) String password,
            @Nullable @Pattern(regexp = "^[0-9]{6}$") String code) {}

    /**
     * Who is logged in.
     *
     * @param csrfToken to send back in the X-CSRF-Token header with everything but GET.
     * @param accessUntil renew the login before.
     */
    public record LoginState(
            long accountId,
            String name,
            @Nullable String role,
            List<String> permissions,
            String csrfToken,
            Instant accessUntil,
            boolean secondFactor) {}

    /** Changing a password ends all other logins. */
    public record PasswordChange(
            @Size(min = 1, max = 256) String current,
            @Size(min = 12, max = 256) String wanted) {}

    /**
     * A second factor that waits for its first code.
     *
     * @param secret to type into an authenticator app.
     * @param uri the same as apps read it.
     */
    public record TotpOffer(String secret, String uri) {}

    /** The first code of a second factor. */
    public record TotpCode(@Pattern(regexp = "^[0-9]{6}$") String code) {}

    /** A deed that asks for the password again. */
    public record PasswordAgain(@Size(min = 1, max = 256) String password) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        final String auth = "/api/v1/auth";
        table.with(
                        Method.POST,
                        auth + "/login",
                        "login: Logs in with name and password, and a code if there is a second factor.",
                        Access.open(),
                        Types.of(LoginRequest.class, LoginState.class),
                        this::login)
                .with(
                        Method.POST,
                        auth + "/refresh",
                        "refresh: Renews the login; the refresh cookie is used once.",
                        Access.open(),
                        Types.out(LoginState.class),
                        (call, none) -> refresh(call))
                .with(
                        Method.GET,
                        auth + "/me",
                        "me: Who is logged in.",
                        Access.loggedIn(),
                        Types.out(LoginState.class),
                        (call, none) -> state(call.principal()))
                .with(
                        Method.POST,
                        auth + "/logout",
                        "logout: Ends this login.",
                        Access.loggedIn(),
                        Types.none(),
                        (call, none) -> logout(call, false))
                .with(
                        Method.POST,
                        auth + "/logout-everywhere",
                        "logoutEverywhere: Ends all logins of this account.",
                        Access.loggedIn(),
                        Types.none(),
                        (call, none) -> logout(call, true));
        secretRoutes(table, auth);
    }

    private void secretRoutes(final RouteTable table, final String auth) {
        table.with(
                        Method.POST,
                        auth + "/password",
                        "changePassword: Changes the password and ends all other logins.",
                        Access.loggedIn(),
                        Types.of(PasswordChange.class, LoginState.class),
                        this::changePassword)
                .with(
                        Method.POST,
                        auth + "/totp",
                        "offerTotp: A new second factor, which the next call confirms.",
                        Access.loggedIn(),
                        Types.of(PasswordAgain.class, TotpOffer.class),
                        this::offerTotp)
                .with(
                        Method.POST,
                        auth + "/totp/confirm",
                        "confirmTotp: From now on logging in needs a code.",
                        Access.loggedIn(),
                        Types.in(TotpCode.class),
                        this::confirmTotp)
                .with(
                        Method.POST,
                        auth + "/totp/remove",
                        "removeTotp: Logging in needs no code any more.",
                        Access.loggedIn(),
                        Types.in(PasswordAgain.class),
                        this::removeTotp);
    }

    /** Whose cookies a call carries. */
    public Optional<Principal> principalOf(final Call call) {
        return call.cookie(LoginCookies.ACCESS).flatMap(sessions::byAccessToken);
    }

    private LoginState login(final Call call, final LoginRequest request) {
        return granted(call, logins.login(call, request.name(), request.password(), request.code()));
    }

    private LoginState refresh(final Call call) {
        final String token =
                call.cookie(LoginCookies.REFRESH).orElseThrow(() -> new ApiException(ApiError.NOT_LOGGED_IN));
        try {
            return granted(call, sessions.refresh(token));
        } catch (final ApiException refused) {
            if (refused.error() == ApiError.TOKEN_REUSED) {
                Audit.refused(database.dsl(), call, "", Deed.of("login.reused", "session", "ended"));
            }
            if (refused.error() != ApiError.REFRESH_RACE) {
                cookies.clear(call);
            }
            throw refused;
        }
    }

    private LoginState granted(final Call call, final Sessions.Granted granted) {
        cookies.set(call, granted);
        return state(sessions.byAccessToken(granted.accessToken())
                .orElseThrow(() -> new ApiException(ApiError.NOT_LOGGED_IN)));
    }

    private LoginState state(final Principal principal) {
        return new LoginState(
                principal.accountId(),
                principal.name(),
                principal.role() == null ? null : principal.role().getLiteral(),
                principal.permissions(),
                principal.csrfToken(),
                principal.accessUntil(),
                account(principal).getTotpConfirmed());
    }

    private Nothing logout(final Call call, final boolean everywhere) {
        final Principal principal = call.principal();
        database.inTransaction(tx -> {
            if (everywhere) {
                sessions.endAll(tx, principal.accountId());
                Audit.done(tx, call, Deed.of("logout.everywhere", "account", principal.accountId()));
            } else {
                sessions.end(tx, principal.sessionId());
            }
            return true;
        });
        cookies.clear(call);
        return Nothing.NOTHING;
    }

    private LoginState changePassword(final Call call, final PasswordChange change) {
        final AccountRecord account = account(call.principal());
        logins.confirm(account, change.current());
        final String hash = passwords.hash(change.wanted());
        return granted(call, database.inTransaction(tx -> {
            tx.update(ACCOUNT)
                    .set(ACCOUNT.PASSWORD_HASH, hash)
                    .set(ACCOUNT.VERSION, ACCOUNT.VERSION.plus(1))
                    .where(ACCOUNT.ID.eq(account.getId()))
                    .execute();
            sessions.endAll(tx, account.getId());
            Audit.done(tx, call, Deed.of("password.change", "account", account.getId()));
            return sessions.begin(tx, account.getId(), call.address());
        }));
    }

    private TotpOffer offerTotp(final Call call, final PasswordAgain again) {
        final AccountRecord account = account(call.principal());
        logins.confirm(account, again.password());
        if (account.getTotpConfirmed()) {
            throw new ApiException(ApiError.CONFLICT, "There is a second factor already; remove it first.");
        }
        final byte[] secret = Tokens.randomBytes(Totp.SECRET_BYTES);
        database.dsl()
                .update(ACCOUNT)
                .set(ACCOUNT.TOTP_SEALED, vault.seal(LoginService.totpPurpose(account.getId()), secret))
                .where(ACCOUNT.ID.eq(account.getId()))
                .execute();
        final String text = Totp.base32(secret);
        return new TotpOffer(
                text, "otpauth://totp/Shadowland:" + account.getName() + "?secret=" + text + "&issuer=Shadowland");
    }

    private Nothing confirmTotp(final Call call, final TotpCode given) {
        final AccountRecord account = account(call.principal());
        if (account.getTotpSealed() == null || account.getTotpConfirmed()) {
            throw new ApiException(ApiError.CONFLICT, "No second factor waits for its first code.");
        }
        final byte[] secret = vault.open(LoginService.totpPurpose(account.getId()), account.getTotpSealed());
        final long step = Totp.stepOf(secret, given.code(), clock.instant(), account.getTotpLastStep());
        if (step < 0) {
            throw new ApiException(ApiError.WRONG_CREDENTIALS, "This is not the code of now; is the clock right?");
        }
        return setTotp(call, account, step, "totp.confirm");
    }

    private Nothing removeTotp(final Call call, final PasswordAgain again) {
        final AccountRecord account = account(call.principal());
        logins.confirm(account, again.password());
        return setTotp(call, account, 0, "totp.remove");
    }

    private Nothing setTotp(final Call call, final AccountRecord account, final long step, final String action) {
        database.inTransaction(tx -> {
            tx.update(ACCOUNT)
                    .set(ACCOUNT.TOTP_CONFIRMED, step > 0)
                    .set(ACCOUNT.TOTP_SEALED, step > 0 ? account.getTotpSealed() : null)
                    .set(ACCOUNT.TOTP_LAST_STEP, step)
                    .where(ACCOUNT.ID.eq(account.getId()))
                    .execute();
            Audit.done(tx, call, Deed.of(action, "account", account.getId()));
            return true;
        });
        return Nothing.NOTHING;
    }

    private AccountRecord account(final Principal principal) {
        return database.dsl().fetchSingle(ACCOUNT, ACCOUNT.ID.eq(principal.accountId()));
    }
}
