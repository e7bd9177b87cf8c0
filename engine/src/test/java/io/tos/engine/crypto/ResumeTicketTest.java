package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The resume ticket: its bytes, its clock, and every edit of it. */
final class ResumeTicketTest {
    private static final long NOW = 1_767_225_600;
    private static final byte[] PSK =
            HexFormat.of().parseHex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f");
    private static final ServerSecret SECRET = ServerSecret.of(
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatWasSealedWhenOpened(final CryptoBackend backend) {
        final byte[] sealed = ticket(backend).seal(claims(NOW + 60));
        final ResumeTicket opened = ticket(backend);

        assertEquals(104, sealed.length);
        assertEquals(TokenVerdict.VALID, judge(opened, sealed));
        assertEquals(0x7766_5544_3322_1100L, opened.idLow());
        assertEquals(0xffee_ddcc_bbaa_9988L, opened.idHigh());
        assertEquals(NOW + 60, opened.expirySeconds());
        assertEquals(1_001, opened.accountId());
        assertEquals(2_002, opened.characterId());
        assertEquals(0x8000_0001, opened.permissions());
        assertEquals(7, opened.map());
        final byte[] psk = new byte[32];
        opened.copyPsk(psk);
        assertArrayEquals(PSK, psk);
    }

    /** The worked example of the standard. */
    @ParameterizedTest
    @EnumSource
    void shouldHaveTheBytesOfTheWorkedExampleWhenInputsAreTheExamples(final CryptoBackend backend) {
        final byte[] sealed = ticket(backend).seal(claims(NOW + 60));

        assertEquals(GoldenTokens.TICKET, HexFormat.of().formatHex(sealed));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenAnyBitIsFlippedOrItIsCut(final CryptoBackend backend) {
        final byte[] sealed = ticket(backend).seal(claims(NOW + 60));
        final ResumeTicket opened = ticket(backend);
        for (int bit = 0; bit < ResumeTicket.LENGTH * 8; bit++) {
            final byte[] edited = sealed.clone();
            edited[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertEquals(TokenVerdict.FORGED, opened.open(MemorySegment.ofArray(edited), 0), "bit " + bit);
            assertEquals(0, opened.accountId());
        }
        for (int length = 0; length < ResumeTicket.LENGTH; length++) {
            final byte[] cut = Arrays.copyOf(Arrays.copyOf(sealed, length), ResumeTicket.LENGTH);
            assertEquals(TokenVerdict.FORGED, opened.open(MemorySegment.ofArray(cut), 0), "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,EXPIRED", "0,EXPIRED", "1,VALID", "60,VALID", "90,VALID", "91,TOO_FAR_AHEAD"})
    void shouldJudgeExpiryWhenClockIsNow(final long fromNow, final TokenVerdict verdict) {
        final ResumeTicket ticket = ticket(CryptoBackend.SODIUM);

        assertEquals(verdict, judge(ticket, ticket.seal(claims(NOW + fromNow))));
    }

    @Test
    void shouldRefuseWhenFieldIsNotPaddedWithZeros() {
        final byte[] field = Arrays.copyOf(ticket(CryptoBackend.SODIUM).seal(claims(NOW + 60)), ConnectToken.LENGTH);
        for (int at = ResumeTicket.LENGTH; at < ConnectToken.LENGTH; at++) {
            field[at] = 1;
            assertEquals(
                    TokenVerdict.MALFORMED,
                    ResumeTicket.checkClear(MemorySegment.ofArray(field), 0, NOW),
                    "byte " + at);
            field[at] = 0;
        }
        assertEquals(TokenVerdict.VALID, ResumeTicket.checkClear(MemorySegment.ofArray(field), 0, NOW));
    }

    @Test
    void shouldRefuseWhenKeyIsNotTheResumeKey() {
        final HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
        final byte[] sealed = ticket(CryptoBackend.SODIUM).seal(claims(NOW + 60));

        assertEquals(
                TokenVerdict.FORGED,
                new ResumeTicket(crypto, SECRET.tokenKey(0)).open(MemorySegment.ofArray(sealed), 0));
    }

    @Test
    void shouldThrowWhenPskHasTheWrongLength() {
        assertThrows(IllegalArgumentException.class, () -> new ResumeTicketClaims(0, 0, 0, 0, 0, 0, 0, Octets.NONE));
    }

    private static ResumeTicket ticket(final CryptoBackend backend) {
        return new ResumeTicket(backend.handshakeCrypto(), SECRET.resumeKey());
    }

    private static TokenVerdict judge(final ResumeTicket ticket, final byte[] sealed) {
        final MemorySegment field = MemorySegment.ofArray(Arrays.copyOf(sealed, ConnectToken.LENGTH));
        final TokenVerdict clear = ResumeTicket.checkClear(field, 0, NOW);
        return clear == TokenVerdict.VALID ? ticket.open(field, 0) : clear;
    }

    private static ResumeTicketClaims claims(final long expirySeconds) {
        return new ResumeTicketClaims(
                0x7766_5544_3322_1100L,
                0xffee_ddcc_bbaa_9988L,
                expirySeconds,
                1_001,
                2_002,
                0x8000_0001,
                7,
                Octets.of(PSK));
    }
}
