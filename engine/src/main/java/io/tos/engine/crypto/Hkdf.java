package io.tos.engine.crypto;

import java.util.Arrays;

/** HKDF-SHA256 (RFC 5869). Reusable, allocates nothing after construction, wipes what it derived from. Not thread safe. */
public final class Hkdf {
    private static final int HASH_BYTES = HmacSha256.CODE_BYTES;
    private static final int BLOCKS_MAX = 255;

    private final HmacSha256 hmac = new HmacSha256();
    private final byte[] pseudoRandomKey = new byte[HASH_BYTES];
    private final byte[] block = new byte[HASH_BYTES];

    /**
     * Extract, then expand.
     *
     * @param salt may be empty.
     * @param secret the input keying material.
     * @param info what the key is for.
     * @param target filled whole, at most 8,160 bytes.
     */
    public void derive(final byte[] salt, final byte[] secret, final byte[] info, final byte[] target) {
        extract(salt, secret, pseudoRandomKey);
        expand(pseudoRandomKey, info, target);
        Arrays.fill(pseudoRandomKey, (byte) 0);
    }

    /** HKDF-Extract: writes the 32-byte pseudorandom key. */
    void extract(final byte[] salt, final byte[] secret, final byte[] target) {
        hmac.key(salt);
        hmac.update(secret, 0, secret.length);
        hmac.finish(target, 0);
        hmac.wipe();
    }

    /** HKDF-Expand: fills {@code target} whole. */
    void expand(final byte[] key, final byte[] info, final byte[] target) {
        if (target.length > BLOCKS_MAX * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF gives at most 8,160 bytes: " + target.length);
        }
        hmac.key(key);
        for (int done = 0, count = 1; done < target.length; done += HASH_BYTES, count++) {
            if (count > 1) {
                hmac.update(block, 0, HASH_BYTES);
            }
            hmac.update(info, 0, info.length);
            hmac.update((byte) count);
            hmac.finish(block, 0);
            System.arraycopy(block, 0, target, done, Math.min(HASH_BYTES, target.length - done));
        }
        Arrays.fill(block, (byte) 0);
        hmac.wipe();
    }
}
