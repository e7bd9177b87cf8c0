package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * HMAC-SHA256 cut to its first 16 bytes, over short messages in off-heap memory: handshake cookies and reset tokens.
 * Agent's own thread; allocates nothing.
 */
public final class CookieMac {
    /** Length of a code. */
    public static final int CODE_BYTES = 16;

    /** Longest message. */
    public static final int MESSAGE_BYTES_MAX = 128;

    private final HmacSha256 hmac = new HmacSha256();
    private final byte[] message = new byte[MESSAGE_BYTES_MAX];
    private final byte[] code = new byte[HmacSha256.CODE_BYTES];

    /** @param secret 32 bytes; copied. */
    public CookieMac(final byte[] secret) {
        hmac.key(secret);
    }

    /** Takes a new secret, forgetting the old. */
    public void rotate(final byte[] secret) {
        hmac.key(secret);
    }

    /** Writes the code of {@code length} bytes at {@code source} to {@code target}; all in the same memory or not. */
    public void write(
            final MemorySegment memory,
            final long source,
            final int length,
            final MemorySegment targetMemory,
            final long target) {
        compute(memory, source, length);
        MemorySegment.copy(code, 0, targetMemory, ValueLayout.JAVA_BYTE, target, CODE_BYTES);
    }

    /** Whether the code at {@code claimed} is that of {@code length} bytes at {@code source}; time tells nothing. */
    public boolean matches(
            final MemorySegment memory,
            final long source,
            final int length,
            final MemorySegment claimedMemory,
            final long claimed) {
        compute(memory, source, length);
        int difference = 0;
        for (int index = 0; index < CODE_BYTES; index++) {
            difference |= code[index] ^ claimedMemory.get(ValueLayout.JAVA_BYTE, claimed + index);
        }
        return difference == 0;
    }

    private void compute(final MemorySegment memory, final long source, final int length) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, source, message, 0, length);
        hmac.update(message, 0, length);
        hmac.finish(code, 0);
    }
}
