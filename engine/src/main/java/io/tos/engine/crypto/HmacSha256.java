package io.tos.engine.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) over the JDK's SHA-256, which uses the processor's instructions. Reusable, allocates nothing
 * after construction (the JDK's own {@code Mac} makes 48 bytes of garbage per code). Not thread safe.
 */
public final class HmacSha256 {
    /** Length of a code. */
    public static final int CODE_BYTES = 32;

    private static final int BLOCK_BYTES = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest digest = Sha256.newDigest();
    private final byte[] innerBlock = new byte[BLOCK_BYTES];
    private final byte[] outerBlock = new byte[BLOCK_BYTES];
    private final byte[] code = new byte[CODE_BYTES];

    /** Takes a key of any length and begins a message. */
    public void key(final byte[] key) {
        Arrays.fill(innerBlock, (byte) 0);
        if (key.length > BLOCK_BYTES) {
            digest.reset();
            digest.update(key);
            Sha256.finish(digest, innerBlock, 0);
        } else {
            System.arraycopy(key, 0, innerBlock, 0, key.length);
        }
        for (int index = 0; index < BLOCK_BYTES; index++) {
            final byte value = innerBlock[index];
            innerBlock[index] = (byte) (value ^ INNER);
            outerBlock[index] = (byte) (value ^ OUTER);
        }
        begin();
    }

    /** Adds to the message. */
    public void update(final byte[] source, final int offset, final int length) {
        digest.update(source, offset, length);
    }

    /** Adds one byte to the message. */
    public void update(final byte value) {
        digest.update(value);
    }

    /** Writes the message's code, 32 bytes, and begins the next message under the same key. */
    public void finish(final byte[] target, final int offset) {
        Sha256.finish(digest, code, 0);
        digest.update(outerBlock);
        digest.update(code);
        Sha256.finish(digest, target, offset);
        begin();
    }

    /** Forgets the key. */
    public void wipe() {
        digest.reset();
        Arrays.fill(innerBlock, (byte) 0);
        Arrays.fill(outerBlock, (byte) 0);
        Arrays.fill(code, (byte) 0);
    }

    private void begin() {
        digest.reset();
        digest.update(innerBlock);
    }
}
