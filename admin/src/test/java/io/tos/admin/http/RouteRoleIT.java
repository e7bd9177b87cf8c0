package io.tos.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.admin.access.Access;
import io.tos.admin.db.schema.enums.StaffRole;
import io.tos.admin.fixture.ApiClient;
import io.tos.admin.fixture.Service;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route with every role: who may, gets past the gate; who may not, does not. Written from the route table. */
final class RouteRoleIT {
    private static final String NOBODY = "nobody";
    private static final String PLAYER = "player";

    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service();
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @Test
    void shouldLetPassExactlyWhoMayWhenEveryRoleTriesEveryRoute() {
        final Map<String, ApiClient> clients = new HashMap<>();
        int refused = 0;
        int passed = 0;
        for (final Route<?, ?> route : service.server().table().routes()) {
            for (final Map.Entry<String, @Nullable StaffRole> who : everybody().entrySet()) {
                final ApiClient client = clients.computeIfAbsent(who.getKey(), name -> clientOf(name, who.getValue()));
                final String path = route.path()
                        .replaceAll("\\{id}", "999999")
                        .replaceAll("\\{server}", "00000000-0000-4000-8000-000000000000");
                if (route.out() == Route.Stream.class && allowed(route.access(), who.getKey(), who.getValue())) {
                    continue;
                }
                final byte[] body = route.hasBody() ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8) : null;
                final ApiClient.Answer answer = client.send(route.method().text(), path, body);
                if (route.id().startsWith("log") || route.id().equals("refresh")) {
                    clients.remove(who.getKey());
                }
                final String what = who.getKey() + " " + route.method() + " " + route.path() + " " + answer.body();
                if (allowed(route.access(), who.getKey(), who.getValue())) {
                    assertTrue(
                            answer.status() != 403 && (answer.status() != 401 || route.access() instanceof Access.Open),
                            what);
                    assertTrue(answer.status() < 500 || answer.status() == 503, what);
                    passed++;
                } else {
                    final boolean unknown = who.getKey().equals(NOBODY) || route.access() instanceof Access.GameServer;
                    assertEquals(unknown ? 401 : 403, answer.status(), what);
                    refused++;
                }
            }
        }
        assertTrue(refused > 20 && passed > 20, refused + " refused, " + passed + " passed");
    }

    private static boolean allowed(final Access access, final String who, final @Nullable StaffRole role) {
        return switch (access) {
            case Access.Open _ -> true;
            case Access.GameServer _ -> false;
            case Access.LoggedIn _ -> !who.equals(NOBODY);
            case Access.Player _ -> who.equals(PLAYER);
            case Access.Staff(var permission) -> role != null && permission.allows(role);
        };
    }

    private static Map<String, @Nullable StaffRole> everybody() {
        final Map<String, @Nullable StaffRole> everybody = new LinkedHashMap<>();
        everybody.put(NOBODY, null);
        everybody.put(PLAYER, null);
        for (final StaffRole role : StaffRole.values()) {
            everybody.put(role.getLiteral(), role);
        }
        return everybody;
    }

    private static ApiClient clientOf(final String who, final @Nullable StaffRole role) {
        service.clock().pass(java.time.Duration.ofMinutes(1));
        if (who.equals(NOBODY)) {
            return service.client();
        }
        return role == null ? service.player(PLAYER) : service.staff(role);
    }
}
