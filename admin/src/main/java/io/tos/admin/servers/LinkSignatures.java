package io.tos.admin.servers;

import io.helidon.http.HeaderNames;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.secrets.Tokens;
import io.tos.engine.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks which game server signed a request: {@code TOS-HMAC id time nonce code}. The code covers method, path, time,
 * nonce and body; a request that comes again is refused. Thread-safe.
 */
final class LinkSignatures {
    private static final Pattern HEADER = Pattern.compile(
            "TOS-HMAC ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9]{13}) ([\\w-]{16,64}) ([\\w-]{43})");
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int NONCES_MAX = 100_000;

    private final ServerRegistry registry;
    private final Clock clock;
    private final Map<String, Boolean> nonces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, Boolean> eldest) {
            return size() > NONCES_MAX;
        }
    };

    LinkSignatures(final ServerRegistry registry, final Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    UUID check(final Call call, final byte[] body) {
        final Matcher header =
                HEADER.matcher(call.header(HeaderNames.AUTHORIZATION).orElse(""));
        if (!header.matches()) {
            throw new ApiException(ApiError.BAD_SIGNATURE, "Game servers sign their requests.");
        }
        final UUID id = UUID.fromString(header.group(1));
        final long skewMs = Math.abs(clock.millis() - Long.parseLong(header.group(2)));
        if (skewMs > SKEW.toMillis()) {
            throw new ApiException(ApiError.BAD_SIGNATURE, "The clocks differ by " + skewMs + " ms; 30 s are allowed.");
        }
        final String text = call.target() + "\n" + header.group(2) + "\n" + header.group(3) + "\n"
                + HexFormat.of().formatHex(Tokens.hash(body));
        final byte[] wanted = code(registry.linkKey(id), text);
        if (!MessageDigest.isEqual(wanted, Base64.getUrlDecoder().decode(header.group(4)))) {
            throw new ApiException(ApiError.BAD_SIGNATURE);
        }
        synchronized (nonces) {
            if (nonces.put(id + header.group(3), true) != null) {
                throw new ApiException(ApiError.BAD_SIGNATURE, "This request came before.");
            }
        }
        return id;
    }

    private static byte[] code(final byte[] key, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final byte[] code = new byte[HmacSha256.CODE_BYTES];
        final HmacSha256 mac = new HmacSha256();
        mac.key(key);
        mac.update(bytes, 0, bytes.length);
        mac.finish(code, 0);
        return code;
    }
}
