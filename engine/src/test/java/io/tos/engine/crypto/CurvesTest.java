package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** X25519 and Ed25519 of both libraries: RFC 7748, RFC 8032, and the keys and signatures an attacker would send. */
final class CurvesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long SEED = 7_748;

    /** All points of low order, and their non-canonical spellings, without the high bit. */
    private static final String[] LOW_ORDER = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };

    /** RFC 8032, 7.1: seed, public key, message, signature. */
    private static final String[][] SIGNATURES = {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                    + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    @ParameterizedTest
    @EnumSource
    void shouldAgreeAsPublishedWhenInputsAreThoseOfRfc7748(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        assertEquals(
                "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
                agreed(
                        crypto,
                        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"));
        assertEquals(
                "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
                agreed(
                        crypto,
                        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"));

        final X25519Pair alice = pair(crypto, "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        final X25519Pair bob = pair(crypto, "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        final String shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
        assertEquals(
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", HEX.formatHex(alice.publicKey()));
        assertEquals(
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", HEX.formatHex(bob.publicKey()));
        assertEquals(shared, HEX.formatHex(agreed(crypto, alice.privateKey(), bob.publicKey())));
        assertEquals(shared, HEX.formatHex(agreed(crypto, bob.privateKey(), alice.publicKey())));
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeAsPublishedWhenIteratedAThousandTimes(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        byte[] scalar = HEX.parseHex("0900000000000000000000000000000000000000000000000000000000000000");
        byte[] point = scalar.clone();
        for (int round = 1; round <= 1_000; round++) {
            final byte[] result = agreed(crypto, scalar, point);
            point = scalar;
            scalar = result;
            if (round == 1) {
                assertEquals("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", HEX.formatHex(scalar));
            }
        }
        assertEquals("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", HEX.formatHex(scalar));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenPointIsOfLowOrder(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] privateKey = bytes(new Random(SEED));
        for (final String point : LOW_ORDER) {
            for (int high = 0; high <= 0x80; high += 0x80) {
                final byte[] publicKey = HEX.parseHex(point);
                publicKey[31] |= (byte) high;
                final byte[] shared = bytes(new Random(1));

                assertFalse(crypto.agree(shared, privateKey, publicKey), point + " high " + high);
                assertArrayEquals(new byte[32], shared, point);
            }
        }
    }

    @Test
    void shouldAgreeAlikeInBothLibrariesWhenPointsAreAnything() {
        final HandshakeCrypto sodium = CryptoBackend.SODIUM.handshakeCrypto();
        final HandshakeCrypto bouncy = CryptoBackend.BOUNCY.handshakeCrypto();
        final Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            // Half of all values are on the twist, half have the high bit set.
            final byte[] privateKey = bytes(random);
            final byte[] publicKey = bytes(random);
            assertArrayEquals(
                    agreed(sodium, privateKey, publicKey),
                    agreed(bouncy, privateKey, publicKey),
                    "round " + round + ", seed " + SEED);
            assertArrayEquals(
                    new X25519Pair(sodium, privateKey).publicKey(), new X25519Pair(bouncy, privateKey).publicKey());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReducePointWhenItIsNotCanonical(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] privateKey = bytes(new Random(SEED));
        for (int value = 2; value <= 18; value++) {
            final byte[] canonical = new byte[32];
            canonical[0] = (byte) value;
            final byte[] spelledLong = HEX.parseHex(LOW_ORDER[5]);
            spelledLong[0] += (byte) value;

            assertArrayEquals(agreed(crypto, privateKey, canonical), agreed(crypto, privateKey, spelledLong));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSignAsPublishedWhenInputsAreThoseOfRfc8032(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        for (final String[] vector : SIGNATURES) {
            final byte[] seed = HEX.parseHex(vector[0]);
            final byte[] message = HEX.parseHex(vector[2]);
            final byte[] publicKey = new byte[HandshakeCrypto.KEY_BYTES];
            final byte[] signature = new byte[HandshakeCrypto.SIGNATURE_BYTES];

            crypto.signingPublicKey(publicKey, seed);
            crypto.sign(signature, seed, message);

            assertEquals(vector[1], HEX.formatHex(publicKey));
            assertEquals(vector[3], HEX.formatHex(signature));
            assertTrue(crypto.verify(signature, message, publicKey));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseSignatureWhenAnyBitIsFlipped(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] publicKey = HEX.parseHex(SIGNATURES[2][1]);
        final byte[] message = HEX.parseHex(SIGNATURES[2][2]);
        final byte[] signature = HEX.parseHex(SIGNATURES[2][3]);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            signature[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertFalse(crypto.verify(signature, message, publicKey), "signature bit " + bit);
            signature[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        for (int bit = 0; bit < publicKey.length * 8; bit++) {
            publicKey[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertFalse(crypto.verify(signature, message, publicKey), "key bit " + bit);
            publicKey[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        assertFalse(crypto.verify(signature, new byte[] {message[0], message[1], 0}, publicKey));
        assertTrue(crypto.verify(signature, message, publicKey));
    }

    /** S + L satisfies the same equation as S: taking it would give every signature a twin. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseSignatureWhenItsScalarIsNotReduced(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] signature = HEX.parseHex(SIGNATURES[1][3]);
        final BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        BigInteger scalar = order;
        for (int index = 0; index < 32; index++) {
            scalar = scalar.add(BigInteger.valueOf(signature[32 + index] & 0xff).shiftLeft(8 * index));
        }
        for (int index = 0; index < 32; index++) {
            signature[32 + index] = scalar.shiftRight(8 * index).byteValue();
        }

        assertFalse(crypto.verify(signature, HEX.parseHex(SIGNATURES[1][2]), HEX.parseHex(SIGNATURES[1][1])));
    }

    /** Under the neutral element as key, one signature would fit every message. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseSignatureWhenKeyIsOfLowOrder(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] neutral = new byte[32];
        neutral[0] = 1;
        final byte[] signature = new byte[64];
        signature[0] = 1;

        assertFalse(crypto.verify(signature, new byte[] {1, 2, 3}, neutral));
    }

    @ParameterizedTest
    @EnumSource
    void shouldThrowWhenAnArrayHasTheWrongLength(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] key = new byte[32];
        final byte[] tooLong = new byte[HandshakeCrypto.MESSAGE_BYTES_MAX + 1];

        assertThrows(IllegalArgumentException.class, () -> crypto.agree(key, new byte[31], key));
        assertThrows(IllegalArgumentException.class, () -> crypto.agree(key, key, new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> crypto.publicKey(new byte[31], key));
        assertThrows(IllegalArgumentException.class, () -> crypto.verify(new byte[63], key, key));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.sign(new byte[64], key, tooLong));
        assertThrows(
                IndexOutOfBoundsException.class, () -> crypto.seal(key, new byte[12], tooLong, new byte[48], 0, 32));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.seal(key, new byte[12], key, new byte[47], 0, 32));
    }

    private static X25519Pair pair(final HandshakeCrypto crypto, final String privateKey) {
        return new X25519Pair(crypto, HEX.parseHex(privateKey));
    }

    private static String agreed(final HandshakeCrypto crypto, final String privateKey, final String publicKey) {
        return HEX.formatHex(agreed(crypto, HEX.parseHex(privateKey), HEX.parseHex(publicKey)));
    }

    private static byte[] agreed(final HandshakeCrypto crypto, final byte[] privateKey, final byte[] publicKey) {
        final byte[] shared = new byte[32];
        assertTrue(crypto.agree(shared, privateKey, publicKey));
        return shared;
    }

    private static byte[] bytes(final Random random) {
        final byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
