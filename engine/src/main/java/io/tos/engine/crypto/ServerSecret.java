package io.tos.engine.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The one secret of a server, 32 bytes, from which all its long-lived keys are derived: HKDF-SHA256 with the secret as
 * input, no salt, and as info a word, for token keys followed by the instance id.
 *
 * <pre> "tok" ‖ instanceId u64 little endian: token key | "resume": ticket key | "reset": reset key
 * "static": X25519 private key of the handshake | "link": key that signs what the server says to the admin side </pre>
 *
 * On disk: the bare 32 bytes in a file only its owner may read. The admin side keeps the same 32 bytes. Any thread.
 */
public final class ServerSecret {
    /** Length of the secret and of every key derived from it. */
    public static final int SECRET_BYTES = 32;

    private static final byte[] NO_SALT = {};
    private static final int TOKEN_WORD_BYTES = 3;

    private final byte[] secret;

    private ServerSecret(final byte[] secret) {
        this.secret = secret;
    }

    /** The secret another part of the system was given; copied. */
    public static ServerSecret of(final byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a server secret has 32 bytes: " + secret.length);
        }
        return new ServerSecret(secret.clone());
    }

    /**
     * Reads the secret, or makes it if there is no file. Call only while holding the data directory.
     *
     * @param random a {@code SecureRandom} outside of tests.
     * @throws IOException with one clear line when others may read the file, or it does not hold 32 bytes.
     */
    public static ServerSecret loadOrCreate(final Path file, final RandomGenerator random) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, random);
        }
        return load(file);
    }

    /** Key of tokens for one run of the server; 32 bytes. */
    public byte[] tokenKey(final long instanceId) {
        final byte[] info = Arrays.copyOf("tok".getBytes(StandardCharsets.US_ASCII), TOKEN_WORD_BYTES + Long.BYTES);
        for (int index = 0; index < Long.BYTES; index++) {
            info[TOKEN_WORD_BYTES + index] = (byte) (instanceId >>> (8 * index));
        }
        return derive(info);
    }

    /** Key of resume tickets, the same after a restart; 32 bytes. */
    public byte[] resumeKey() {
        return derive("resume".getBytes(StandardCharsets.US_ASCII));
    }

    /** Key of the codes in RESET packets; 32 bytes. */
    public byte[] resetKey() {
        return derive("reset".getBytes(StandardCharsets.US_ASCII));
    }

    /** Key of the signatures on the link between server and admin side; 32 bytes. */
    public byte[] linkKey() {
        return derive("link".getBytes(StandardCharsets.US_ASCII));
    }

    /** The server's static key pair, whose public half clients get with their tokens. */
    public X25519Pair staticPair(final HandshakeCrypto crypto) {
        return new X25519Pair(crypto, derive("static".getBytes(StandardCharsets.US_ASCII)));
    }

    /** The 32 bytes, to hand over to the admin side at registration. */
    public byte[] copyBytes() {
        return secret.clone();
    }

    private byte[] derive(final byte[] info) {
        final byte[] key = new byte[SECRET_BYTES];
        new Hkdf().derive(NO_SALT, secret, info, key);
        return key;
    }

    private static ServerSecret load(final Path file) throws IOException {
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + ": must be a plain file, not a link or anything else");
        }
        for (final PosixFilePermission permission : permissions) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new IOException(file + ": others than its owner may use it ("
                        + PosixFilePermissions.toString(permissions) + "); if nobody has read it: chmod 600 " + file);
            }
        }
        final byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != SECRET_BYTES) {
            throw new IOException(file + ": holds " + bytes.length + " bytes instead of 32; restore it from a backup,"
                    + " or delete it to get a new one (tokens, tickets and the server's public key change then)");
        }
        return new ServerSecret(bytes);
    }

    /** Written beside and renamed, so that a crash leaves no half secret. */
    private static void create(final Path file, final RandomGenerator random) throws IOException {
        final byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        final var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            final ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
        Arrays.fill(bytes, (byte) 0);
    }
}
