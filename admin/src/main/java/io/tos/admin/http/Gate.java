package io.tos.admin.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/** Decides whether a call may use a route. What is not allowed is refused, before the body is looked at. */
public final class Gate {
    /** Carries what a page of ours knows and another page does not. */
    public static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");

    private final Logins logins;
    private final Signatures signatures;

    /** Finds out who is logged in. */
    @FunctionalInterface
    public interface Logins {
        /** Whom the call's cookies belong to; empty for nobody. */
        Optional<Principal> of(Call call);
    }

    /** Finds out which game server signed. */
    @FunctionalInterface
    public interface Signatures {
        /**
         * Which server signed this request.
         *
         * @throws ApiException when none did.
         */
        UUID of(Call call, byte[] body);
    }

    /** Both ways to be somebody. */
    public Gate(final Logins logins, final Signatures signatures) {
        this.logins = logins;
        this.signatures = signatures;
    }

    /** @throws ApiException unless the call may use the route. */
    void check(final Route<?, ?> route, final Call call, final byte[] body) {
        switch (route.access()) {
            case Access.Open _ -> logins.of(call).ifPresent(call::onPrincipal);
            case Access.GameServer _ -> call.onServer(signatures.of(call, body));
            case Access.LoggedIn _ -> login(route, call);
            case Access.Player _ -> {
                if (login(route, call).isStaff()) {
                    throw new ApiException(ApiError.FORBIDDEN, "This is for players.");
                }
            }
            case Access.Staff staff -> {
                if (!login(route, call).may(staff.permission())) {
                    throw new ApiException(
                            ApiError.FORBIDDEN,
                            "This needs the permission " + staff.permission().code() + ".");
                }
            }
        }
    }

    private Principal login(final Route<?, ?> route, final Call call) {
        final Principal principal = logins.of(call).orElseThrow(() -> new ApiException(ApiError.NOT_LOGGED_IN));
        if (!route.method().equals(Method.GET)) {
            final byte[] given = call.header(CSRF).orElse("").getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(given, principal.csrfToken().getBytes(StandardCharsets.UTF_8))) {
                throw new ApiException(ApiError.CSRF);
            }
        }
        call.onPrincipal(principal);
        return principal;
    }
}
