package io.tos.engine.sim.fuzz;

import io.tos.engine.crypto.HandshakeCrypto;
import java.lang.foreign.MemorySegment;

/** Bends some texts before they are sealed and some public keys when they are made. One thread. */
final class BendingHandshakes implements HandshakeCrypto {
    private final HandshakeCrypto crypto;
    private final Bender bender;
    private final int odds;

    /** @param odds one text or key in so many. */
    BendingHandshakes(final HandshakeCrypto crypto, final Bender bender, final int odds) {
        this.crypto = crypto;
        this.bender = bender;
        this.odds = odds;
    }

    @Override
    public String name() {
        return crypto.name();
    }

    @Override
    public void publicKey(final byte[] publicKey, final byte[] privateKey) {
        crypto.publicKey(publicKey, privateKey);
        if (bender.chance(4 * odds)) {
            bender.bend(MemorySegment.ofArray(publicKey), 0, publicKey.length);
        }
    }

    @Override
    public boolean agree(final byte[] shared, final byte[] privateKey, final byte[] publicKey) {
        return crypto.agree(shared, privateKey, publicKey);
    }

    @Override
    public void signingPublicKey(final byte[] publicKey, final byte[] seed) {
        crypto.signingPublicKey(publicKey, seed);
    }

    @Override
    public void sign(final byte[] signature, final byte[] seed, final byte[] message) {
        crypto.sign(signature, seed, message);
    }

    @Override
    public boolean verify(final byte[] signature, final byte[] message, final byte[] publicKey) {
        return crypto.verify(signature, message, publicKey);
    }

    @Override
    public void seal(
            final byte[] key,
            final byte[] nonce,
            final byte[] associated,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        if (bender.chance(odds)) {
            bender.bend(MemorySegment.ofArray(buffer), offset, textLength);
        }
        crypto.seal(key, nonce, associated, buffer, offset, textLength);
    }

    @Override
    public boolean open(
            final byte[] key,
            final byte[] nonce,
            final byte[] associated,
            final byte[] buffer,
            final int offset,
            final int textLength) {
        return crypto.open(key, nonce, associated, buffer, offset, textLength);
    }
}
