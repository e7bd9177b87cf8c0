package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text a player's client is given: read back exactly, refused when it is anything else. */
final class ConnectGrantTest {
    private static final long SEED = 3_565;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "203.0.113.9", "::1", "2001:db8::7"})
    void shouldReadBackWhatItWroteWhenAddressIsOfEitherFamily(final String address) throws UnknownHostException {
        final ConnectGrant grant = grant(address, 3_565);
        final String text = grant.toText();

        assertTrue(text.matches("tos1:[A-Za-z0-9_-]+"), text);
        assertEquals(grant, ConnectGrant.parse(text));
    }

    @Test
    void shouldHaveTheDocumentedLayoutWhenWritten() throws UnknownHostException {
        final ConnectGrant grant = grant("203.0.113.9", 0xabcd);
        final byte[] bytes = Base64.getUrlDecoder().decode(grant.toText().substring(5));

        assertEquals(375, bytes.length);
        assertEquals(
                Octets.of((byte) 4, (byte) 203, (byte) 0, (byte) 113, (byte) 9, (byte) 0xcd, (byte) 0xab),
                part(bytes, 0, 7));
        assertEquals(grant.token(), part(bytes, 7, 304));
        assertEquals(grant.psk(), part(bytes, 311, 32));
        assertEquals(grant.serverPublicKey(), part(bytes, 343, 32));
    }

    @Test
    void shouldRefuseWhenTextIsCutLengthenedOrSpelledOtherwise() throws UnknownHostException {
        final String text = grant("203.0.113.9", 3_565).toText();

        for (int length = 0; length < text.length(); length++) {
            final String cut = text.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> ConnectGrant.parse(cut), cut);
        }
        for (final String odd : new String[] {
            text + "A",
            text + "=",
            text + "AAAA",
            " " + text,
            "TOS1:" + text.substring(5),
            "tos2:" + text.substring(5),
            text.substring(0, 10) + "*" + text.substring(11),
            "tos1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(mapped())
        }) {
            assertThrows(IllegalArgumentException.class, () -> ConnectGrant.parse(odd), odd);
        }
    }

    @Test
    void shouldRefuseWhenPartsAreNotWhatTheyShouldBe() throws UnknownHostException {
        final Octets token = Octets.of(new byte[304]);
        final Octets key = Octets.of(new byte[32]);
        final InetSocketAddress server = grant("127.0.0.1", 1).server();

        assertThrows(
                IllegalArgumentException.class,
                () -> new ConnectGrant(InetSocketAddress.createUnresolved("example", 1), token, key, key));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConnectGrant(new InetSocketAddress(server.getAddress(), 0), token, key, key));
        assertThrows(IllegalArgumentException.class, () -> new ConnectGrant(server, key, key, key));
        assertThrows(IllegalArgumentException.class, () -> new ConnectGrant(server, token, token, key));
        assertThrows(IllegalArgumentException.class, () -> new ConnectGrant(server, token, key, Octets.NONE));
    }

    @Test
    void shouldTellNoSecretWhenPrinted() throws UnknownHostException {
        final ConnectGrant grant = grant("127.0.0.1", 3_565);

        assertEquals("grant for /127.0.0.1:3565", grant.toString());
        assertFalse(Octets.of((byte) 99).toString().contains("99"));
    }

    /** An IPv4 address in its 16-byte form: Java would read it, but it is not the one legal form. */
    private static byte[] mapped() {
        final byte[] bytes = new byte[387];
        bytes[0] = 16;
        bytes[11] = (byte) 0xff;
        bytes[12] = (byte) 0xff;
        bytes[13] = 127;
        bytes[17] = 1;
        return bytes;
    }

    private static ConnectGrant grant(final String address, final int port) throws UnknownHostException {
        final Random random = new Random(SEED);
        return new ConnectGrant(
                new InetSocketAddress(InetAddress.getByName(address), port),
                octets(random, 304),
                octets(random, 32),
                octets(random, 32));
    }

    private static Octets octets(final Random random, final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }

    private static Octets part(final byte[] bytes, final int offset, final int length) {
        final byte[] part = new byte[length];
        System.arraycopy(bytes, offset, part, 0, length);
        return Octets.of(part);
    }
}
