package io.tos.engine.crypto;

import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The slow path through Bouncy Castle, where libsodium is missing. Allocates a few KB per curve operation. */
final class BouncyHandshakeCrypto implements HandshakeCrypto {
    @Override
    public String name() {
        return BouncyCrypto.NAME;
    }

    @Override
    public void publicKey(final byte[] publicKey, final byte[] privateKey) {
        check(publicKey, KEY_BYTES);
        check(privateKey, KEY_BYTES);
        X25519.generatePublicKey(privateKey, 0, publicKey, 0);
    }

    @Override
    public boolean agree(final byte[] shared, final byte[] privateKey, final byte[] publicKey) {
        check(shared, KEY_BYTES);
        check(privateKey, KEY_BYTES);
        check(publicKey, KEY_BYTES);
        return X25519.calculateAgreement(privateKey, 0, publicKey, 0, shared, 0);
    }

    @Override
    public void signingPublicKey(final byte[] publicKey, final byte[] seed) {
        check(publicKey, KEY_BYTES);
        check(seed, KEY_BYTES);
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    @Override
    public void sign(final byte[] signature, final byte[] seed, final byte[] message) {
        check(signature, SIGNATURE_BYTES);
        check(seed, KEY_BYTES);
        Objects.checkIndex(message.length, MESSAGE_BYTES_MAX + 1);
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    }

    @Override
    public boolean verify(final byte[] signature, final byte[] message, final byte[] publicKey) {
        check(signature, SIGNATURE_BYTES);
        check(publicKey, KEY_BYTES);
        Objects.checkIndex(message.length, MESSAGE_BYTES_MAX + 1);
        // verify() takes keys of low order, under which one signature fits many messages: refuse them first.
        return Ed25519.validatePublicKeyPartial(publicKey, 0)
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    @Override
    public void seal(
            final byte[] key,
            final byte[] nonce,
            final byte[] associated,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        final boolean sealed = run(engine(true, key, nonce, associated), buffer, offset, textLength);
        assert sealed : "sealing cannot fail";
    }

    @Override
    public boolean open(
            final byte[] key,
            final byte[] nonce,
            final byte[] associated,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        return run(engine(false, key, nonce, associated), buffer, offset, textLength + TAG_BYTES);
    }

    /** A new engine each time: a used one would refuse to seal the same thing twice in a row. */
    private static ChaCha20Poly1305 engine(
            final boolean forSealing, final byte[] key, final byte[] nonce, final byte[] associated) {
        check(key, KEY_BYTES);
        check(nonce, NONCE_BYTES);
        Objects.checkIndex(associated.length, MESSAGE_BYTES_MAX + 1);
        final ChaCha20Poly1305 engine = new ChaCha20Poly1305();
        engine.init(forSealing, new ParametersWithIV(new KeyParameter(key), nonce));
        engine.processAADBytes(associated, 0, associated.length);
        return engine;
    }

    /** Puts the outcome where the source was; false, and nothing changed, when the tag was wrong. */
    private static boolean run(
            final ChaCha20Poly1305 engine, final byte[] buffer, final int offset, final int sourceLength) {
        Objects.checkIndex(sourceLength, MESSAGE_BYTES_MAX + TAG_BYTES + 1);
        final byte[] outcome = new byte[engine.getOutputSize(sourceLength)];
        try {
            final int length = engine.processBytes(buffer, offset, sourceLength, outcome, 0);
            engine.doFinal(outcome, length);
        } catch (final InvalidCipherTextException forged) {
            return false;
        }
        System.arraycopy(outcome, 0, buffer, offset, outcome.length);
        Arrays.fill(outcome, (byte) 0);
        return true;
    }

    private static void check(final byte[] bytes, final int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(bytes.length + " bytes instead of " + length);
        }
    }
}
