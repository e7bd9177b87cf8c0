package io.tos.engine.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of the JDK. */
public final class Sha256 {
    /** Length of a hash. */
    public static final int HASH_BYTES = 32;

    private Sha256() {}

    /** Hash of the whole array. */
    public static byte[] of(final byte[] source) {
        return newDigest().digest(source);
    }

    /** Writes the hash of what the digest was given, 32 bytes, and begins anew. */
    static void finish(final MessageDigest digest, final byte[] target, final int offset) {
        try {
            digest.digest(target, offset, HASH_BYTES);
        } catch (final DigestException tooShort) {
            throw new IllegalArgumentException("no room for 32 bytes at " + offset, tooShort);
        }
    }

    /** A reusable digest; not thread safe. */
    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
