package io.tos.admin.account;

import io.helidon.http.SetCookie;
import io.tos.admin.http.Call;
import java.time.Duration;

/** The cookies of a login: pages cannot read them, and other sites cannot have them sent. */
final class LoginCookies {
    static final String ACCESS = "tos_access";
    static final String REFRESH = "tos_refresh";
    private static final String REFRESH_PATH = "/api/v1/auth";

    private final boolean secure;

    /** @param secure whether they may travel over https only. */
    LoginCookies(final boolean secure) {
        this.secure = secure;
    }

    void set(final Call call, final Sessions.Granted granted) {
        call.setCookie(cookie(ACCESS, granted.accessToken(), "/", Sessions.ACCESS_LIFE));
        call.setCookie(cookie(REFRESH, granted.refreshToken(), REFRESH_PATH, Sessions.SESSION_LIFE));
    }

    void clear(final Call call) {
        call.setCookie(cookie(ACCESS, "", "/", Duration.ZERO));
        call.setCookie(cookie(REFRESH, "", REFRESH_PATH, Duration.ZERO));
    }

    private SetCookie cookie(final String name, final String value, final String path, final Duration life) {
        return SetCookie.builder(name, value)
                .path(path)
                .maxAge(life)
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.STRICT)
                .build();
    }
}
