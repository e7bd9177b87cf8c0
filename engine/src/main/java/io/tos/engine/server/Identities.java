package io.tos.engine.server;

import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.MessageType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Who this server is: its secret from the data directory, and a new number for this run. */
final class Identities {
    private static final String SECRET_FILE = "server.secret";
    private static final int BUILD = 1;

    private Identities() {}

    /**
     * Reads the secret, or makes it at the first start.
     *
     * @param data the directory this process holds.
     */
    static ServerIdentity of(final Path data) {
        final SecureRandom random = new SecureRandom();
        try {
            return new ServerIdentity(
                    ServerSecret.loadOrCreate(data.resolve(SECRET_FILE), random),
                    random.nextLong(),
                    HandshakePacket.PROTOCOL_ID,
                    MessageType.SCHEMA_HASH,
                    BUILD);
        } catch (final IOException refused) {
            throw new StartException(ExitCode.USAGE, String.valueOf(refused.getMessage()));
        }
    }
}
