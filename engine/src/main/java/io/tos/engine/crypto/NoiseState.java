package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What a Noise handshake remembers between tokens: chaining key, transcript hash, current key and its nonce (the
 * specification's SymmetricState and CipherState). Reusable; allocates nothing after construction.
 */
final class NoiseState {
    private static final int KEY_BYTES = HandshakeCrypto.KEY_BYTES;
    private static final byte[] NOTHING = {};

    private final HandshakeCrypto crypto;
    private final Hkdf hkdf = new Hkdf();
    private final MessageDigest digest = Sha256.newDigest();
    private final byte[] chainingKey = new byte[KEY_BYTES];
    private final byte[] hash = new byte[KEY_BYTES];
    private final byte[] key = new byte[KEY_BYTES];
    private final byte[] nonce = new byte[HandshakeCrypto.NONCE_BYTES];
    private final MemorySegment nonceMemory = MemorySegment.ofArray(nonce);
    private final byte[] twoKeys = new byte[2 * KEY_BYTES];
    private final byte[] threeKeys = new byte[3 * KEY_BYTES];
    private boolean hasKey;
    private long number;

    NoiseState(final HandshakeCrypto crypto) {
        this.crypto = crypto;
    }

    /** Begins with the name as transcript: itself if it fits into a hash, else its hash. */
    void begin(final byte[] protocolName) {
        wipe();
        if (protocolName.length <= KEY_BYTES) {
            System.arraycopy(protocolName, 0, hash, 0, protocolName.length);
        } else {
            digest.update(protocolName);
            Sha256.finish(digest, hash, 0);
        }
        System.arraycopy(hash, 0, chainingKey, 0, KEY_BYTES);
    }

    void mixHash(final byte[] source, final int offset, final int length) {
        digest.update(hash);
        digest.update(source, offset, length);
        Sha256.finish(digest, hash, 0);
    }

    void mixKey(final byte[] secret) {
        hkdf.derive(chainingKey, secret, NOTHING, twoKeys);
        takeKeys(twoKeys, KEY_BYTES);
    }

    void mixKeyAndHash(final byte[] secret) {
        hkdf.derive(chainingKey, secret, NOTHING, threeKeys);
        mixHash(threeKeys, KEY_BYTES, KEY_BYTES);
        takeKeys(threeKeys, 2 * KEY_BYTES);
    }

    /** Encrypts in place if there is a key; returns the length afterwards, 16 more with a key. */
    int encryptAndHash(final byte[] buffer, final int offset, final int length) {
        int sealedLength = length;
        if (hasKey) {
            crypto.seal(key, nextNonce(), hash, buffer, offset, length);
            sealedLength += HandshakeCrypto.TAG_BYTES;
        }
        mixHash(buffer, offset, sealedLength);
        return sealedLength;
    }

    /**
     * Decrypts in place if there is a key.
     *
     * @param transcript holds the same bytes at {@code offset} once more: they are needed after the buffer has changed.
     * @return length afterwards, or -1 when refused.
     */
    int decryptAndHash(final byte[] transcript, final int offset, final byte[] buffer, final int length) {
        if (hasKey) {
            final int textLength = length - HandshakeCrypto.TAG_BYTES;
            if (textLength < 0 || !crypto.open(key, nextNonce(), hash, buffer, 0, textLength)) {
                return -1;
            }
            mixHash(transcript, offset, length);
            return textLength;
        }
        mixHash(transcript, offset, length);
        return length;
    }

    /** How many bytes encrypting adds at this point. */
    int tagBytes() {
        return hasKey ? HandshakeCrypto.TAG_BYTES : 0;
    }

    /** Writes the key from initiator to responder and the one back. */
    void split(final byte[] toResponder, final byte[] toInitiator) {
        hkdf.derive(chainingKey, NOTHING, NOTHING, twoKeys);
        System.arraycopy(twoKeys, 0, toResponder, 0, KEY_BYTES);
        System.arraycopy(twoKeys, KEY_BYTES, toInitiator, 0, KEY_BYTES);
        Arrays.fill(twoKeys, (byte) 0);
    }

    void copyHash(final byte[] target) {
        System.arraycopy(hash, 0, target, 0, KEY_BYTES);
    }

    void wipe() {
        Arrays.fill(chainingKey, (byte) 0);
        Arrays.fill(hash, (byte) 0);
        Arrays.fill(key, (byte) 0);
        hasKey = false;
        number = 0;
    }

    private byte[] nextNonce() {
        nonceMemory.set(LittleEndian.LONG, HandshakeCrypto.NONCE_BYTES - Long.BYTES, number++);
        return nonce;
    }

    private void takeKeys(final byte[] keys, final int offsetOfKey) {
        System.arraycopy(keys, 0, chainingKey, 0, KEY_BYTES);
        System.arraycopy(keys, offsetOfKey, key, 0, KEY_BYTES);
        Arrays.fill(keys, (byte) 0);
        hasKey = true;
        number = 0;
    }
}
