package io.tos.tools.bots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.crypto.ConnectGrant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a swarm asks the server's control socket for: tokens, each for a player of its own, and figures. Blocks; one thread. */
final class ServerDesk implements AutoCloseable {
    private static final int NAMES_PER_CALL = 200;

    private final ControlClient client;
    private int made;

    /** @param data directory of the server. */
    ServerDesk(final Path data) {
        client = new ControlClient(data);
    }

    /** So many. */
    List<ConnectGrant> take(final int count) {
        final List<ConnectGrant> grants = new ArrayList<>();
        while (grants.size() < count) {
            final ObjectNode arguments = client.arguments();
            final ArrayNode names = arguments.putArray("names");
            for (int left = Math.min(NAMES_PER_CALL, count - grants.size()); left > 0; left--) {
                made++;
                names.add("bot-" + made);
            }
            for (final JsonNode token : client.call("token", arguments).path("tokens")) {
                grants.add(ConnectGrant.parse(token.asText()));
            }
        }
        return grants;
    }

    /** What the server measures from here on counts. */
    void mark() {
        client.call("mark", client.arguments());
    }

    /** What the server measured since. */
    ObjectNode figures() {
        return (ObjectNode) client.call("figures", client.arguments()).path("figures");
    }

    @Override
    public void close() {
        client.close();
    }
}
