package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ChaCha20-Poly1305 with any associated data: RFC 8439, and both libraries against each other. */
final class HandshakeAeadTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long SEED = 8_439;
    private static final int TAG = HandshakeCrypto.TAG_BYTES;

    @ParameterizedTest
    @EnumSource
    void shouldSealAsPublishedWhenInputsAreThoseOfSection282(final CryptoBackend backend) {
        final byte[] text =
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
                                + " sunscreen would be it.")
                        .getBytes(StandardCharsets.US_ASCII);
        final byte[] buffer = Arrays.copyOf(text, text.length + TAG);

        backend.handshakeCrypto()
                .seal(
                        HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
                        HEX.parseHex("070000004041424344454647"),
                        HEX.parseHex("50515253c0c1c2c3c4c5c6c7"),
                        buffer,
                        0,
                        text.length);

        assertEquals(
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                        + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                        + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                        + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691",
                HEX.formatHex(buffer));
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenAsPublishedWhenInputsAreThoseOfAppendixA5(final CryptoBackend backend) {
        final byte[] buffer = HEX.parseHex("64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb2"
                + "4c6cfc18755d43eea09ee94e382d26b0bdb7b73c321b0100d4f03b7f355894cf"
                + "332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c855"
                + "9797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4"
                + "b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523e"
                + "af4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a"
                + "0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a10"
                + "49e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29"
                + "a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38");
        final int length = buffer.length - TAG;

        final boolean genuine = backend.handshakeCrypto()
                .open(
                        HEX.parseHex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"),
                        HEX.parseHex("000000000102030405060708"),
                        HEX.parseHex("f33388860000000000004e91"),
                        buffer,
                        0,
                        length);

        assertTrue(genuine);
        assertEquals(
                "Internet-Drafts are draft documents valid for a maximum of six months and may be updated, replaced,"
                        + " or obsoleted by other documents at any time. It is inappropriate to use Internet-Drafts as"
                        + " reference material or to cite them other than as /\u201cwork in progress./\u201d",
                new String(buffer, 0, length, StandardCharsets.UTF_8));
    }

    @Test
    void shouldSealAlikeInBothLibrariesWhenSizesAreRandom() {
        final HandshakeCrypto sodium = CryptoBackend.SODIUM.handshakeCrypto();
        final HandshakeCrypto bouncy = CryptoBackend.BOUNCY.handshakeCrypto();
        final Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            final byte[] key = bytes(random, 32);
            final byte[] nonce = bytes(random, 12);
            final byte[] associated = bytes(random, random.nextInt(100));
            final int offset = random.nextInt(8);
            final int length = random.nextInt(HandshakeCrypto.MESSAGE_BYTES_MAX + 1);
            final byte[] text = bytes(random, offset + length + TAG + 3);
            final byte[] one = text.clone();
            final byte[] other = text.clone();

            sodium.seal(key, nonce, associated, one, offset, length);
            bouncy.seal(key, nonce, associated, other, offset, length);
            assertArrayEquals(one, other, "round " + round + ", seed " + SEED);

            assertTrue(sodium.open(key, nonce, associated, one, offset, length));
            assertTrue(bouncy.open(key, nonce, associated, other, offset, length));
            assertArrayEquals(
                    Arrays.copyOfRange(text, offset, offset + length),
                    Arrays.copyOfRange(one, offset, offset + length));
            assertArrayEquals(
                    Arrays.copyOfRange(text, offset, offset + length),
                    Arrays.copyOfRange(other, offset, offset + length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenAnyBitOfTextTagOrAssociatedDataIsFlipped(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final Random random = new Random(SEED);
        final byte[] key = bytes(random, 32);
        final byte[] nonce = bytes(random, 12);
        final byte[] associated = bytes(random, 32);
        final byte[] sealed = bytes(random, 40 + TAG);
        crypto.seal(key, nonce, associated, sealed, 0, 40);

        for (int bit = 0; bit < (sealed.length + associated.length) * 8; bit++) {
            final byte[] buffer = sealed.clone();
            final byte[] header = associated.clone();
            final byte[] victim = bit < sealed.length * 8 ? buffer : header;
            final int at = bit < sealed.length * 8 ? bit : bit - sealed.length * 8;
            victim[at >> 3] ^= (byte) (1 << (at & 7));
            assertFalse(crypto.open(key, nonce, header, buffer, 0, 40), "bit " + bit);
        }
        assertTrue(crypto.open(key, nonce, associated, sealed.clone(), 0, 40));
        assertTrue(crypto.open(key, nonce, associated, sealed, 0, 40));
    }

    private static byte[] bytes(final Random random, final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
