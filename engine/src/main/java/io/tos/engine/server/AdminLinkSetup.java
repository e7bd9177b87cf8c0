package io.tos.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.ops.AdminCalls;
import io.tos.engine.ops.AdminLink;
import io.tos.engine.telemetry.TelemetryReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Builds the link to the administration service from what the server is. */
final class AdminLinkSetup {
    /** What may come down the link; it is run through the operators' socket, as one of them would. */
    private static final Set<String> COMMANDS = new TreeSet<>(Set.of("drain", "kick", "stop"));

    private static final int PARK_MS = 20;

    private AdminLinkSetup() {}

    /**
     * What the link tells of the server.
     *
     * @param data directory with the operators' socket.
     * @param port where players come in.
     */
    record Server(AdminLinkConfig config, Path data, ServerIdentity identity, int port) {
        ObjectNode hello() {
            final ObjectNode hello = JsonNodeFactory.instance.objectNode();
            hello.put("instanceId", Long.toString(identity.instanceId()))
                    .put("protocolId", Long.toString(identity.protocolId()))
                    .put("build", Integer.toString(identity.build()))
                    .put("address", config.address())
                    .put("port", port);
            final ArrayNode commands = hello.putArray("commands");
            COMMANDS.forEach(commands::add);
            return hello;
        }

        ObjectNode enrolment(final AdminCredentials credentials) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("codeId", AdminCredentials.codeId(config.enrolment()))
                    .put("name", config.name())
                    .put("secret", credentials.sealedSecret(config.enrolment()))
                    .put("address", config.address())
                    .put("port", port)
                    .put("build", Integer.toString(identity.build()));
        }

        JsonNode run(final String command, final ObjectNode arguments) {
            try (ControlClient client = new ControlClient(data)) {
                return client.call(command, arguments);
            }
        }
    }

    /** The link's agent and how it waits. */
    static Threading.Role role(
            final Server server,
            final HandshakeCrypto crypto,
            final TelemetryReader telemetry,
            final EpochClock clock) {
        final AdminCredentials credentials = new AdminCredentials(crypto, server.identity());
        final AdminLink.Setup setup = new AdminLink.Setup(
                server::hello,
                server.config().enrolment().isEmpty() ? null : () -> server.enrolment(credentials),
                COMMANDS,
                server::run,
                line -> System.err.println("tos: " + line));
        final AdminCalls calls = new AdminCalls(server.config().url(), credentials, clock);
        return new Threading.Role(
                new AdminLink(setup, calls, telemetry, clock), new SleepingMillisIdleStrategy(PARK_MS));
    }
}
