package io.tos.engine.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers {@code GET /metrics} on loopback, on a thread of the JDK's HTTP server. */
public final class MetricsServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final HttpServer server;
    private final MetricsPage page;

    /**
     * Binds the port.
     *
     * @param port 0 takes a free one.
     * @throws IOException when it cannot be had.
     */
    public MetricsServer(final int port, final MetricsPage page) throws IOException {
        this.page = page;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(final HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
            } else {
                final ByteArrayOutputStream body = new ByteArrayOutputStream();
                page.write(body);
                exchange.getResponseHeaders().set("Content-Type", MetricsPage.CONTENT_TYPE);
                exchange.sendResponseHeaders(OK, body.size());
                try (OutputStream out = exchange.getResponseBody()) {
                    body.writeTo(out);
                }
            }
        }
    }
}
