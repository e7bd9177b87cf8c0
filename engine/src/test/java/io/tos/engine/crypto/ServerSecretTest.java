package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's secret: born once, read by its owner only, root of all other keys. */
final class ServerSecretTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldMakeSecretForOwnerOnlyAndKeepItWhenStartedAgain() throws IOException {
        final Path file = directory.resolve("server.secret");

        final ServerSecret first = ServerSecret.loadOrCreate(file, new Random(1));
        final ServerSecret second = ServerSecret.loadOrCreate(file, new Random(2));

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(first.copyBytes(), Files.readAllBytes(file));
        assertArrayEquals(first.copyBytes(), second.copyBytes());
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing is left beside it");
        }
    }

    @Test
    void shouldMakeSecretWhenAnEarlierStartDiedHalfway() throws IOException {
        final Path file = directory.resolve("server.secret");
        Files.write(directory.resolve("server.secret.new"), new byte[3]);

        final ServerSecret secret = ServerSecret.loadOrCreate(file, new Random(1));

        assertArrayEquals(secret.copyBytes(), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---", "rw-rw-rw-"})
    void shouldRefuseWithOneLineWhenOthersMayUseTheFile(final String permissions) throws IOException {
        final Path file = directory.resolve("server.secret");
        ServerSecret.loadOrCreate(file, new Random(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        final var problem = assertThrows(IOException.class, () -> ServerSecret.loadOrCreate(file, new Random(1)));

        assertEquals(
                file + ": others than its owner may use it (" + permissions + "); if nobody has read it: chmod 600 "
                        + file,
                problem.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void shouldRefuseWithOneLineWhenLengthIsWrong(final int length) throws IOException {
        final Path file = directory.resolve("server.secret");
        Files.write(file, new byte[length]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        final var problem = assertThrows(IOException.class, () -> ServerSecret.loadOrCreate(file, new Random(1)));

        assertTrue(
                String.valueOf(problem.getMessage()).startsWith(file + ": holds " + length + " bytes instead of 32"),
                problem.getMessage());
        assertEquals(length, Files.size(file), "a file that is wrong is left alone");
    }

    @Test
    void shouldRefuseWhenFileIsALink() throws IOException {
        final Path target = directory.resolve("target");
        final Path link = directory.resolve("server.secret");
        ServerSecret.loadOrCreate(target, new Random(1));
        Files.createSymbolicLink(link, target);

        final var problem = assertThrows(IOException.class, () -> ServerSecret.loadOrCreate(link, new Random(1)));

        assertEquals(link + ": must be a plain file, not a link or anything else", problem.getMessage());
    }

    @Test
    void shouldDeriveKeysThatDifferWhenPurposesDiffer() {
        final ServerSecret secret = ServerSecret.of(new byte[32]);
        final HandshakeCrypto crypto = CryptoBackend.BOUNCY.handshakeCrypto();

        final List<byte[]> keys = List.of(
                secret.tokenKey(0),
                secret.tokenKey(1),
                secret.tokenKey(1L << 63),
                secret.resumeKey(),
                secret.resetKey(),
                secret.staticPair(crypto).privateKey(),
                secret.copyBytes());

        final Set<String> distinct = new HashSet<>();
        keys.forEach(key -> distinct.add(Arrays.toString(key)));
        assertEquals(keys.size(), distinct.size());
        assertArrayEquals(secret.tokenKey(1), ServerSecret.of(new byte[32]).tokenKey(1));
        assertFalse(Arrays.equals(secret.resumeKey(), ServerSecret.of(filled()).resumeKey()));
    }

    @Test
    void shouldKeepPublicKeyWhenStartedAgainOrWithTheOtherLibrary() {
        final byte[] first = ServerSecret.of(filled())
                .staticPair(CryptoBackend.SODIUM.handshakeCrypto())
                .publicKey();
        final byte[] second = ServerSecret.of(filled())
                .staticPair(CryptoBackend.BOUNCY.handshakeCrypto())
                .publicKey();

        assertArrayEquals(first, second);
    }

    @Test
    void shouldThrowWhenSecretGivenHasTheWrongLength() {
        assertThrows(IllegalArgumentException.class, () -> ServerSecret.of(new byte[31]));
    }

    private static byte[] filled() {
        final byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 9);
        return bytes;
    }
}
