package io.tos.admin.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Six-digit codes that change every 30 s, RFC 6238 with SHA-1, as authenticator apps make them. */
public final class Totp {
    /** Length of the shared secret. */
    public static final int SECRET_BYTES = 20;

    private static final int STEP_SECONDS = 30;
    private static final int DIGITS_MODULUS = 1_000_000;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    /**
     * The step the code belongs to, of the last, this and the next one; -1 if to none.
     *
     * @param lastStep steps up to this one are used up.
     */
    public static long stepOf(final byte[] secret, final String code, final Instant now, final long lastStep) {
        final long current = now.getEpochSecond() / STEP_SECONDS;
        for (long step = current - 1; step <= current + 1; step++) {
            if (step > lastStep && code(secret, step).equals(code)) {
                return step;
            }
        }
        return -1;
    }

    /** The code an app shows at a time. */
    public static String at(final byte[] secret, final Instant time) {
        return code(secret, time.getEpochSecond() / STEP_SECONDS);
    }

    /** The secret as apps take it when it is typed. */
    public static String base32(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (final byte value : bytes) {
            buffer = buffer << 8 | (value & 0xFF);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt(buffer >> bits & 31));
            }
        }
        if (bits > 0) {
            text.append(BASE32.charAt(buffer << (5 - bits) & 31));
        }
        return text.toString();
    }

    private static String code(final byte[] secret, final long step) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            final byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            final int offset = hash[hash.length - 1] & 15;
            final int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return "%06d".formatted(number % DIGITS_MODULUS);
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", impossible);
        }
    }
}
