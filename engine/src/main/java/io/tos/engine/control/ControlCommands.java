package io.tos.engine.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The commands a server answers, by name. A request is {@code {"command": NAME, ...arguments}}; a reply is
 * {@code {"ok": true, ...}} or {@code {"ok": false, "code": CODE, "message": SENTENCE}}. Control thread only.
 */
public final class ControlCommands {
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Command> commands = new LinkedHashMap<>();

    /** Answers one kind of request. */
    @FunctionalInterface
    public interface Command {
        /**
         * Answers one request.
         *
         * @param request as it came, {@code command} included.
         * @param reply to fill; {@code ok} is set by the caller.
         * @throws ControlException to refuse.
         */
        void run(JsonNode request, ObjectNode reply);
    }

    /** Adds a command. */
    public ControlCommands with(final String name, final Command command) {
        commands.put(name, command);
        return this;
    }

    /** Answers one line. Never throws for what the line holds. */
    byte[] answer(final byte[] line, final int length) {
        final ObjectNode reply = json.createObjectNode();
        try {
            final JsonNode request = json.readTree(line, 0, length);
            final String name = request == null ? "" : request.path("command").asText();
            final Command command = commands.get(name);
            if (command == null) {
                throw new ControlException(
                        "unknown_command", "no command '" + name + "'; known: " + String.join(", ", commands.keySet()));
            }
            reply.put("ok", true);
            command.run(request, reply);
        } catch (final ControlException refused) {
            refuse(reply, refused.code(), String.valueOf(refused.getMessage()));
        } catch (final java.io.IOException malformed) {
            refuse(reply, "malformed", "a request is one JSON object on one line");
        }
        return (write(reply) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void refuse(final ObjectNode reply, final String code, final String message) {
        reply.removeAll();
        reply.put("ok", false).put("code", code).put("message", message);
    }

    private String write(final ObjectNode reply) {
        try {
            return json.writeValueAsString(reply);
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that we built", impossible);
        }
    }
}
