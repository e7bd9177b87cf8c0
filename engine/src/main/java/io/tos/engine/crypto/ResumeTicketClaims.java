package io.tos.engine.crypto;

/**
 * What a resume ticket says, in plain values: for the one who makes tickets.
 *
 * @param ticketIdLow first half of the random ticket id, little endian.
 * @param ticketIdHigh second half.
 * @param expirySeconds Unix time of the end, 60 seconds after the making.
 * @param accountId of the player.
 * @param characterId of the session.
 * @param permissions bits of the session.
 * @param map the session was on.
 * @param psk 32 bytes the client knows too.
 */
public record ResumeTicketClaims(
        long ticketIdLow,
        long ticketIdHigh,
        long expirySeconds,
        long accountId,
        long characterId,
        int permissions,
        int map,
        Octets psk) {
    /** Checks lengths. */
    public ResumeTicketClaims {
        if (psk.length() != ConnectToken.PSK_BYTES) {
            throw new IllegalArgumentException("psk has 32 bytes: " + psk.length());
        }
    }
}
