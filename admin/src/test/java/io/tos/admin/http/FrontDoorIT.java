package io.tos.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.admin.config.AdminConfig;
import io.tos.admin.config.DatabaseConfig;
import io.tos.admin.fixture.ApiClient;
import io.tos.admin.fixture.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every request passes: limits, headers, other pages' origins, bodies that are none. */
final class FrontDoorIT {
    private static final int BUDGET = 60;
    private static final String FRIEND = "https://friend.example";

    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service(
                new AdminConfig("127.0.0.1", 0, "", DatabaseConfig.DEFAULT, List.of(FRIEND), "", BUDGET, List.of()));
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @Test
    void shouldSayWhenToComeAgainWhenTheBudgetIsUsedUp() {
        service.clock().pass(java.time.Duration.ofHours(1));
        final ApiClient client = service.client();
        for (int request = 0; request < BUDGET; request++) {
            client.get("/api/v1/nothing").expect(404);
        }
        final var refused = client.get("/api/v1/nothing").expect(429);
        assertEquals("too_many", refused.code());
        assertTrue(refused.raw().headers().firstValueAsLong("Retry-After").orElse(0) >= 1);
        service.clock().pass(java.time.Duration.ofSeconds(2));
        client.get("/api/v1/nothing").expect(404);
        service.clock().pass(java.time.Duration.ofHours(1));
    }

    @Test
    void shouldAnswerOtherPagesOnlyWhenTheirOriginIsOnTheList() throws Exception {
        service.clock().pass(java.time.Duration.ofHours(1));
        final HttpResponse<byte[]> friend = preflight(FRIEND);
        assertEquals(204, friend.statusCode());
        assertEquals(
                FRIEND,
                friend.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals(
                "true",
                friend.headers().firstValue("Access-Control-Allow-Credentials").orElse(""));
        final HttpResponse<byte[]> stranger = preflight("https://friend.example.evil.example");
        assertFalse(stranger.headers().firstValue("Access-Control-Allow-Origin").isPresent());
        assertFalse(
                stranger.headers().firstValue("Access-Control-Allow-Methods").isPresent());
    }

    @Test
    void shouldRefuseWithOneClearLineWhenTheBodyIsNone() {
        service.clock().pass(java.time.Duration.ofHours(1));
        final ApiClient client = service.client();
        final String path = "/api/v1/auth/login";
        client.send("POST", path, "{".getBytes(StandardCharsets.UTF_8)).expect(400);
        client.send("POST", path, "[".repeat(5_000).getBytes(StandardCharsets.UTF_8))
                .expect(400);
        client.send("POST", path, "null".getBytes(StandardCharsets.UTF_8)).expect(422);
        client.send("POST", path, new byte[0]).expect(400);
        client.send(client.request(path).POST(BodyPublishers.ofString("name=x")).build())
                .expect(415);
        client.send("POST", path, new byte[2 << 20]).expect(413);
        assertEquals(
                "/name",
                client.send("POST", path, "{\"name\":1,\"password\":\"x\"}".getBytes(StandardCharsets.UTF_8))
                        .expect(422)
                        .body()
                        .path("errors")
                        .path(0)
                        .path("path")
                        .asText());
    }

    @Test
    void shouldCarryTheRequestIdThroughWhenOneIsGiven() {
        service.clock().pass(java.time.Duration.ofHours(1));
        final ApiClient client = service.client();
        final var known = client.send(client.request("/api/v1/auth/me")
                .header("X-Request-Id", "from-the-proxy-1")
                .build());
        assertEquals("from-the-proxy-1", known.body().path("requestId").asText());
        final var odd = client.send(client.request("/api/v1/auth/me")
                .header("X-Request-Id", "\"><script>")
                .build());
        assertEquals(36, odd.body().path("requestId").asText().length());
        assertEquals(
                "nosniff",
                odd.raw().headers().firstValue("X-Content-Type-Options").orElse(""));
    }

    private static HttpResponse<byte[]> preflight(final String origin) throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.server().port() + "/api/v1/auth/me"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }
}
