package io.tos.admin.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.admin.db.schema.enums.StaffRole;
import io.tos.admin.fixture.ApiClient;
import io.tos.admin.fixture.ManualClock;
import io.tos.admin.fixture.Service;
import io.tos.admin.secrets.Totp;
import java.io.IOException;
import java.net.HttpCookie;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in, staying in, and being thrown out. */
final class AuthIT {
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String ME = "/api/v1/auth/me";
    private static final String REFRESH = "/api/v1/auth/refresh";

    private static Service service;
    private static ManualClock clock;

    @BeforeAll
    static void start() {
        service = new Service();
        clock = service.clock();
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @BeforeEach
    void forgetAttempts() {
        clock.pass(Duration.ofHours(1));
    }

    @Test
    void shouldMakeOneAdminWithARandomPasswordWhenThereIsNobody() {
        final String password = service.server().firstPassword().orElseThrow();
        assertEquals(20, password.length());
        assertEquals(
                "SuperAdmin",
                service.client()
                        .login("admin", password)
                        .get(ME)
                        .expect(200)
                        .body()
                        .path("role")
                        .asText());
    }

    @Test
    void shouldAnswerTheSameWhenNameOrPasswordIsWrong() {
        final ApiClient nobody = service.client();
        final var unknown =
                nobody.post(LOGIN, Map.of("name", "ghost", "password", "x")).expect(401);
        service.staff(StaffRole.Support);
        final var wrong =
                nobody.post(LOGIN, Map.of("name", "mysupport", "password", "x")).expect(401);
        assertEquals("wrong_credentials", unknown.code());
        assertEquals(unknown.body().path("detail"), wrong.body().path("detail"));
    }

    @Test
    void shouldHideTheTokensFromPagesWhenLoggedIn() {
        final ApiClient admin = service.staff(StaffRole.Admin);
        for (final HttpCookie cookie : admin.cookies().getCookieStore().getCookies()) {
            assertTrue(cookie.isHttpOnly(), cookie.getName());
        }
        final String header = service.client()
                .post(LOGIN, Map.of("name", "myAdmin", "password", Service.PASSWORD))
                .raw()
                .headers()
                .allValues("Set-Cookie")
                .getFirst();
        assertTrue(header.contains("SameSite=Strict"), header);
    }

    @Test
    void shouldLockTheAccountForAWhileWhenTenPasswordsAreWrong() {
        service.staff(StaffRole.Moderator);
        final ApiClient nobody = service.client();
        for (int attempt = 0; attempt < 10; attempt++) {
            nobody.post(LOGIN, Map.of("name", "mymoderator", "password", "wrong"))
                    .expect(401);
        }
        final var locked = nobody.post(LOGIN, Map.of("name", "mymoderator", "password", Service.PASSWORD));
        assertEquals("locked", locked.expect(429).code());
        assertTrue(locked.raw().headers().firstValueAsLong("Retry-After").orElse(0) > 800);
        clock.pass(Duration.ofMinutes(16));
        service.client().login("mymoderator", Service.PASSWORD);
    }

    @Test
    void shouldMakeAnAddressWaitWhenItTriesManyAccounts() {
        final ApiClient nobody = service.client();
        int limited = 0;
        for (int attempt = 0; attempt < 25; attempt++) {
            limited += nobody.post(LOGIN, Map.of("name", "ghost" + attempt, "password", "x"))
                                    .status()
                            == 429
                    ? 1
                    : 0;
        }
        assertEquals(5, limited);
    }

    @Test
    void shouldEndTheAccessTokenWhenItsTimeIsOver() {
        final ApiClient admin = service.staff(StaffRole.Admin);
        admin.get(ME).expect(200);
        clock.pass(Duration.ofMinutes(11));
        admin.get(ME).expect(401);
        admin.remember(admin.post(REFRESH).expect(200));
        admin.get(ME).expect(200);
        clock.pass(Duration.ofHours(13));
        admin.post(REFRESH).expect(401);
    }

    @Test
    void shouldEndTheLoginWhenARefreshTokenComesTwice() {
        final ApiClient victim = service.staff(StaffRole.Admin);
        final String stolen = refreshToken(victim);
        clock.pass(Duration.ofMinutes(5));
        victim.remember(victim.post(REFRESH).expect(200));
        assertFalse(stolen.equals(refreshToken(victim)), "rotated");

        final ApiClient thief = service.client();
        assertEquals("refresh_race", refreshWith(thief, stolen).expect(409).code());
        clock.pass(Duration.ofSeconds(11));
        assertEquals("token_reused", refreshWith(thief, stolen).expect(401).code());
        victim.get(ME).expect(401);
        victim.post(REFRESH).expect(401);
    }

    @Test
    void shouldRefuseWhenTheCsrfTokenIsMissing() {
        final ApiClient admin = service.staff(StaffRole.Admin);
        admin.forgetCsrf();
        assertEquals("csrf", admin.post("/api/v1/auth/logout").expect(403).code());
        admin.get(ME).expect(200);
    }

    @Test
    void shouldEndAllLoginsWhenAskedEverywhere() {
        final ApiClient here = service.staff(StaffRole.Support);
        final ApiClient there = service.client().login("mySupport", Service.PASSWORD);
        here.post("/api/v1/auth/logout-everywhere").expect(204);
        there.get(ME).expect(401);
        there.post(REFRESH).expect(401);
    }

    @Test
    void shouldAskForACodeWhenThereIsASecondFactor() {
        final ApiClient admin = service.staff(StaffRole.SuperAdmin);
        final Map<String, String> again = Map.of("password", Service.PASSWORD);
        final String secret = admin.post("/api/v1/auth/totp", again)
                .expect(200)
                .body()
                .path("secret")
                .asText();
        admin.post("/api/v1/auth/totp/confirm", Map.of("code", "000000")).expect(401);
        admin.post("/api/v1/auth/totp/confirm", Map.of("code", code(secret))).expect(204);

        final Map<String, String> login = new HashMap<>(Map.of("name", "mysuperadmin", "password", Service.PASSWORD));
        assertEquals(
                "second_factor_required",
                service.client().post(LOGIN, login).expect(401).code());
        login.put("code", code(secret));
        service.client().post(LOGIN, login).expect(401);
        clock.pass(Duration.ofSeconds(30));
        login.put("code", code(secret));
        service.client().post(LOGIN, login).expect(200);
        assertEquals(
                "wrong_credentials",
                service.client().post(LOGIN, login).expect(401).code(),
                "used up");
        admin.post("/api/v1/auth/totp/remove", again).expect(204);
        login.remove("code");
        service.client().post(LOGIN, login).expect(200);
    }

    @Test
    void shouldNotOverwriteWhenTwoAdminsEditAtOnce() {
        final ApiClient admin = service.staff(StaffRole.SuperAdmin);
        final var added = admin.post(
                        "/api/v1/staff", Map.of("name", "newbie", "password", Service.PASSWORD, "role", "Support"))
                .expect(200);
        final String path = "/api/v1/staff/" + added.body().path("id").asLong();
        final var change = Map.of("version", 1, "role", "Moderator", "disabled", false, "reason", "promoted");
        final ApiClient newbie = service.client().login("newbie", Service.PASSWORD);
        admin.put(path, change).expect(200);
        assertEquals("changed_meanwhile", admin.put(path, change).expect(412).code());
        newbie.get(ME).expect(401);
        final var entry = admin.get("/api/v1/audit?action=staff.change")
                .expect(200)
                .body()
                .path("items")
                .get(0);
        assertEquals("Support", entry.path("before").path("role").asText());
        assertEquals("Moderator", entry.path("after").path("role").asText());
        assertEquals("promoted", entry.path("reason").asText());
    }

    private static String refreshToken(final ApiClient client) {
        return client.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("tos_refresh"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static ApiClient.Answer refreshWith(final ApiClient client, final String token) {
        return client.send(client.request(REFRESH)
                .header("Cookie", "tos_refresh=" + token)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static String code(final String secret) {
        return Totp.at(unbase32(secret), clock.instant());
    }

    private static byte[] unbase32(final String text) {
        final byte[] bytes = new byte[text.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int next = 0;
        for (int index = 0; index < text.length(); index++) {
            buffer = buffer << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(index));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }
}
