package io.tos.engine.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** An X25519 key pair on the heap. Not copied: who wipes it, wipes it for all who hold it. */
public final class X25519Pair {
    private final byte[] privateKey;
    private final byte[] publicKey = new byte[HandshakeCrypto.KEY_BYTES];

    /** The pair that belongs to a private key, which is kept, not copied. */
    public X25519Pair(final HandshakeCrypto crypto, final byte[] privateKey) {
        this.privateKey = privateKey;
        crypto.publicKey(publicKey, privateKey);
    }

    /** A new pair; {@code random} is a {@code SecureRandom} wherever a real peer is at the other end. */
    public static X25519Pair generate(final HandshakeCrypto crypto, final RandomGenerator random) {
        final byte[] privateKey = new byte[HandshakeCrypto.KEY_BYTES];
        random.nextBytes(privateKey);
        return new X25519Pair(crypto, privateKey);
    }

    /** The 32 bytes themselves, to be read only. */
    public byte[] publicKey() {
        return publicKey;
    }

    byte[] privateKey() {
        return privateKey;
    }

    /** Overwrites the private key. */
    public void wipe() {
        Arrays.fill(privateKey, (byte) 0);
    }
}
