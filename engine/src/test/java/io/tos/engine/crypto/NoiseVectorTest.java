package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both sides of every published handshake, byte for byte. The vectors are those of the cacophony project,
 * vectors/cacophony.txt, reduced to 25519, ChaChaPoly and SHA256.
 */
final class NoiseVectorTest {
    private static final String FILE = "noise-25519-chachapoly-sha256.json";
    private static final HexFormat HEX = HexFormat.of();
    private static final Map<String, NoisePattern> PATTERNS = Map.of(
            "NN", NoisePattern.of("NN", false, "e", "e ee"),
            "NK", NoisePattern.of("NK", true, "e es", "e ee"),
            "IK", NoisePattern.of("IK", true, "e es s ss", "e ee se"),
            "XX", NoisePattern.of("XX", false, "e", "e ee s es", "s se"),
            "NNpsk0", NoisePattern.of("NNpsk0", false, "psk e", "e ee"),
            "NKpsk0", NoisePattern.NK_PSK0,
            "NKpsk2", NoisePattern.of("NKpsk2", true, "e es", "e ee psk"));

    static Stream<Arguments> vectors() throws IOException {
        try (InputStream source = Objects.requireNonNull(NoiseVectorTest.class.getResourceAsStream(FILE))) {
            final JsonNode vectors = new ObjectMapper().readTree(source).get("vectors");
            assertEquals(PATTERNS.size(), vectors.size());
            return Stream.of(CryptoBackend.values())
                    .flatMap(backend -> vectors.valueStream()
                            .map(vector -> Arguments.of(
                                    backend,
                                    Named.of(vector.get("protocol_name").asText(), vector))));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldSpeakAsPublishedWhenKeysAreThoseOfTheVector(final CryptoBackend backend, final JsonNode vector) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final NoisePattern pattern = pattern(vector.get("protocol_name").asText());
        final NoiseHandshake initiator = side(crypto, pattern, vector, true);
        final NoiseHandshake responder = side(crypto, pattern, vector, false);
        final JsonNode messages = vector.get("messages");
        int turn = 0;
        for (; !initiator.isComplete(); turn++) {
            final NoiseHandshake from = turn % 2 == 0 ? initiator : responder;
            final NoiseHandshake to = turn % 2 == 0 ? responder : initiator;
            handOver(from, to, messages.get(turn));
        }
        assertTrue(responder.isComplete());
        final byte[][] keys = sessionKeys(vector, initiator, responder);
        final long[] numbers = new long[2];
        for (; turn < messages.size(); turn++) {
            final JsonNode message = messages.get(turn);
            final byte[] text = bytes(message, "payload");
            final byte[] buffer = Arrays.copyOf(text, text.length + HandshakeCrypto.TAG_BYTES);
            final byte[] nonce = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(4, numbers[turn % 2]++)
                    .array();
            crypto.seal(keys[turn % 2], nonce, new byte[0], buffer, 0, text.length);
            assertEquals(message.get("ciphertext").asText(), HEX.formatHex(buffer), "message " + turn);
        }
    }

    private static void handOver(final NoiseHandshake from, final NoiseHandshake to, final JsonNode message) {
        final byte[] payload = bytes(message, "payload");
        final byte[] written = new byte[1_000];
        final int length = from.write(payload, payload.length, written, 9);
        assertEquals(message.get("ciphertext").asText(), HEX.formatHex(written, 9, 9 + length));

        final byte[] read = new byte[1_000];
        assertEquals(payload.length, to.read(written, 9, length, read));
        assertArrayEquals(payload, Arrays.copyOf(read, payload.length));
    }

    /** Key of even messages, then of odd ones; equal on both sides. */
    private static byte[][] sessionKeys(
            final JsonNode vector, final NoiseHandshake initiator, final NoiseHandshake responder) {
        final byte[] hash = new byte[32];
        initiator.copyHash(hash);
        assertArrayEquals(bytes(vector, "handshake_hash"), hash);
        responder.copyHash(hash);
        assertArrayEquals(bytes(vector, "handshake_hash"), hash);
        final byte[][] keys = new byte[2][32];
        final byte[][] peers = new byte[2][32];
        initiator.split(keys[0], keys[1]);
        responder.split(peers[0], peers[1]);
        assertArrayEquals(keys[0], peers[0]);
        assertArrayEquals(keys[1], peers[1]);
        return keys;
    }

    private static NoiseHandshake side(
            final HandshakeCrypto crypto, final NoisePattern pattern, final JsonNode vector, final boolean initiator) {
        final String who = initiator ? "init" : "resp";
        final NoiseHandshake side = new NoiseHandshake(crypto, pattern);
        final byte[] staticKey = bytes(vector, who + "_static");
        final JsonNode psks = vector.get(who + "_psks");
        final byte[] remote = bytes(vector, who + "_remote_static");
        side.begin(
                initiator,
                HEX.parseHex(vector.get(who + "_prologue").asText()),
                new X25519Pair(crypto, bytes(vector, who + "_ephemeral")),
                staticKey.length == 0 ? null : new X25519Pair(crypto, staticKey),
                remote.length == 0 ? null : remote,
                psks == null ? null : HEX.parseHex(psks.get(0).asText()));
        return side;
    }

    private static NoisePattern pattern(final String protocolName) {
        final String name = protocolName.substring("Noise_".length(), protocolName.indexOf("_25519"));
        return Objects.requireNonNull(PATTERNS.get(name), name);
    }

    private static byte[] bytes(final JsonNode node, final String field) {
        final @Nullable JsonNode value = node.get(field);
        return value == null ? new byte[0] : HEX.parseHex(value.asText());
    }
}
