package io.tos.engine.crypto;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a Noise handshake, message by message. Reusable: {@code begin} forgets all that was. One thread at a time;
 * with libsodium nothing is allocated after construction.
 *
 * <p>A message that is refused ends the handshake: every later step answers {@link #REFUSED} until the next
 * {@code begin}.
 */
public final class NoiseHandshake {
    /** Answer to a message that is not right; it has no other effect. */
    public static final int REFUSED = -1;

    /** Longest payload of a message. */
    public static final int PAYLOAD_BYTES_MAX = HandshakeCrypto.MESSAGE_BYTES_MAX;

    private static final int KEY_BYTES = HandshakeCrypto.KEY_BYTES;

    private final HandshakeCrypto crypto;
    private final NoisePattern pattern;
    private final NoiseState state;
    private final byte[] peerEphemeral = new byte[KEY_BYTES];
    private final byte[] peerStatic = new byte[KEY_BYTES];
    private final byte[] shared = new byte[KEY_BYTES];
    private final byte[] buffer = new byte[PAYLOAD_BYTES_MAX + HandshakeCrypto.TAG_BYTES];
    private @Nullable X25519Pair ephemeralPair;
    private @Nullable X25519Pair staticPair;
    private byte @Nullable [] psk;
    private boolean initiator;
    private int turn;

    /** A side of {@link NoisePattern#NK_PSK0}. */
    public NoiseHandshake(final HandshakeCrypto crypto) {
        this(crypto, NoisePattern.NK_PSK0);
    }

    NoiseHandshake(final HandshakeCrypto crypto, final NoisePattern pattern) {
        this.crypto = crypto;
        this.pattern = pattern;
        this.state = new NoiseState(crypto);
    }

    /**
     * Client: begins towards the server whose static public key came with the token.
     *
     * @param ephemeral used for this handshake only, and wiped by its end.
     * @param sharedKey the token's psk.
     */
    public void beginInitiator(
            final byte[] prologue, final X25519Pair ephemeral, final byte[] serverPublicKey, final byte[] sharedKey) {
        begin(true, prologue, ephemeral, null, serverPublicKey, sharedKey);
    }

    /**
     * Server: begins towards a client.
     *
     * @param ephemeral used for this handshake only, and wiped by its end.
     * @param sharedKey the psk inside the client's token.
     */
    public void beginResponder(
            final byte[] prologue, final X25519Pair ephemeral, final X25519Pair serverPair, final byte[] sharedKey) {
        begin(false, prologue, ephemeral, serverPair, null, sharedKey);
    }

    /** Begins with what the pattern asks for and null for the rest; nothing but the peer's key is copied. */
    void begin(
            final boolean asInitiator,
            final byte[] prologue,
            final X25519Pair ownEphemeral,
            final @Nullable X25519Pair ownStatic,
            final byte @Nullable [] knownPeerStatic,
            final byte @Nullable [] sharedKey) {
        initiator = asInitiator;
        ephemeralPair = ownEphemeral;
        staticPair = ownStatic;
        psk = sharedKey;
        turn = 0;
        state.begin(pattern.protocolName());
        state.mixHash(prologue, 0, prologue.length);
        if (knownPeerStatic != null) {
            System.arraycopy(knownPeerStatic, 0, peerStatic, 0, KEY_BYTES);
        }
        if (pattern.responderKnown()) {
            state.mixHash(asInitiator ? peerStatic : staticPair().publicKey(), 0, KEY_BYTES);
        }
    }

    /**
     * Writes the next message: keys as the pattern says, then the payload.
     *
     * @return its length, or {@link #REFUSED} when the peer's key is of low order.
     */
    public int write(final byte[] payload, final int payloadLength, final byte[] target, final int offset) {
        if (!isTurn(true)) {
            return REFUSED;
        }
        int at = offset;
        for (final NoiseToken token : pattern.message(turn)) {
            if (token == NoiseToken.E) {
                System.arraycopy(ephemeralPair().publicKey(), 0, target, at, KEY_BYTES);
                mixEphemeral(target, at, ephemeralPair().publicKey());
                at += KEY_BYTES;
            } else if (token == NoiseToken.S) {
                System.arraycopy(staticPair().publicKey(), 0, target, at, KEY_BYTES);
                at += state.encryptAndHash(target, at, KEY_BYTES);
            } else if (!mixSecret(token)) {
                return refuse();
            }
        }
        System.arraycopy(payload, 0, target, at, payloadLength);
        at += state.encryptAndHash(target, at, payloadLength);
        turn++;
        return at - offset;
    }

    /**
     * Reads the peer's next message.
     *
     * @param payload receives what was in it, at most as long as the message.
     * @return length of the payload, or {@link #REFUSED}.
     */
    public int read(final byte[] message, final int offset, final int length, final byte[] payload) {
        Objects.checkFromIndexSize(offset, length, message.length);
        if (!isTurn(false)) {
            return REFUSED;
        }
        final int end = offset + length;
        int at = offset;
        for (final NoiseToken token : pattern.message(turn)) {
            if (token == NoiseToken.E) {
                if (end - at < KEY_BYTES) {
                    return refuse();
                }
                System.arraycopy(message, at, peerEphemeral, 0, KEY_BYTES);
                mixEphemeral(message, at, peerEphemeral);
                at += KEY_BYTES;
            } else if (token == NoiseToken.S) {
                final int sealedLength = KEY_BYTES + state.tagBytes();
                if (end - at < sealedLength || open(message, at, sealedLength) < 0) {
                    return refuse();
                }
                System.arraycopy(buffer, 0, peerStatic, 0, KEY_BYTES);
                at += sealedLength;
            } else if (!mixSecret(token)) {
                return refuse();
            }
        }
        final int payloadLength = end - at > buffer.length ? REFUSED : open(message, at, end - at);
        if (payloadLength < 0) {
            return refuse();
        }
        System.arraycopy(buffer, 0, payload, 0, payloadLength);
        Arrays.fill(buffer, 0, payloadLength, (byte) 0);
        turn++;
        return payloadLength;
    }

    /** Whether all messages have passed and {@link #split} may be called. */
    public boolean isComplete() {
        return turn == pattern.messageCount();
    }

    /** Writes the session's two keys, 32 bytes each, and wipes what led to them, our ephemeral private key included. */
    public void split(final byte[] toResponder, final byte[] toInitiator) {
        if (!isComplete()) {
            throw new IllegalStateException("a handshake is split after its last message");
        }
        state.split(toResponder, toInitiator);
        wipe();
    }

    /** Writes the hash over all that was said: equal on both sides, different in every session. */
    public void copyHash(final byte[] target) {
        state.copyHash(target);
    }

    /** Forgets all, our ephemeral private key included. */
    public void wipe() {
        if (ephemeralPair != null) {
            ephemeralPair.wipe();
        }
        ephemeralPair = null;
        staticPair = null;
        psk = null;
        turn = REFUSED;
        state.wipe();
        Arrays.fill(shared, (byte) 0);
    }

    private boolean isTurn(final boolean writing) {
        final boolean initiatorsTurn = (turn & 1) == 0;
        return ephemeralPair != null && turn < pattern.messageCount() && writing == (initiator == initiatorsTurn);
    }

    private int refuse() {
        wipe();
        return REFUSED;
    }

    private int open(final byte[] message, final int at, final int length) {
        System.arraycopy(message, at, buffer, 0, length);
        return state.decryptAndHash(message, at, buffer, length);
    }

    private void mixEphemeral(final byte[] message, final int at, final byte[] publicKey) {
        state.mixHash(message, at, KEY_BYTES);
        if (pattern.usesPsk()) {
            state.mixKey(publicKey);
        }
    }

    /** False when an agreement came out all zero. */
    private boolean mixSecret(final NoiseToken token) {
        if (token == NoiseToken.PSK) {
            state.mixKeyAndHash(Objects.requireNonNull(psk, "this pattern needs a psk"));
            return true;
        }
        final boolean ownEphemeral = token == NoiseToken.EE || token == (initiator ? NoiseToken.ES : NoiseToken.SE);
        final boolean peersEphemeral = token == NoiseToken.EE || token == (initiator ? NoiseToken.SE : NoiseToken.ES);
        final X25519Pair own = ownEphemeral ? ephemeralPair() : staticPair();
        if (!crypto.agree(shared, own.privateKey(), peersEphemeral ? peerEphemeral : peerStatic)) {
            return false;
        }
        state.mixKey(shared);
        Arrays.fill(shared, (byte) 0);
        return true;
    }

    private X25519Pair ephemeralPair() {
        return Objects.requireNonNull(ephemeralPair, "begin first");
    }

    private X25519Pair staticPair() {
        return Objects.requireNonNull(staticPair, "this pattern needs a static key");
    }
}
