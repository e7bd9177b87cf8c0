package io.tos.admin.http;

import io.helidon.http.Method;
import io.tos.admin.access.Access;

/**
 * One row of the route table: what it is called, who may call it, what goes in and out.
 *
 * @param method GET, POST, PUT, PATCH, DELETE.
 * @param path with {@code {names}}.
 * @param id for programs: the generated client's function.
 * @param summary one sentence.
 * @param access who may call it.
 * @param in record of the body; {@link Nothing} for none.
 * @param out record of the answer; {@link Nothing} for none, 204; {@link Stream} for one that goes on.
 * @param queries allowed query parameters.
 * @param handler does it.
 */
public record Route<I, O>(
        Method method,
        String path,
        String id,
        String summary,
        Access access,
        Class<I> in,
        Class<O> out,
        java.util.List<String> queries,
        Handler<I, O> handler) {
    /** Does the work of a route on a virtual thread; may block. */
    @FunctionalInterface
    public interface Handler<I, O> {
        /**
         * Answers one call.
         *
         * @param body what came, checked against its schema.
         * @return the answer.
         * @throws ApiException to refuse.
         */
        O handle(Call call, I body);
    }

    /** The answer of routes that write it themselves, for as long as it takes. */
    public record Stream(String mediaType) {}

    /** Whether it has a body. */
    boolean hasBody() {
        return in != Nothing.class;
    }

    /** The last part of the path before parameters, for grouping. */
    String tag() {
        return path.split("/", -1)[3];
    }
}
