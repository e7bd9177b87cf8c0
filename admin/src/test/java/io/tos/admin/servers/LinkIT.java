package io.tos.admin.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tos.admin.db.schema.enums.StaffRole;
import io.tos.admin.fixture.ApiClient;
import io.tos.admin.fixture.Service;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HmacSha256;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.crypto.TokenVerdict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The admin end of the link, spoken to byte by byte as docs/reference/admin-link.md says. */
final class LinkIT {
    private static final long INSTANCE = -5_000_000_000_000_000_001L;
    private static final ServerSecret SECRET = secret();

    private Service service;
    private ApiClient admin;
    private ApiClient server;
    private String id = "";
    private int nonce;

    @BeforeEach
    void start() {
        service = new Service();
        admin = service.staff(StaffRole.SuperAdmin);
        server = service.client();
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    @Test
    void shouldLetAServerInOnceWhenItHasACode() {
        final String code = code();
        assertEquals(200, enrol(code, SECRET).status());
        assertEquals("bad_signature", enrol(code, SECRET).expect(401).code(), "used");
        final String late = code();
        service.clock().pass(Duration.ofMinutes(16));
        admin = service.client().login("mySuperAdmin", Service.PASSWORD);
        enrol(late, SECRET).expect(401);
        enrol("tose1:" + "A".repeat(64), SECRET).expect(401);
        assertEquals(1, servers().size());
    }

    @Test
    void shouldTurnToLostWhenTheServerFallsSilent() {
        join();
        assertEquals("online", servers().get(0).path("state").asText());
        service.clock().pass(Duration.ofSeconds(4));
        assertTrue(eventually("lost"), "the chores look every second");
        telemetry(1, 10).expect(200);
        assertEquals("online", servers().get(0).path("state").asText());
        signed("POST", "/api/v1/link/bye", null).expect(204);
        assertEquals("stopped", servers().get(0).path("state").asText());
    }

    @Test
    void shouldRefuseTheSignatureWhenAnythingIsOther() {
        join();
        final String path = "/api/v1/telemetry";
        final byte[] body = delivered(1, 5);
        final String good = authorization("POST " + path, body, service.clock().millis());
        post(path, good, body).expect(200);
        assertEquals("bad_signature", post(path, good, body).expect(401).code(), "replayed");
        post(path, authorization("POST /api/v1/link/bye", body, service.clock().millis()), body)
                .expect(401);
        post(path, authorization("POST " + path, new byte[1], service.clock().millis()), body)
                .expect(401);
        post(path, authorization("POST " + path, body, service.clock().millis() - 31_000), body)
                .expect(401);
        post(path, "TOS-HMAC nonsense", body).expect(401);
        admin.post("/api/v1/servers/" + id + "/removal", Map.of("reason", "sold"))
                .expect(204);
        telemetry(2, 5).expect(401);
    }

    @Test
    void shouldCountAWindowOnceWhenItIsDeliveredTwice() {
        join();
        for (int second = 0; second < 12; second++) {
            assertEquals(
                    1, telemetry(second, 100).expect(200).body().path("taken").asInt());
        }
        assertEquals(0, telemetry(3, 100).expect(200).body().path("taken").asInt());
        assertEquals(12, points(1).size());
        long sum = 0;
        for (final JsonNode point : points(10)) {
            sum += point.path("counts").path("tos_ticks_total").asLong();
        }
        assertEquals(1_200, sum);
        final JsonNode minute = points(60).get(0);
        assertEquals(
                12 * 20,
                minute.path("percentiles")
                        .path("tos_tick_seconds")
                        .path("count")
                        .asLong());
        assertEquals(
                7,
                minute.path("percentiles").path("tos_tick_seconds").path("p50").asLong());
        assertEquals(
                9,
                minute.path("percentiles").path("tos_tick_seconds").path("p99").asLong());
        assertEquals(
                11,
                minute.path("gauges").path("tos_sessions_admitted").path("max").asInt());
        assertEquals(
                5.5,
                minute.path("gauges").path("tos_sessions_admitted").path("mean").asDouble());
        assertEquals(11, servers().get(0).path("players").asInt());
    }

    @Test
    void shouldSealATokenThatTheServerOpensWhenAPlayerEnters() {
        join();
        final ApiClient player = service.client();
        final var account = Map.of("name", "Ann_1", "password", Service.PASSWORD);
        final long accountId = player.post("/api/v1/register", account)
                .expect(200)
                .body()
                .path("accountId")
                .asLong();
        player.post("/api/v1/register", account).expect(409);
        player.login("ann_1", Service.PASSWORD);
        final long character = player.post("/api/v1/characters", Map.of("name", "Ænna", "look", 3))
                .expect(200)
                .body()
                .path("id")
                .asLong();
        final var wanted = Map.of("characterId", character, "serverId", id);
        final ConnectGrant grant = ConnectGrant.parse(player.post("/api/v1/play", wanted)
                .expect(200)
                .body()
                .path("grant")
                .asText());
        assertEquals(4242, grant.server().getPort());

        final ConnectToken token =
                new ConnectToken(CryptoBackend.choose().backend().handshakeCrypto(), SECRET.tokenKey(INSTANCE));
        assertEquals(
                TokenVerdict.VALID,
                token.open(MemorySegment.ofArray(grant.token().toBytes()), 0));
        assertEquals(accountId, token.accountId());
        assertEquals(character, token.characterId());
        assertTrue(token.expirySeconds() - service.clock().instant().getEpochSecond() <= 45);

        admin.post("/api/v1/players/" + accountId + "/bans", Map.of("reason", "gold seller"))
                .expect(200);
        player.post("/api/v1/play", wanted).expect(401);
        final var refused = service.client().post("/api/v1/auth/login", account).expect(403);
        assertEquals("banned", refused.code());
        assertTrue(refused.body().path("detail").asText().contains("gold seller"));
        admin.post("/api/v1/players/" + accountId + "/bans/lift", Map.of("reason", "mistake"))
                .expect(200);
        service.client().login("ann_1", Service.PASSWORD);
    }

    @Test
    void shouldRefuseAnotherPlayersCharacterWhenAsked() {
        join();
        final ApiClient ann = service.player("ann");
        final ApiClient bob = service.player("bob");
        final long character = ann.post("/api/v1/characters", Map.of("name", "Anna", "look", 0))
                .expect(200)
                .body()
                .path("id")
                .asLong();
        bob.post("/api/v1/play", Map.of("characterId", character, "serverId", id))
                .expect(404);
        bob.delete("/api/v1/characters/" + character).expect(404);
        bob.post("/api/v1/characters", Map.of("name", "anna", "look", 0)).expect(409);
        for (int number = 0; number < 4; number++) {
            ann.post("/api/v1/characters", Map.of("name", "Anna" + number, "look", 0))
                    .expect(200);
        }
        ann.post("/api/v1/characters", Map.of("name", "Sixth", "look", 0)).expect(409);
        ann.delete("/api/v1/characters/" + character).expect(204);
        bob.post("/api/v1/characters", Map.of("name", "anna", "look", 0)).expect(200);
    }

    @Test
    void shouldMarkACommandAsDoneWhenTheServerAnswers() {
        join();
        final String commands = "/api/v1/servers/" + id + "/commands";
        final var drain = Map.of("command", "drain", "arguments", Map.of("on", true), "reason", "update");
        final long command =
                admin.post(commands, drain).expect(200).body().path("id").asLong();
        assertEquals(
                "waiting",
                admin.get(commands).body().path("items").get(0).path("state").asText());
        signed("POST", "/api/v1/link/answers", Map.of("id", command, "ok", true))
                .expect(204);
        assertEquals(
                "done",
                admin.get(commands).body().path("items").get(0).path("state").asText());
        assertEquals(
                "conflict",
                admin.post(commands, Map.of("command", "fly", "arguments", Map.of(), "reason", "x"))
                        .expect(409)
                        .code());
        final JsonNode entry = admin.get("/api/v1/audit?action=server.drain")
                .body()
                .path("items")
                .get(0);
        assertEquals("update", entry.path("reason").asText());
        service.clock().pass(Duration.ofSeconds(4));
        assertTrue(eventually("lost"));
        assertEquals("server_lost", admin.post(commands, drain).expect(503).code());
    }

    private void join() {
        id = enrol(code(), SECRET).expect(200).body().path("serverId").asText();
        signed(
                        "POST",
                        "/api/v1/link/hello",
                        Map.of(
                                "instanceId",
                                Long.toString(INSTANCE),
                                "protocolId",
                                "17",
                                "build",
                                "1",
                                "address",
                                "127.0.0.1",
                                "port",
                                4242,
                                "commands",
                                List.of("drain", "kick", "stop")))
                .expect(204);
    }

    private String code() {
        return admin.post("/api/v1/servers/enrolments")
                .expect(200)
                .body()
                .path("code")
                .asText();
    }

    private ApiClient.Answer enrol(final String code, final ServerSecret secret) {
        final byte[] bytes = Base64.getUrlDecoder().decode(code.substring(6));
        final byte[] sealed = Arrays.copyOf(secret.copyBytes(), 48);
        CryptoBackend.choose()
                .backend()
                .handshakeCrypto()
                .seal(Arrays.copyOfRange(bytes, 16, 48), new byte[12], new byte[0], sealed, 0, 32);
        return server.post(
                "/api/v1/link/enrol",
                Map.of(
                        "codeId",
                        encode(Arrays.copyOf(bytes, 16)),
                        "name",
                        "test server",
                        "secret",
                        encode(sealed),
                        "address",
                        "127.0.0.1",
                        "port",
                        4242,
                        "build",
                        "1"));
    }

    private ApiClient.Answer telemetry(final int sequence, final long ticks) {
        return signed("POST", "/api/v1/telemetry", delivery(sequence, ticks));
    }

    private static byte[] delivered(final int sequence, final long ticks) {
        return io.tos.admin.http.Json.bytes(delivery(sequence, ticks));
    }

    private static Map<String, Object> delivery(final int sequence, final long ticks) {
        return Map.of(
                "instanceId",
                Long.toString(INSTANCE),
                "seconds",
                List.of(Map.of(
                        "sequence", sequence,
                        "startMs",
                                java.time.Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() + sequence * 1_000L,
                        "counts", Map.of("tos_ticks_total", ticks),
                        "gauges", Map.of("tos_sessions_admitted", (double) sequence),
                        "histograms", Map.of("tos_tick_seconds", List.of(List.of(7, 19), List.of(9, 1))))));
    }

    private ApiClient.Answer signed(
            final String method, final String path, final @org.jspecify.annotations.Nullable Object body) {
        final byte[] bytes = body == null ? new byte[0] : io.tos.admin.http.Json.bytes(body);
        return post(
                path, authorization(method + " " + path, bytes, service.clock().millis()), bytes);
    }

    private ApiClient.Answer post(final String path, final String authorization, final byte[] body) {
        return server.send(server.request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private String authorization(final String target, final byte[] body, final long timeMs) {
        final String once = "nonce-number-%05d".formatted(++nonce);
        final String text = target + "\n" + timeMs + "\n" + once + "\n"
                + HexFormat.of().formatHex(io.tos.admin.secrets.Tokens.hash(body));
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final byte[] code = new byte[HmacSha256.CODE_BYTES];
        final HmacSha256 mac = new HmacSha256();
        mac.key(SECRET.linkKey());
        mac.update(bytes, 0, bytes.length);
        mac.finish(code, 0);
        return "TOS-HMAC " + (id.isEmpty() ? UUID.randomUUID() : id) + " " + timeMs + " " + once + " " + encode(code);
    }

    private JsonNode servers() {
        return admin.get("/api/v1/servers").expect(200).body().path("items");
    }

    private JsonNode points(final int seconds) {
        final long from = java.time.Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        return admin.get("/api/v1/servers/" + id + "/telemetry?seconds=" + seconds + "&from=" + from + "&to="
                        + (from + 60_000))
                .expect(200)
                .body()
                .path("points");
    }

    /** The chores run on a thread of their own, by real time. */
    private boolean eventually(final String state) {
        final long deadline = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < deadline) {
            if (servers().get(0).path("state").asText().equals(state)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static String encode(final byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ServerSecret secret() {
        final byte[] bytes = new byte[32];
        new Random(1).nextBytes(bytes);
        return ServerSecret.of(bytes);
    }
}
