package io.tos.admin.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.tos.admin.access.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request, as handlers see it. One virtual thread. */
public final class Call {
    private static final long ID_MAX = (1L << 53) - 1;

    private final ServerRequest request;
    private final ServerResponse response;
    private final String requestId;
    private final String address;
    private @Nullable Principal principal;
    private @Nullable UUID server;

    Call(final ServerRequest request, final ServerResponse response, final String requestId, final String address) {
        this.request = request;
        this.response = response;
        this.requestId = requestId;
        this.address = address;
    }

    /** Found in the access log, the audit log and in problems. */
    public String requestId() {
        return requestId;
    }

    /** Who is at the other end: the peer, or what a trusted proxy says. */
    public String address() {
        return address;
    }

    /** Who is logged in, on routes that need a login. */
    public Principal principal() {
        if (principal == null) {
            throw new ApiException(ApiError.NOT_LOGGED_IN);
        }
        return principal;
    }

    /** Who is logged in, if anybody. */
    public Optional<Principal> caller() {
        return Optional.ofNullable(principal);
    }

    /** Which game server signed, on routes for servers. */
    public UUID server() {
        if (server == null) {
            throw new ApiException(ApiError.BAD_SIGNATURE);
        }
        return server;
    }

    /** A number in the path. */
    public long number(final String name) {
        final String text = request.path().pathParameters().get(name);
        if (!text.matches("[0-9]{1,16}") || Long.parseLong(text) > ID_MAX) {
            throw new ApiException(ApiError.NOT_FOUND);
        }
        return Long.parseLong(text);
    }

    /** An id in the path. */
    public UUID uuid(final String name) {
        final String text = request.path().pathParameters().get(name);
        if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new ApiException(ApiError.NOT_FOUND);
        }
        return UUID.fromString(text);
    }

    /** A query parameter. */
    public Optional<String> query(final String name) {
        return request.query().first(name).asOptional();
    }

    /** A number in the query. */
    public long queryNumber(final String name, final long fallback, final long min, final long max) {
        final String text = query(name).orElse("");
        if (text.isEmpty()) {
            return fallback;
        }
        if (text.matches("-?[0-9]{1,16}")) {
            final long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new ApiException(ApiError.MALFORMED, name + " must be a whole number from " + min + " to " + max);
    }

    /** A request header. */
    public Optional<String> header(final HeaderName name) {
        return request.headers().first(name);
    }

    /** A cookie. */
    public Optional<String> cookie(final String name) {
        return request.headers().cookies().first(name).asOptional();
    }

    /** Sends a cookie with the answer. */
    public void setCookie(final SetCookie cookie) {
        response.headers().addCookie(cookie);
    }

    /** Method and path, as signatures cover them. */
    public String target() {
        return request.prologue().method().text() + " " + request.path().rawPath();
    }

    /** Sends a header with the answer. */
    public void setHeader(final HeaderName name, final String value) {
        response.header(name, value);
    }

    /** Begins an answer that goes on. Bytes reach the peer when flushed; a write fails when the peer has gone. */
    public java.io.OutputStream stream(final String mediaType) {
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("X-Accel-Buffering", "no");
        return response.outputStream();
    }

    void onPrincipal(final Principal known) {
        principal = known;
    }

    void onServer(final UUID known) {
        server = known;
    }
}
