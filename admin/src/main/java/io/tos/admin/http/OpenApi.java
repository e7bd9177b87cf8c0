package io.tos.admin.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.admin.access.Access;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the OpenAPI 3.1 document from the route table, so that it says what the routes do. */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String JSON = "application/json";

    private OpenApi() {}

    static ObjectNode write(final List<Route<?, ?>> routes, final Schemas schemas) {
        final ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Tales of Shadowland administration")
                .put("version", "1");
        final ObjectNode paths = document.putObject("paths");
        for (final Route<?, ?> route : routes) {
            final ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().text().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        final ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.definitions());
        final ObjectNode security = components.putObject("securitySchemes");
        security.putObject("login").put("type", "apiKey").put("in", "cookie").put("name", "tos_access");
        security.putObject("server")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Authorization")
                .put("description", "TOS-HMAC, see docs/reference/admin-link.md");
        return document;
    }

    private static ObjectNode operation(final Route<?, ?> route, final Schemas schemas) {
        final ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("operationId", route.id()).put("summary", route.summary());
        operation.putArray("tags").add(route.tag());
        operation.put("x-access", route.access().code());
        final ArrayNode security = operation.putArray("security");
        if (!(route.access() instanceof Access.Open)) {
            security.addObject().putArray(route.access() instanceof Access.GameServer ? "server" : "login");
        }
        final ArrayNode parameters = operation.putArray("parameters");
        final Matcher matcher = PARAMETER.matcher(route.path());
        while (matcher.find()) {
            parameter(parameters, matcher.group(1), "path", true);
        }
        route.queries().forEach(query -> parameter(parameters, query, "query", false));
        if (route.hasBody()) {
            operation
                    .putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject(JSON)
                    .set("schema", schemas.reference(route.in()));
        }
        final ObjectNode responses = operation.putObject("responses");
        answer(responses, route, schemas);
        responses
                .putObject("default")
                .put("description", "refused")
                .putObject("content")
                .putObject("application/problem+json")
                .set("schema", schemas.reference(Problem.class));
        return operation;
    }

    private static void parameter(
            final ArrayNode parameters, final String name, final String place, final boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", place)
                .put("required", required)
                .putObject("schema")
                .put("type", "string");
    }

    private static void answer(final ObjectNode responses, final Route<?, ?> route, final Schemas schemas) {
        if (route.out() == Nothing.class) {
            responses.putObject("204").put("description", "done");
        } else if (route.out() == Route.Stream.class) {
            responses.putObject("200").put("description", "a stream that goes on");
        } else {
            responses
                    .putObject("200")
                    .put("description", "done")
                    .putObject("content")
                    .putObject(JSON)
                    .set("schema", schemas.reference(route.out()));
        }
    }
}
