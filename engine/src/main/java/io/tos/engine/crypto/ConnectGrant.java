package io.tos.engine.crypto;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * All a client needs to connect: where, with which token, as whom. Whoever holds it can enter as that player once.
 *
 * <p>As text: {@code tos1:} and the base64url form, without padding, of
 *
 * <pre>
 * 0 address length u8, 4 or 16 | 1 address as on the wire | port u16, not 0 | token, 304 | psk, 32
 * server's static public key, 32                                           375 or 387 bytes, little endian
 * </pre>
 *
 * An IPv4 address has its 4-byte form.
 *
 * @param server resolved address and port.
 * @param token sealed.
 * @param psk the one inside the token.
 * @param serverPublicKey X25519.
 */
public record ConnectGrant(InetSocketAddress server, Octets token, Octets psk, Octets serverPublicKey) {
    private static final String PREFIX = "tos1:";
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int KEY_BYTES = HandshakeCrypto.KEY_BYTES;
    private static final int FIXED_BYTES = 1 + Short.BYTES + ConnectToken.LENGTH + 2 * KEY_BYTES;

    /** Checks lengths and that the address is one. */
    public ConnectGrant {
        if (server.isUnresolved() || server.getPort() == 0) {
            throw new IllegalArgumentException("a grant names a resolved address and a port: " + server);
        }
        if (token.length() != ConnectToken.LENGTH
                || psk.length() != KEY_BYTES
                || serverPublicKey.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a grant has a token of 304 bytes and two keys of 32");
        }
    }

    /** The text form. */
    public String toText() {
        final byte[] address = server.getAddress().getAddress();
        final ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + address.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) address.length)
                .put(address)
                .putShort((short) server.getPort())
                .put(token.toBytes())
                .put(psk.toBytes())
                .put(serverPublicKey.toBytes());
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /**
     * Reads the text form, in exactly the way {@link #toText} writes it.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and repeats nothing secret.
     */
    public static ConnectGrant parse(final String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a connect token starts with " + PREFIX);
        }
        final ConnectGrant grant = read(decode(text.substring(PREFIX.length())));
        if (!grant.toText().equals(text)) {
            throw new IllegalArgumentException("this connect token is not in its one legal form");
        }
        return grant;
    }

    /** Says where to, and nothing secret. */
    @Override
    public String toString() {
        return "grant for " + server;
    }

    private static byte[] decode(final String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (final IllegalArgumentException broken) {
            throw new IllegalArgumentException("this connect token is not base64url", broken);
        }
    }

    private static ConnectGrant read(final byte[] bytes) {
        final int addressLength = bytes.length - FIXED_BYTES;
        if ((addressLength != IPV4_BYTES && addressLength != IPV6_BYTES) || bytes[0] != addressLength) {
            throw new IllegalArgumentException("this connect token was cut or lengthened: " + bytes.length + " bytes");
        }
        final ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1).order(ByteOrder.LITTLE_ENDIAN);
        final InetAddress address = address(take(buffer, addressLength).toBytes());
        final int port = Short.toUnsignedInt(buffer.getShort());
        return new ConnectGrant(
                new InetSocketAddress(address, port),
                take(buffer, ConnectToken.LENGTH),
                take(buffer, KEY_BYTES),
                take(buffer, KEY_BYTES));
    }

    private static InetAddress address(final byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException impossible) {
            throw new IllegalArgumentException("4 or 16 bytes are an address", impossible);
        }
    }

    private static Octets take(final ByteBuffer buffer, final int length) {
        final byte[] bytes = new byte[length];
        buffer.get(bytes);
        return Octets.of(bytes);
    }
}
