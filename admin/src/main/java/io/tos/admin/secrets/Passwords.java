package io.tos.admin.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, 19 MiB, two passes: about 40 ms of one core. At most two at once, so that a flood of logins fills neither
 * memory nor cores. Thread-safe; blocks.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int AT_ONCE = 2;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=1\\$([\\w+/]+)\\$([\\w+/]+)");

    private final SecureRandom random = new SecureRandom();
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final String nobody = hash("nobody has this password");

    /** A new hash in PHC form. */
    public String hash(final String password) {
        final byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        final Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(derive(password, salt, MEMORY_KIB, PASSES));
    }

    /** Whether the password is the one that was hashed. */
    public boolean matches(final String password, final String hash) {
        final Matcher parts = PHC.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalStateException("not a hash of ours");
        }
        final byte[] wanted = Base64.getDecoder().decode(parts.group(4));
        final byte[] given = derive(
                password,
                Base64.getDecoder().decode(parts.group(3)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)));
        return MessageDigest.isEqual(wanted, given);
    }

    /** Takes as long as {@link #matches}: nobody learns from the time that an account does not exist. */
    public void matchNobody(final String password) {
        matches(password, nobody);
    }

    private byte[] derive(final String password, final byte[] salt, final int memoryKib, final int passes) {
        final byte[] hash = new byte[HASH_BYTES];
        permits.acquireUninterruptibly();
        try {
            final Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withSalt(salt)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(1)
                    .build());
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            permits.release();
        }
    }
}
