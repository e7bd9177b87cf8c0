package io.tos.admin.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever was thrown into problem+json; mistakes of ours are logged with their request id and say nothing. */
public final class ProblemPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);
    private static final int TOO_LARGE = 413;
    private static final int CLIENT_ERRORS_FROM = 400;
    private static final int CLIENT_ERRORS_TO = 499;

    private ProblemPages() {}

    /** Has every error answered so. */
    public static void register(final HttpRouting.Builder routing) {
        routing.error(Throwable.class, (request, response, thrown) -> send(request, response, thrown));
    }

    static void send(final ServerRequest request, final ServerResponse response, final Throwable thrown) {
        final ApiException refused = reason(thrown, request);
        final ApiError error = refused.error();
        final Problem problem = new Problem(
                "urn:tos:problem:" + error.code(),
                error.title(),
                error.status(),
                String.valueOf(refused.getMessage()),
                error.code(),
                FrontDoor.requestId(request),
                refused.details());
        if (refused.retryAfterSeconds() > 0) {
            response.header(HeaderNames.RETRY_AFTER, Long.toString(refused.retryAfterSeconds()));
        }
        response.status(error.status());
        response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(Json.bytes(problem));
    }

    private static ApiException reason(final Throwable thrown, final ServerRequest request) {
        return switch (thrown) {
            case ApiException refused -> refused;
            case DataAccessException data
            when isDown(data) ->
                new ApiException(ApiError.DATABASE_DOWN, ApiError.DATABASE_DOWN.title(), java.util.List.of(), 2);
            case HttpException http -> ofStatus(http.status().code());
            case RequestException bad -> ofStatus(bad.eventType().name().contains("LARGE") ? TOO_LARGE : 400);
            default -> {
                LOG.error("request {} failed", FrontDoor.requestId(request), thrown);
                yield new ApiException(ApiError.INTERNAL);
            }
        };
    }

    private static ApiException ofStatus(final int status) {
        for (final ApiError error :
                new ApiError[] {ApiError.NOT_FOUND, ApiError.METHOD_NOT_ALLOWED, ApiError.TOO_LARGE, ApiError.NOT_JSON
                }) {
            if (error.status() == status) {
                return new ApiException(error);
            }
        }
        return new ApiException(
                status >= CLIENT_ERRORS_FROM && status <= CLIENT_ERRORS_TO ? ApiError.MALFORMED : ApiError.INTERNAL);
    }

    /** No connection in time, or a connection that broke. SQL states of class 08, and 57P0x: the server is stopping. */
    private static boolean isDown(final DataAccessException data) {
        for (Throwable cause = data; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof final SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P0");
            }
        }
        return false;
    }
}
