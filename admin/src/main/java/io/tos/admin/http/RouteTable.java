package io.tos.admin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.tos.admin.access.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All routes. From this one table come the web server's routing, the check who may call, the check of every body against
 * its schema, and the OpenAPI document.
 */
public final class RouteTable {
    private static final long BODY_BYTES_MAX = 1 << 20;

    private final List<Route<?, ?>> routes = new ArrayList<>();

    /** Adds a row. */
    public <I, O> RouteTable with(final Route<I, O> route) {
        routes.add(route);
        return this;
    }

    /** Adds a row without query parameters. */
    public <I, O> RouteTable with(
            final Method method,
            final String path,
            final String idAndSummary,
            final Access access,
            final Types<I, O> types,
            final Route.Handler<I, O> handler) {
        final int colon = idAndSummary.indexOf(": ");
        return with(new Route<>(
                method,
                path,
                idAndSummary.substring(0, colon),
                idAndSummary.substring(colon + 2),
                access,
                types.in(),
                types.out(),
                types.queries(),
                handler));
    }

    /**
     * What goes in and out of a route.
     *
     * @param queries allowed query parameters.
     */
    public record Types<I, O>(Class<I> in, Class<O> out, List<String> queries) {
        /** A body in, an answer out. */
        public static <I, O> Types<I, O> of(final Class<I> in, final Class<O> out) {
            return new Types<>(in, out, List.of());
        }

        /** An answer out. */
        public static <O> Types<Nothing, O> out(final Class<O> out, final String... queries) {
            return new Types<>(Nothing.class, out, List.of(queries));
        }

        /** A body in, nothing out. */
        public static <I> Types<I, Nothing> in(final Class<I> in) {
            return new Types<>(in, Nothing.class, List.of());
        }

        /** Nothing in, nothing out. */
        public static Types<Nothing, Nothing> none() {
            return new Types<>(Nothing.class, Nothing.class, List.of());
        }
    }

    /** The rows, in order. */
    public List<Route<?, ?>> routes() {
        return List.copyOf(routes);
    }

    /** The schemas of everything that goes in and out. Takes about a second. */
    public Schemas schemas() {
        final Set<Class<?>> types = new LinkedHashSet<>();
        types.add(Problem.class);
        for (final Route<?, ?> route : routes) {
            for (final Class<?> type : List.of(route.in(), route.out())) {
                if (type != Nothing.class && type != Route.Stream.class) {
                    types.add(type);
                }
            }
        }
        return new Schemas(types);
    }

    /** The OpenAPI 3.1 document. */
    public ObjectNode document(final Schemas schemas) {
        return OpenApi.write(routes, schemas);
    }

    /** Hands all routes to the web server. */
    public void register(final HttpRouting.Builder routing, final Gate gate, final Schemas schemas) {
        for (final Route<?, ?> route : routes) {
            routing.route(
                    route.method(), route.path(), (request, response) -> run(route, gate, schemas, request, response));
        }
    }

    private static <I, O> void run(
            final Route<I, O> route,
            final Gate gate,
            final Schemas schemas,
            final ServerRequest request,
            final ServerResponse response) {
        final Call call = FrontDoor.callOf(request, response);
        if (request.headers().contentLength().orElse(0) > BODY_BYTES_MAX) {
            throw new ApiException(ApiError.TOO_LARGE);
        }
        final byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
        gate.check(route, call, body);
        final I in =
                route.hasBody() ? read(route, schemas, call, body) : route.in().cast(Nothing.NOTHING);
        final O out = route.handler().handle(call, in);
        if (route.out() == Nothing.class) {
            response.status(204).send();
        } else if (route.out() != Route.Stream.class) {
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.send(Json.bytes(out));
        }
    }

    private static <I> I read(final Route<I, ?> route, final Schemas schemas, final Call call, final byte[] body) {
        if (!call.header(HeaderNames.CONTENT_TYPE).orElse("").startsWith("application/json")) {
            throw new ApiException(ApiError.NOT_JSON);
        }
        final JsonNode tree;
        try {
            tree = Json.tree(body);
        } catch (final IOException malformed) {
            throw new ApiException(ApiError.MALFORMED, "The body is not JSON.");
        }
        if (tree == null || tree.isMissingNode()) {
            throw new ApiException(ApiError.MALFORMED, "The body is missing.");
        }
        final List<Problem.Detail> wrong = schemas.check(route.in(), tree);
        if (!wrong.isEmpty()) {
            throw new ApiException(ApiError.INVALID, ApiError.INVALID.title(), wrong, 0);
        }
        try {
            return Json.value(tree, route.in());
        } catch (final JsonProcessingException refused) {
            throw new ApiException(ApiError.INVALID, "A value is out of range.");
        }
    }
}
