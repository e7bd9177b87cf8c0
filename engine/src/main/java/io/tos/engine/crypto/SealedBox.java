package io.tos.engine.crypto;

import java.util.Arrays;

/**
 * Seals and opens one-off messages that start with a random 16-byte id: the key of each is HKDF-SHA256(root key, salt =
 * id, info), used for this message alone, hence nonce 0. Tokens and tickets are such messages. One thread at a time.
 *
 * <pre> 0 clear part with the id first, authenticated | text | tag, 16 bytes </pre>
 */
final class SealedBox {
    /** Length of the id. */
    static final int ID_BYTES = 16;

    private static final byte[] NONCE_ZERO = new byte[HandshakeCrypto.NONCE_BYTES];

    private final HandshakeCrypto crypto;
    private final byte[] rootKey;
    private final byte[] info;
    private final Hkdf hkdf = new Hkdf();
    private final byte[] id = new byte[ID_BYTES];
    private final byte[] clear;
    private final byte[] key = new byte[HandshakeCrypto.KEY_BYTES];

    /** @param clearLength bytes before the text. */
    SealedBox(final HandshakeCrypto crypto, final byte[] rootKey, final byte[] info, final int clearLength) {
        this.crypto = crypto;
        this.rootKey = rootKey.clone();
        this.info = info;
        this.clear = new byte[clearLength];
    }

    /** Encrypts what lies between clear part and tag, and writes the tag. */
    void seal(final byte[] message, final int length) {
        derive(message);
        crypto.seal(key, NONCE_ZERO, clear, message, clear.length, textLength(length));
        Arrays.fill(key, (byte) 0);
    }

    /** Checks the tag and decrypts in place. */
    boolean open(final byte[] message, final int length) {
        derive(message);
        final boolean genuine = crypto.open(key, NONCE_ZERO, clear, message, clear.length, textLength(length));
        Arrays.fill(key, (byte) 0);
        return genuine;
    }

    private int textLength(final int length) {
        return length - clear.length - HandshakeCrypto.TAG_BYTES;
    }

    private void derive(final byte[] message) {
        System.arraycopy(message, 0, id, 0, ID_BYTES);
        System.arraycopy(message, 0, clear, 0, clear.length);
        hkdf.derive(id, rootKey, info, key);
    }
}
