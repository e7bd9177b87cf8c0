package io.tos.admin.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the database keeps but must not know: servers' secrets, second factors. AES-256-GCM with this
 * installation's key, a file of 32 bytes that only its owner may read; the purpose is authenticated. Thread-safe.
 *
 * <pre> 0 nonce, 12 | 12 sealed bytes | tag, 16 </pre>
 */
public final class Vault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Vault(final byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Reads the key from {@code admin.key}, or makes it. */
    public static Vault in(final Path folder) throws IOException {
        final Path file = folder.resolve("admin.key");
        if (!Files.exists(file)) {
            final byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            final Path beside = folder.resolve("admin.key.new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, fresh);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        for (final PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new IOException(file + ": others than its owner may use it; chmod 600 " + file);
            }
        }
        final byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(file + ": holds " + bytes.length + " bytes instead of 32; restore it from a backup");
        }
        return new Vault(bytes);
    }

    /** Seals bytes for a purpose; only the same purpose opens them. */
    public byte[] seal(final String purpose, final byte[] plain) {
        final byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            final byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /**
     * Opens what was sealed for the same purpose.
     *
     * @throws IllegalStateException when the key or the bytes are others: the key file was not restored with the database.
     */
    public byte[] open(final String purpose, final byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), purpose)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (final AEADBadTagException other) {
            throw new IllegalStateException("sealed with another admin.key: " + purpose, other);
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    private Cipher cipher(final int mode, final byte[] nonce, final String purpose) throws GeneralSecurityException {
        final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
