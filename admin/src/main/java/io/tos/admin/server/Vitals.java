package io.tos.admin.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tos.admin.db.Database;
import io.tos.admin.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Whether the process lives, whether it can work, and its figures in Prometheus' text form. Alive without a database;
 * ready only with one that has the tables of this version.
 */
final class Vitals {
    private static final int READY = 200;
    private static final int NOT_READY = 503;

    private final Database database;
    private final PrometheusRegistry metrics;

    Vitals(final Database database, final PrometheusRegistry metrics) {
        this.database = database;
        this.metrics = metrics;
        gauge("admin_db_connections_in_use", "of the pool", database::connectionsInUse);
        gauge("admin_db_threads_waiting", "for a connection", database::threadsWaiting);
    }

    /** A figure that is asked for when somebody looks. */
    interface Figure {
        /** Now. */
        double value();
    }

    /** What health says. */
    private record Health(String status, String database, String version) {}

    /** Adds a figure. */
    void gauge(final String name, final String help, final Figure figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(figure.value()))
                .register(metrics);
    }

    void register(final HttpRouting.Builder routing) {
        routing.route(Method.GET, "/health/live", (request, response) -> live(response));
        routing.route(Method.GET, "/health/ready", (request, response) -> ready(response));
        routing.route(Method.GET, "/metrics", this::metrics);
    }

    private void live(final ServerResponse response) {
        answer(response, READY, new Health("up", "not asked", version()));
    }

    private void ready(final ServerResponse response) {
        final boolean answers = database.answers();
        answer(
                response,
                answers ? READY : NOT_READY,
                new Health(answers ? "up" : "down", answers ? "answers" : "does not answer", version()));
    }

    private static void answer(final ServerResponse response, final int status, final Health health) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(Json.bytes(health));
    }

    private void metrics(final ServerRequest request, final ServerResponse response) {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, metrics.scrape());
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        response.header(HeaderNames.CONTENT_TYPE, PrometheusTextFormatWriter.CONTENT_TYPE);
        response.send(text.toByteArray());
    }

    private static String version() {
        final String version = Vitals.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }
}
