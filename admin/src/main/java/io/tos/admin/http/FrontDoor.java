package io.tos.admin.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.tos.admin.config.AdminConfig;
import java.util.List;
import java.util.UUID;

/**
 * What every request passes first: it gets an id, is counted against its caller's budget, gets security headers and its
 * line in the access log. Requests from other pages are answered only for origins on the list.
 */
public final class FrontDoor implements Filter {
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final int NO_CONTENT = 204;
    private static final int NS_PER_US = 1000;

    private final AdminConfig config;
    private final RateLimits limits;
    private final AccessLog log;

    /** @param limits for each address. */
    public FrontDoor(final AdminConfig config, final RateLimits limits, final AccessLog log) {
        this.config = config;
        this.limits = limits;
        this.log = log;
    }

    /** What a request knows about itself, kept in its context. */
    private record Mark(String requestId, String address) {}

    @Override
    public void filter(final FilterChain chain, final RoutingRequest request, final RoutingResponse response) {
        final long startNs = System.nanoTime();
        final Mark mark = new Mark(newId(request), address(request));
        request.context().register(mark);
        securityHeaders(response);
        response.header(REQUEST_ID, mark.requestId());
        try {
            if (!preflight(request, response)) {
                limits.take(mark.address());
                chain.proceed();
            }
        } catch (final ApiException refused) {
            ProblemPages.send(request, response, refused);
        } finally {
            final long us = (System.nanoTime() - startNs) / NS_PER_US;
            log.onRequest(
                    mark.requestId(),
                    mark.address(),
                    request.prologue().method().text(),
                    request.path().rawPath(),
                    response.status().code(),
                    us);
        }
    }

    static String requestId(final ServerRequest request) {
        return request.context().get(Mark.class).map(Mark::requestId).orElse("");
    }

    static Call callOf(final ServerRequest request, final ServerResponse response) {
        final Mark mark = request.context().get(Mark.class).orElseThrow();
        return new Call(request, response, mark.requestId(), mark.address());
    }

    private static String newId(final ServerRequest request) {
        return request.headers()
                .first(REQUEST_ID)
                .filter(given -> given.matches("[A-Za-z0-9-]{8,64}"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /** The peer, unless it is a proxy we trust: then the last address that is not one. */
    private String address(final ServerRequest request) {
        final String peer = request.remotePeer().host();
        if (!config.trustedProxies().contains(peer)) {
            return peer;
        }
        final List<String> hops = List.of(
                request.headers().first(HeaderNames.X_FORWARDED_FOR).orElse("").split("\\s*,\\s*", -1));
        return hops.reversed().stream()
                .filter(hop -> !hop.isBlank() && !config.trustedProxies().contains(hop))
                .findFirst()
                .orElse(peer);
    }

    private static void securityHeaders(final ServerResponse response) {
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "DENY");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Opener-Policy", "same-origin");
        response.header(
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none';"
                        + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    }

    /** Answers preflights, and marks answers that pages of allowed origins may read. */
    private boolean preflight(final ServerRequest request, final ServerResponse response) {
        final String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        final boolean allowed = config.corsOrigins().contains(origin);
        response.header(HeaderNames.VARY, "Origin");
        if (allowed) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        final boolean asks = request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (asks) {
            if (allowed) {
                response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE");
                response.header(
                        HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, X-CSRF-Token, If-Match, X-Request-Id");
                response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "3600");
            }
            response.status(NO_CONTENT).send();
        }
        return asks;
    }
}
