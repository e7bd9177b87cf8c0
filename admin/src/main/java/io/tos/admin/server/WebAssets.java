package io.tos.admin.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files, from the class path: read once, compressed once, kept. Files under {@code assets} are named
 * after their content and may be cached for ever; every other path is the page, which reads the path itself.
 */
final class WebAssets {
    private static final String ROOT = "/web";
    private static final String PAGE = "/index.html";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "json", "application/json");

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    /** One file, as it is and compressed. */
    private static final class Asset {
        final String type;
        final byte[] plain;
        final byte[] gzip;

        Asset(final String type, final byte[] plain, final byte[] gzip) {
            this.type = type;
            this.plain = plain;
            this.gzip = gzip;
        }
    }

    /** Adds the catch-all, behind all other routes. */
    void register(final HttpRouting.Builder routing) {
        routing.route(Method.GET, "/*", this::send);
    }

    private void send(final ServerRequest request, final ServerResponse response) {
        final String path = request.path().path();
        if (path.startsWith("/api/") || path.startsWith("/health/")) {
            throw new ApiException(ApiError.NOT_FOUND);
        }
        final boolean named = path.startsWith("/assets/");
        Asset asset = find(path);
        if (asset == null && !named) {
            asset = find(PAGE);
        }
        if (asset == null) {
            throw new ApiException(ApiError.NOT_FOUND);
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type);
        response.header(HeaderNames.CACHE_CONTROL, named ? "public, max-age=31536000, immutable" : "no-cache");
        response.headers().add(HeaderNames.VARY, "Accept-Encoding");
        if (request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip")) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
            response.send(asset.gzip);
        } else {
            response.send(asset.plain);
        }
    }

    private @Nullable Asset find(final String path) {
        final Asset known = assets.get(path);
        if (known != null || !path.matches("(/[\\w-]+)*/[\\w-]+(\\.[\\w-]+)*\\.\\w+")) {
            return known;
        }
        final Asset read = read(path);
        if (read != null) {
            assets.put(path, read);
        }
        return read;
    }

    private static @Nullable Asset read(final String path) {
        final String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (InputStream file = WebAssets.class.getResourceAsStream(ROOT + path)) {
            if (file == null || type == null) {
                return null;
            }
            final byte[] plain = file.readAllBytes();
            final ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(plain);
            }
            return new Asset(type, plain, packed.toByteArray());
        } catch (final IOException broken) {
            throw new UncheckedIOException(path, broken);
        }
    }
}
