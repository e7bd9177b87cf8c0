package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HMAC and HKDF against RFC 4231, RFC 5869 and the JDK; the cookie's code against HMAC. */
final class KeyDerivationTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long SEED = 5_869;

    @ParameterizedTest
    @CsvSource({
        // RFC 5869 A.1, A.2, A.3: secret, salt, info, length, pseudorandom key, output.
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,000102030405060708090a0b0c,f0f1f2f3f4f5f6f7f8f9,42,"
                + "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5,"
                + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f,"
                + "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf,"
                + "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,82,"
                + "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244,"
                + "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,'','',42,"
                + "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04,"
                + "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    })
    void shouldDeriveAsPublishedWhenInputsAreThoseOfRfc5869(
            final String secret,
            final String salt,
            final String info,
            final int length,
            final String pseudoRandomKey,
            final String output) {
        final Hkdf hkdf = new Hkdf();
        final byte[] extracted = new byte[32];
        final byte[] derived = new byte[length];

        hkdf.extract(HEX.parseHex(salt), HEX.parseHex(secret), extracted);
        hkdf.derive(HEX.parseHex(salt), HEX.parseHex(secret), HEX.parseHex(info), derived);

        assertEquals(pseudoRandomKey, HEX.formatHex(extracted));
        assertEquals(output, HEX.formatHex(derived));
    }

    @Test
    void shouldRefuseWhenMoreIsAskedThanHkdfGives() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Hkdf().derive(new byte[0], new byte[32], new byte[0], new byte[255 * 32 + 1]));
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 4231, cases 2 and 6: a short key, and one longer than a block.
        "4a656665,what do ya want for nothing?,5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "*131,Test Using Larger Than Block-Size Key - Hash Key First,"
                + "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    })
    void shouldAuthenticateAsPublishedWhenInputsAreThoseOfRfc4231(
            final String key, final String message, final String code) {
        final byte[] keyBytes = key.startsWith("*") ? filled(131, (byte) 0xaa) : HEX.parseHex(key);
        final byte[] text = message.getBytes(StandardCharsets.US_ASCII);
        final HmacSha256 hmac = new HmacSha256();
        final byte[] result = new byte[32];
        hmac.key(keyBytes);

        for (int round = 0; round < 2; round++) {
            hmac.update(text, 0, text.length);
            hmac.finish(result, 0);
            assertEquals(code, HEX.formatHex(result), "round " + round);
        }
    }

    @Test
    void shouldAuthenticateAsTheJdkWhenSizesAreRandom() throws Exception {
        final Random random = new Random(SEED);
        final HmacSha256 hmac = new HmacSha256();
        final Mac judge = Mac.getInstance("HmacSHA256");
        for (int round = 0; round < 500; round++) {
            final byte[] key = new byte[1 + random.nextInt(130)];
            final byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(key);
            random.nextBytes(message);
            final byte[] code = new byte[32];
            judge.init(new SecretKeySpec(key, "HmacSHA256"));

            hmac.key(key);
            hmac.update(message, 0, message.length);
            hmac.finish(code, 0);

            assertArrayEquals(judge.doFinal(message), code, "round " + round + ", seed " + SEED);
        }
    }

    @Test
    void shouldMatchOnlyItsOwnMessageAndSecretWhenCookieIsChecked() {
        final MemorySegment memory = Arena.ofAuto().allocate(64);
        final byte[] secret = filled(32, (byte) 7);
        final CookieMac mac = new CookieMac(secret);

        mac.write(memory, 0, 32, memory, 40);

        final byte[] expected = new byte[32];
        final HmacSha256 hmac = new HmacSha256();
        hmac.key(secret);
        hmac.update(new byte[32], 0, 32);
        hmac.finish(expected, 0);
        assertArrayEquals(Arrays.copyOf(expected, 16), memory.asSlice(40, 16).toArray(ValueLayout.JAVA_BYTE));
        assertTrue(mac.matches(memory, 0, 32, memory, 40));
        for (int bit = 0; bit < 56 * 8; bit++) {
            if (bit < 32 * 8 || bit >= 40 * 8) {
                flip(memory, bit);
                assertFalse(mac.matches(memory, 0, 32, memory, 40), "bit " + bit);
                flip(memory, bit);
            }
        }
        assertFalse(mac.matches(memory, 0, 31, memory, 40));
        mac.rotate(filled(32, (byte) 8));
        assertFalse(mac.matches(memory, 0, 32, memory, 40));
    }

    @Test
    void shouldAllocateNothingWhenCookiesAreChecked() {
        final MemorySegment memory = Arena.ofAuto().allocate(64);
        final CookieMac mac = new CookieMac(filled(32, (byte) 7));
        mac.write(memory, 0, 32, memory, 40);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;

        for (int round = 0; round < 5; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            int matched = 0;
            for (int index = 0; index < 10_000; index++) {
                matched += mac.matches(memory, 0, 32, memory, 40) ? 1 : 0;
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
            assertEquals(10_000, matched);
        }

        assertEquals(0, best);
    }

    private static void flip(final MemorySegment memory, final int bit) {
        final long at = bit >> 3;
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) (memory.get(ValueLayout.JAVA_BYTE, at) ^ (1 << (bit & 7))));
    }

    private static byte[] filled(final int length, final byte value) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
