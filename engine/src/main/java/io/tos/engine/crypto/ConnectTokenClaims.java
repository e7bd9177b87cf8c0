package io.tos.engine.crypto;

/**
 * What a connect token says, in plain values: for those who make tokens.
 *
 * @param tokenIdLow first half of the random token id, little endian.
 * @param tokenIdHigh second half.
 * @param expirySeconds Unix time of the end.
 * @param instanceId of the server's present run.
 * @param protocolId family of protocols.
 * @param accountId of the player.
 * @param characterId to enter the world with.
 * @param permissions bits.
 * @param map to enter the world on.
 * @param issuedAtSeconds Unix time of the making.
 * @param psk 32 random bytes, known besides only to the client it is for.
 * @param app what the game adds, at most 176 bytes; zeros behind it are padding.
 */
public record ConnectTokenClaims(
        long tokenIdLow,
        long tokenIdHigh,
        long expirySeconds,
        long instanceId,
        long protocolId,
        long accountId,
        long characterId,
        int permissions,
        int map,
        long issuedAtSeconds,
        Octets psk,
        Octets app) {
    /** Checks lengths. */
    public ConnectTokenClaims {
        if (psk.length() != ConnectToken.PSK_BYTES) {
            throw new IllegalArgumentException("psk has 32 bytes: " + psk.length());
        }
        if (app.length() > ConnectToken.APP_BYTES_MAX) {
            throw new IllegalArgumentException("app claims have at most 176 bytes: " + app.length());
        }
    }
}
