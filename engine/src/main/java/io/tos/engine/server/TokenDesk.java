package io.tos.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlException;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.Sha256;
import io.tos.engine.net.admission.ServerIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;

/**
 * Issues connect tokens of a server that no admin side knows: the control command {@code token}. Whoever may use the
 * control socket may enter under any name. Control thread only.
 */
final class TokenDesk {
    /** Account and character ids made here have the top bit set; an admin side's do not. */
    static final long RESERVED_RANGE = Long.MIN_VALUE;

    private static final int NAME_LENGTH_MAX = 32;
    private static final int NAMES_MAX = 256;
    private static final int LIFE_SECONDS = 45;
    private static final int MS_PER_SECOND = 1000;

    private final ConnectToken token;
    private final ServerIdentity identity;
    private final Octets serverPublicKey;
    private final int port;
    private final EpochClock clock;
    private final RandomGenerator random;

    /**
     * @param crypto this desk's own.
     * @param port UDP port that the tokens name.
     * @param random a {@code SecureRandom} outside of tests.
     */
    TokenDesk(
            final HandshakeCrypto crypto,
            final ServerIdentity identity,
            final int port,
            final EpochClock clock,
            final RandomGenerator random) {
        this.token = new ConnectToken(crypto, identity.secret().tokenKey(identity.instanceId()));
        this.identity = identity;
        this.serverPublicKey = Octets.of(identity.secret().staticPair(crypto).publicKey());
        this.port = port;
        this.clock = clock;
        this.random = random;
    }

    /** {@code {"names": [..], "address": "127.0.0.1"}} is answered with {@code {"tokens": [..]}} in that order. */
    void issue(final JsonNode request, final ObjectNode reply) {
        final JsonNode names = request.path("names");
        if (!names.isArray() || names.isEmpty() || names.size() > NAMES_MAX) {
            throw new ControlException("bad_argument", "names must be a list of 1 to " + NAMES_MAX + " names");
        }
        final InetAddress address = address(request.path("address").asText("127.0.0.1"));
        final ArrayNode tokens = reply.putArray("tokens");
        for (final JsonNode name : names) {
            tokens.add(grant(name.asText(), address).toText());
        }
    }

    private ConnectGrant grant(final String name, final InetAddress address) {
        if (!name.matches("[\\p{L}\\p{N}_-]{1," + NAME_LENGTH_MAX + "}")) {
            throw new ControlException(
                    "bad_argument", "a name has 1 to " + NAME_LENGTH_MAX + " letters, digits, _ or -: '" + name + "'");
        }
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        final long account = RESERVED_RANGE | ByteBuffer.wrap(Sha256.of(bytes)).getLong();
        final byte[] psk = new byte[ConnectToken.PSK_BYTES];
        random.nextBytes(psk);
        final long nowSeconds = clock.time() / MS_PER_SECOND;
        final ConnectTokenClaims claims = new ConnectTokenClaims(
                random.nextLong(),
                random.nextLong(),
                nowSeconds + LIFE_SECONDS,
                identity.instanceId(),
                identity.protocolId(),
                account,
                account,
                0,
                0,
                nowSeconds,
                Octets.of(psk),
                Octets.of(bytes));
        return new ConnectGrant(
                new InetSocketAddress(address, port), Octets.of(token.seal(claims)), Octets.of(psk), serverPublicKey);
    }

    private static InetAddress address(final String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (final IllegalArgumentException notAnAddress) {
            throw new ControlException("bad_argument", "address must be an IPv4 or IPv6 address: '" + literal + "'");
        }
    }
}
