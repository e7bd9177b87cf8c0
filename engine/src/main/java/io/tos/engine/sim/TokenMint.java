package io.tos.engine.sim;

import io.tos.engine.client.Credentials;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.Octets;
import io.tos.engine.net.admission.ServerIdentity;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;

/** Makes connect tokens as the admin side does. The simulation's thread. */
public final class TokenMint {
    /** How long its tokens are good for. */
    public static final int LIFE_SECONDS = 45;

    private static final int MS_PER_SECOND = 1000;

    private final HandshakeCrypto crypto;
    private final ServerIdentity identity;
    private final EpochClock clock;
    private final RandomGenerator random;
    private final ConnectToken token;
    private final Octets serverPublicKey;

    TokenMint(
            final HandshakeCrypto crypto,
            final ServerIdentity identity,
            final EpochClock clock,
            final RandomGenerator random) {
        this.crypto = crypto;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
        this.token = new ConnectToken(crypto, identity.secret().tokenKey(identity.instanceId()));
        this.serverPublicKey = Octets.of(identity.secret().staticPair(crypto).publicKey());
    }

    /** A fresh token of this account and what its holder needs beside it. */
    public Credentials credentials(final long accountId) {
        return sealed(token, identity.instanceId(), accountId);
    }

    /** A token that another run of the server would take. */
    public Credentials ofAnotherRun(final long accountId) {
        final long instanceId = identity.instanceId() + 1;
        return sealed(new ConnectToken(crypto, identity.secret().tokenKey(instanceId)), instanceId, accountId);
    }

    private Credentials sealed(final ConnectToken sealer, final long instanceId, final long accountId) {
        final byte[] psk = new byte[ConnectToken.PSK_BYTES];
        random.nextBytes(psk);
        final long nowSeconds = clock.time() / MS_PER_SECOND;
        final var claims = new ConnectTokenClaims(
                random.nextLong(),
                random.nextLong(),
                nowSeconds + LIFE_SECONDS,
                instanceId,
                identity.protocolId(),
                accountId,
                accountId,
                0,
                0,
                nowSeconds,
                Octets.of(psk),
                Octets.of(("player-" + accountId).getBytes(StandardCharsets.UTF_8)));
        return new Credentials(Octets.of(sealer.seal(claims)), false, Octets.of(psk), serverPublicKey);
    }
}
