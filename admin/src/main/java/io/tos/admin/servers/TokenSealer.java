package io.tos.admin.servers;

import static io.tos.admin.db.schema.Tables.GAME_SERVER;

import io.tos.admin.db.Database;
import io.tos.admin.db.schema.tables.records.GameServerRecord;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.secrets.Tokens;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.Octets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Seals the tokens with which players enter a server. The server proves them without asking back. Thread-safe. */
public final class TokenSealer {
    private static final int LIFE_SECONDS = 45;

    private final Database database;
    private final ServerRegistry registry;
    private final ServerLinks links;
    private final Clock clock;

    /** @param links which servers can be entered now. */
    public TokenSealer(
            final Database database, final ServerRegistry registry, final ServerLinks links, final Clock clock) {
        this.database = database;
        this.registry = registry;
        this.links = links;
        this.clock = clock;
    }

    /** What a client needs to enter, once, before the time is over. */
    public record Grant(String grant, Instant expiresAt) {}

    /**
     * Seals a token.
     *
     * @throws ApiException server lost when it is not connected, not found when there is none.
     */
    public Grant seal(final UUID serverId, final long accountId, final long characterId, final String name) {
        final GameServerRecord server =
                database.dsl().fetchOne(GAME_SERVER, GAME_SERVER.ID.eq(serverId).and(GAME_SERVER.REMOVED_AT.isNull()));
        if (server == null) {
            throw new ApiException(ApiError.NOT_FOUND, "There is no such server.");
        }
        if (!links.isOnline(serverId)) {
            throw new ApiException(ApiError.SERVER_LOST);
        }
        final byte[] psk = Tokens.randomBytes(ConnectToken.PSK_BYTES);
        final ByteBuffer id = ByteBuffer.wrap(Tokens.randomBytes(2 * Long.BYTES));
        final long now = clock.instant().getEpochSecond();
        final byte[] token = new ConnectToken(
                        CryptoBackend.choose().backend().handshakeCrypto(),
                        registry.secret(serverId).tokenKey(server.getInstanceId()))
                .seal(new ConnectTokenClaims(
                        id.getLong(),
                        id.getLong(),
                        now + LIFE_SECONDS,
                        server.getInstanceId(),
                        server.getProtocolId(),
                        accountId,
                        characterId,
                        0,
                        0,
                        now,
                        Octets.of(psk),
                        Octets.of(name.getBytes(StandardCharsets.UTF_8))));
        final ConnectGrant grant =
                new ConnectGrant(address(server), Octets.of(token), Octets.of(psk), Octets.of(server.getPublicKey()));
        return new Grant(grant.toText(), Instant.ofEpochSecond(now + LIFE_SECONDS));
    }

    private static InetSocketAddress address(final GameServerRecord server) {
        try {
            return new InetSocketAddress(InetAddress.getByName(server.getAddress()), server.getPort());
        } catch (final UnknownHostException unknown) {
            throw new ApiException(ApiError.SERVER_LOST, "The server's address cannot be found.");
        }
    }
}
