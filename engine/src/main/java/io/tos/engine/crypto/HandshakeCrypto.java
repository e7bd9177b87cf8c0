package io.tos.engine.crypto;

/**
 * The slow path's primitives over byte arrays: X25519 (RFC 7748), Ed25519 (RFC 8032) and ChaCha20-Poly1305 (RFC 8439)
 * with any associated data. For handshakes, tokens and tickets. One instance per thread: not thread safe.
 *
 * <p>What came from outside never causes an exception: it is answered with {@code false}. A wrong array length is a
 * mistake of ours and throws.
 */
public interface HandshakeCrypto {
    /** Length of X25519 keys and shared secrets, of Ed25519 seeds and public keys, and of AEAD keys. */
    int KEY_BYTES = 32;

    /** Length of an AEAD nonce. */
    int NONCE_BYTES = 12;

    /** Length of an AEAD tag. */
    int TAG_BYTES = 16;

    /** Length of an Ed25519 signature. */
    int SIGNATURE_BYTES = 64;

    /** Longest text, associated data or signed message. */
    int MESSAGE_BYTES_MAX = 2_048;

    /** Which library does the work, for banner and reports. */
    String name();

    /** X25519: writes the public key of {@code privateKey}, which need not be clamped. */
    void publicKey(byte[] publicKey, byte[] privateKey);

    /**
     * X25519: writes the secret shared with the owner of {@code publicKey}.
     *
     * @param publicKey as received: high bit ignored, non-canonical values reduced, as RFC 7748 says.
     * @return false, and {@code shared} all zero, when the shared secret would be all zero: the peer sent a point of
     *     low order.
     */
    boolean agree(byte[] shared, byte[] privateKey, byte[] publicKey);

    /** Ed25519: writes the public key that belongs to {@code seed}. */
    void signingPublicKey(byte[] publicKey, byte[] seed);

    /** Ed25519: writes the signature of the whole message. */
    void sign(byte[] signature, byte[] seed, byte[] message);

    /** Ed25519: whether the signature is right. Keys of low order and non-canonical encodings are refused. */
    boolean verify(byte[] signature, byte[] message, byte[] publicKey);

    /**
     * Encrypts {@code textLength} bytes at {@code offset} where they lie and writes the tag behind them.
     *
     * @param nonce never used before with this key.
     * @param associated authenticated whole, not encrypted.
     */
    void seal(byte[] key, byte[] nonce, byte[] associated, byte[] buffer, int offset, int textLength);

    /**
     * Checks the tag that lies behind {@code textLength} bytes at {@code offset} and decrypts them where they lie.
     *
     * @return whether the tag was right; if not, the text is unspecified.
     */
    boolean open(byte[] key, byte[] nonce, byte[] associated, byte[] buffer, int offset, int textLength);
}
