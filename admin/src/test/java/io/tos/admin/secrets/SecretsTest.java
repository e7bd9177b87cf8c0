package io.tos.admin.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passwords, second factors and the vault. */
final class SecretsTest {
    private static final byte[] RFC_SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "2000000000,279037"})
    void shouldGiveTheCodesOfTheStandardWhenTimePasses(final long seconds, final String code) {
        assertEquals(code, Totp.at(RFC_SECRET, Instant.ofEpochSecond(seconds)));
    }

    @Test
    void shouldTakeACodeOnceWhenClocksDifferByAStep() {
        final Instant now = Instant.ofEpochSecond(1_000_000);
        final String late = Totp.at(RFC_SECRET, now.minusSeconds(30));
        final long step = Totp.stepOf(RFC_SECRET, late, now, 0);
        assertEquals(1_000_000 / 30 - 1, step);
        assertEquals(-1, Totp.stepOf(RFC_SECRET, late, now, step));
        assertEquals(-1, Totp.stepOf(RFC_SECRET, Totp.at(RFC_SECRET, now.minusSeconds(90)), now, 0));
    }

    @Test
    void shouldWriteBase32WhenAppsReadIt() {
        assertEquals("MZXW6YTBOI", Totp.base32("foobar".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldKnowThePasswordWhenItIsTheSame() {
        final Passwords passwords = new Passwords();
        final String hash = passwords.hash("hunter2 hunter2");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertTrue(passwords.matches("hunter2 hunter2", hash));
        assertFalse(passwords.matches("hunter2 hunter3", hash));
        assertFalse(hash.equals(passwords.hash("hunter2 hunter2")), "salted");
    }

    @Test
    void shouldOpenOnlyForItsPurposeWhenSealed() throws IOException {
        final byte[] secret = {1, 2, 3};
        final byte[] sealed = Vault.in(folder).seal("totp 1", secret);
        assertArrayEquals(secret, Vault.in(folder).open("totp 1", sealed));
        final Vault vault = Vault.in(folder);
        assertThrows(IllegalStateException.class, () -> vault.open("totp 2", sealed));
        sealed[14] ^= 1;
        assertThrows(IllegalStateException.class, () -> vault.open("totp 1", sealed));
    }

    @Test
    void shouldRefuseTheKeyWhenOthersMayReadIt() throws IOException {
        final Vault made = Vault.in(folder);
        assertEquals(12 + 3 + 16, made.seal("x", new byte[3]).length);
        Files.setPosixFilePermissions(folder.resolve("admin.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(IOException.class, () -> Vault.in(folder));
    }
}
