package io.tos.engine.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.agrona.concurrent.EpochClock;

/** Signed requests to the administration service; none of them waits. One thread. */
public final class AdminCalls implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final String url;
    private final Signer signer;
    private final EpochClock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();

    /** Proves who sends a request. */
    public interface Signer {
        /**
         * Value of the Authorization header.
         *
         * @param target method and path.
         * @param nonce never used before.
         */
        String sign(String target, long timeMs, String nonce, byte[] body);
    }

    /** @param url of the service, without a slash at the end. */
    public AdminCalls(final String url, final Signer signer, final EpochClock clock) {
        this.url = url;
        this.signer = signer;
        this.clock = clock;
    }

    /** POST with a body; the status, or a failure. */
    CompletableFuture<HttpResponse<String>> post(final String path, final JsonNode body) {
        final byte[] bytes = bytes(body);
        final HttpRequest request = signed("POST", path, bytes)
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    /** Opens the stream of commands. */
    CompletableFuture<HttpResponse<Void>> open(final String path, final Flow.Subscriber<String> lines) {
        final HttpRequest request = signed("GET", path, new byte[0]).GET().build();
        return http.sendAsync(request, BodyHandlers.fromLineSubscriber(lines));
    }

    /** Says a last word and waits for it, at most a second. */
    void sayBye(final String path) {
        post(path, json.createObjectNode())
                .completeOnTimeout(null, 1, java.util.concurrent.TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder signed(final String method, final String path, final byte[] body) {
        final String nonce = UUID.randomUUID().toString();
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", signer.sign(method + " " + path, clock.time(), nonce, body));
    }

    private byte[] bytes(final JsonNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that we built", impossible);
        }
    }
}
