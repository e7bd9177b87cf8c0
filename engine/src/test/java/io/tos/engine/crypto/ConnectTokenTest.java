package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The connect token: its bytes, its clocks, and every edit of it. */
final class ConnectTokenTest {
    private static final long NOW = 1_767_225_600;
    private static final long INSTANCE = 0x1122_3344_5566_7788L;
    private static final long PROTOCOL = 0x0000_0001_534f_5431L;
    private static final byte[] PSK =
            HexFormat.of().parseHex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f");
    private static final ServerSecret SECRET = ServerSecret.of(
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatWasSealedWhenOpened(final CryptoBackend backend) {
        final ConnectTokenClaims claims = claims(NOW + 45);
        final byte[] sealed = token(backend).seal(claims);
        final ConnectToken opened = token(backend);

        assertEquals(ConnectToken.LENGTH, sealed.length);
        assertEquals(TokenVerdict.VALID, judge(opened, sealed));
        assertEquals(claims.tokenIdLow(), opened.idLow());
        assertEquals(claims.tokenIdHigh(), opened.idHigh());
        assertEquals(claims.expirySeconds(), opened.expirySeconds());
        assertEquals(claims.accountId(), opened.accountId());
        assertEquals(claims.characterId(), opened.characterId());
        assertEquals(claims.permissions(), opened.permissions());
        assertEquals(claims.map(), opened.map());
        assertEquals(claims.issuedAtSeconds(), opened.issuedAtSeconds());
        final byte[] psk = new byte[ConnectToken.PSK_BYTES];
        opened.copyPsk(psk);
        assertArrayEquals(PSK, psk);
        final byte[] app = new byte[ConnectToken.APP_BYTES_MAX];
        opened.copyApp(app);
        assertEquals("alice", new String(app, StandardCharsets.UTF_8).replace("\0", ""));
    }

    /** The worked example of the standard: whoever implements it from there arrives at these bytes. */
    @ParameterizedTest
    @EnumSource
    void shouldHaveTheBytesOfTheWorkedExampleWhenInputsAreTheExamples(final CryptoBackend backend) {
        final byte[] sealed = token(backend).seal(claims(NOW + 45));

        assertEquals(
                "00112233445566778899aabbccddeeff" + "2db9556900000000" + "8877665544332211" + "31544f5301000000",
                HexFormat.of().formatHex(sealed, 0, 40));
        assertEquals(GoldenTokens.TOKEN_SHA256, HexFormat.of().formatHex(Sha256.of(sealed)));
        assertEquals(GoldenTokens.TOKEN_TAG, HexFormat.of().formatHex(sealed, 288, 304));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenAnyBitIsFlipped(final CryptoBackend backend) {
        final byte[] sealed = token(backend).seal(claims(NOW + 45));
        final ConnectToken opened = token(backend);
        for (int bit = 0; bit < ConnectToken.LENGTH * 8; bit++) {
            final byte[] edited = sealed.clone();
            edited[bit >> 3] ^= (byte) (1 << (bit & 7));

            assertEquals(TokenVerdict.FORGED, opened.open(MemorySegment.ofArray(edited), 0), "bit " + bit);
            assertEquals(0, opened.accountId() | opened.expirySeconds());
        }
        assertEquals(TokenVerdict.VALID, judge(opened, sealed));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenCutAnywhere(final CryptoBackend backend) {
        final byte[] sealed = token(backend).seal(claims(NOW + 45));
        final ConnectToken opened = token(backend);
        for (int length = 0; length < ConnectToken.LENGTH; length++) {
            // The field has a fixed length on the wire: what is missing reads as zero.
            final byte[] cut = Arrays.copyOf(Arrays.copyOf(sealed, length), ConnectToken.LENGTH);

            assertNotEquals(TokenVerdict.VALID, judge(opened, cut), "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1000000,EXPIRED",
        "-31,EXPIRED",
        "-30,VALID",
        "-29,VALID",
        "0,VALID",
        "45,VALID",
        "120,VALID",
        "121,TOO_FAR_AHEAD",
        "1000000,TOO_FAR_AHEAD",
    })
    void shouldJudgeExpiryWhenClockIsNow(final long fromNow, final TokenVerdict verdict) {
        final byte[] sealed = token(CryptoBackend.SODIUM).seal(claims(NOW + fromNow));

        assertEquals(verdict, ConnectToken.checkClear(MemorySegment.ofArray(sealed), 0, NOW, INSTANCE, PROTOCOL));
    }

    @Test
    void shouldJudgeExpiryWhenItIsNoRealTime() {
        final ConnectToken token = token(CryptoBackend.SODIUM);
        for (final long expiry : new long[] {0, -1, Long.MIN_VALUE}) {
            assertEquals(TokenVerdict.EXPIRED, judge(token, token.seal(claims(expiry))));
        }
        assertEquals(TokenVerdict.TOO_FAR_AHEAD, judge(token, token.seal(claims(Long.MAX_VALUE))));
    }

    @Test
    void shouldRefuseWhenInstanceOrProtocolIsAnother() {
        final MemorySegment sealed =
                MemorySegment.ofArray(token(CryptoBackend.SODIUM).seal(claims(NOW + 45)));

        assertEquals(TokenVerdict.OTHER_INSTANCE, ConnectToken.checkClear(sealed, 0, NOW, INSTANCE + 1, PROTOCOL));
        assertEquals(TokenVerdict.OTHER_PROTOCOL, ConnectToken.checkClear(sealed, 0, NOW, INSTANCE, PROTOCOL + 1));
    }

    /** Even with the right clear part: another run has another key. */
    @Test
    void shouldRefuseWhenKeyIsThatOfAnotherRun() {
        final HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
        final byte[] sealed = token(CryptoBackend.SODIUM).seal(claims(NOW + 45));
        final ConnectToken otherRun = new ConnectToken(crypto, SECRET.tokenKey(INSTANCE + 1));

        assertEquals(TokenVerdict.FORGED, otherRun.open(MemorySegment.ofArray(sealed), 0));
    }

    @Test
    void shouldRefuseWhenFormatIsNotTheOneKnown() {
        final HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
        final byte[] tokenKey = SECRET.tokenKey(INSTANCE);
        final SealedBox box = new SealedBox(crypto, tokenKey, "tok".getBytes(StandardCharsets.US_ASCII), 40);
        final byte[] sealed = token(CryptoBackend.SODIUM).seal(claims(NOW + 45));
        for (int at = 40; at < 48; at++) {
            final byte[] odd = sealed.clone();
            box.open(odd, ConnectToken.LENGTH);
            odd[at] ^= 2;
            box.seal(odd, ConnectToken.LENGTH);

            assertEquals(TokenVerdict.MALFORMED, judge(token(CryptoBackend.SODIUM), odd), "byte " + at);
        }
    }

    @Test
    void shouldThrowWhenClaimsDoNotFit() {
        final Octets tooLong = Octets.of(new byte[ConnectToken.APP_BYTES_MAX + 1]);

        assertThrows(
                IllegalArgumentException.class,
                () -> new ConnectTokenClaims(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Octets.of(PSK), tooLong));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConnectTokenClaims(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Octets.NONE, Octets.NONE));
    }

    @Test
    void shouldAllocateNothingWhenOpenedWithLibsodium() {
        final ConnectToken token = token(CryptoBackend.SODIUM);
        final MemorySegment sealed = MemorySegment.ofArray(token.seal(claims(NOW + 45)));
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            long valid = 0;
            for (int index = 0; index < 2_000; index++) {
                valid += token.open(sealed, 0) == TokenVerdict.VALID ? 1 : 0;
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
            assertEquals(2_000, valid);
        }

        assertEquals(0, best);
    }

    private static ConnectToken token(final CryptoBackend backend) {
        return new ConnectToken(backend.handshakeCrypto(), SECRET.tokenKey(INSTANCE));
    }

    /** As a server judges: the clear part first. */
    private static TokenVerdict judge(final ConnectToken token, final byte[] sealed) {
        final MemorySegment memory = MemorySegment.ofArray(sealed);
        final TokenVerdict clear = ConnectToken.checkClear(memory, 0, NOW, INSTANCE, PROTOCOL);
        return clear == TokenVerdict.VALID ? token.open(memory, 0) : clear;
    }

    private static ConnectTokenClaims claims(final long expirySeconds) {
        return new ConnectTokenClaims(
                0x7766_5544_3322_1100L,
                0xffee_ddcc_bbaa_9988L,
                expirySeconds,
                INSTANCE,
                PROTOCOL,
                1_001,
                2_002,
                0x8000_0001,
                7,
                NOW,
                Octets.of(PSK),
                Octets.of("alice".getBytes(StandardCharsets.UTF_8)));
    }
}
