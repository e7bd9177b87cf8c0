package io.tos.admin.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One JSON line for each request: who, what, how it ended, how long it took; never a body, a query or a cookie. At 16 MiB
 * the file becomes {@code access.log.1} and a new one begins. Thread-safe.
 */
public final class AccessLog implements AutoCloseable {
    private static final long BYTES_MAX = 16L << 20;
    private static final double US_PER_SECOND = 1e6;
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5};

    private final Path file;
    private final Clock clock;
    private final Counter requests;
    private final Histogram seconds;
    private final ReentrantLock lock = new ReentrantLock();
    private OutputStream out;
    private long bytes;

    /** A line of the log. */
    private record Line(String at, String requestId, String address, String method, String path, int status, long us) {}

    /** @param folder to write to; it exists. */
    public AccessLog(final Path folder, final Clock clock, final PrometheusRegistry metrics) {
        this.file = folder.resolve("access.log");
        this.clock = clock;
        requests = Counter.builder()
                .name("admin_requests")
                .help("requests answered")
                .labelNames("method", "status")
                .register(metrics);
        seconds = Histogram.builder()
                .name("admin_request_seconds")
                .help("from the first byte of a request to the end of its answer")
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(metrics);
        try {
            out = open();
        } catch (final IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Writes a line. An unwritable disk loses lines, not requests. */
    void onRequest(
            final String requestId,
            final String address,
            final String method,
            final String path,
            final int status,
            final long us) {
        requests.labelValues(method, Integer.toString(status)).inc();
        seconds.observe(us / US_PER_SECOND);
        final byte[] line =
                Json.bytes(new Line(clock.instant().toString(), requestId, address, method, path, status, us));
        lock.lock();
        try {
            if (bytes > BYTES_MAX) {
                out.close();
                Files.move(file, file.resolveSibling("access.log.1"), StandardCopyOption.REPLACE_EXISTING);
                out = open();
            }
            out.write(line);
            out.write('\n');
            bytes += line.length + 1;
        } catch (final IOException full) {
            requests.labelValues("log", "lost").inc();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (final IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private OutputStream open() throws IOException {
        final OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bytes = Files.size(file);
        return opened;
    }
}
