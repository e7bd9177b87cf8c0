package io.tos.engine.client;

import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.Octets;

/**
 * What a client shows to come in: a connect token, or a resume ticket of an earlier session. Immutable.
 *
 * @param field CONNECT's token field, 304 bytes; a ticket is padded with zeros.
 * @param isResume whether it is a ticket.
 * @param psk the one sealed in the field.
 * @param serverPublicKey whom the client expects to find.
 */
public record Credentials(Octets field, boolean isResume, Octets psk, Octets serverPublicKey) {
    /** Checks lengths. */
    public Credentials {
        if (field.length() != ConnectToken.LENGTH
                || psk.length() != ConnectToken.PSK_BYTES
                || serverPublicKey.length() != ConnectToken.PSK_BYTES) {
            throw new IllegalArgumentException("credentials have a field of 304 bytes and two keys of 32");
        }
    }

    /** Those of a grant. */
    public static Credentials of(final ConnectGrant grant) {
        return new Credentials(grant.token(), false, grant.psk(), grant.serverPublicKey());
    }

    /** The same player with a ticket instead. */
    public Credentials resumeWith(final byte[] ticket, final int ticketLength) {
        final byte[] padded = new byte[ConnectToken.LENGTH];
        System.arraycopy(ticket, 0, padded, 0, ticketLength);
        return new Credentials(Octets.of(padded), true, psk, serverPublicKey);
    }
}
