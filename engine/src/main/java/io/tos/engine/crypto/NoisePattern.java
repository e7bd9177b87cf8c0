package io.tos.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A Noise handshake pattern over 25519, ChaChaPoly and SHA256: who sends what in which message. Immutable. */
public final class NoisePattern {
    /** Ours: the server is known beforehand, the client proves that the token is its own. Two messages. */
    public static final NoisePattern NK_PSK0 = of("NKpsk0", true, "psk e es", "e ee");

    private final byte[] protocolName;
    private final boolean responderKnown;
    private final boolean usesPsk;
    private final NoiseToken[][] messages;

    private NoisePattern(final String name, final boolean responderKnown, final NoiseToken[][] messages) {
        this.protocolName = ("Noise_" + name + "_25519_ChaChaPoly_SHA256").getBytes(StandardCharsets.US_ASCII);
        this.responderKnown = responderKnown;
        this.usesPsk = Arrays.stream(messages).flatMap(Arrays::stream).anyMatch(token -> token == NoiseToken.PSK);
        this.messages = messages;
    }

    /**
     * A pattern as the specification writes it.
     *
     * @param name such as "NKpsk0".
     * @param responderKnown whether the initiator knows the responder's static key before.
     * @param messages tokens of each, separated by blanks; the initiator sends the first.
     */
    static NoisePattern of(final String name, final boolean responderKnown, final String... messages) {
        final NoiseToken[][] tokens = Arrays.stream(messages)
                .map(message -> Arrays.stream(message.split(" "))
                        .map(token -> NoiseToken.valueOf(token.toUpperCase(Locale.ROOT)))
                        .toArray(NoiseToken[]::new))
                .toArray(NoiseToken[][]::new);
        return new NoisePattern(name, responderKnown, tokens);
    }

    byte[] protocolName() {
        return protocolName;
    }

    boolean responderKnown() {
        return responderKnown;
    }

    /** With a psk the ephemeral keys are mixed into the key too. */
    boolean usesPsk() {
        return usesPsk;
    }

    int messageCount() {
        return messages.length;
    }

    NoiseToken[] message(final int index) {
        return messages[index];
    }
}
