package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A resume ticket, opened: lets a player back in within 60 seconds without the admin side, also after a restart of the
 * server. Single use is the token history's business. Reusable flyweight over its own copy; one thread at a time. With
 * libsodium opening allocates nothing after construction.
 *
 * <pre>
 *   0 ticketId, 16 random bytes | 16 expiry u64, Unix seconds                                            clear
 *  24 version u8 = 1 | 25 zero, 7 | 32 accountId u64 | 40 characterId u64 | 48 psk, 32                   sealed
 *  80 permissions u32 | 84 map u32                                                                       sealed
 *  88 tag, 16                                                                      little endian, 104 bytes
 * </pre>
 *
 * Key = HKDF-SHA256(resume key, salt = ticketId, info = "ticket"), nonce 0, the clear part authenticated. In CONNECT's
 * token field zeros follow, 200 of them.
 */
public final class ResumeTicket {
    /** Always this long. */
    public static final int LENGTH = 104;

    /** How long a ticket lives. */
    public static final long LIFE_SECONDS = 60;

    /** Length of the field it travels in. */
    private static final int FIELD_BYTES = ConnectToken.LENGTH;

    private static final byte VERSION = 1;
    private static final int EXPIRY = 16;
    private static final int CLEAR_BYTES = 24;
    private static final int HEAD = 24;
    private static final int ACCOUNT = 32;
    private static final int CHARACTER = 40;
    private static final int PSK = 48;
    private static final int PERMISSIONS = 80;
    private static final int MAP = 84;
    private static final byte[] INFO = "ticket".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes = new byte[LENGTH];
    private final MemorySegment memory = MemorySegment.ofArray(bytes);
    private final SealedBox box;

    /** @param resumeKey of the server: {@link ServerSecret#resumeKey}. */
    public ResumeTicket(final HandshakeCrypto crypto, final byte[] resumeKey) {
        this.box = new SealedBox(crypto, resumeKey, INFO, CLEAR_BYTES);
    }

    /**
     * Judges the clear part of a ticket in a 304-byte field at {@code field}: cheap and keyless. {@code VALID} means
     * only: worth opening.
     */
    public static TokenVerdict checkClear(final MemorySegment memory, final long field, final long nowSeconds) {
        final long expirySeconds = memory.get(LittleEndian.LONG, field + EXPIRY);
        for (long at = field + LENGTH; at < field + FIELD_BYTES; at += Long.BYTES) {
            if (memory.get(LittleEndian.LONG, at) != 0) {
                return TokenVerdict.MALFORMED;
            }
        }
        if (expirySeconds <= nowSeconds) {
            return TokenVerdict.EXPIRED;
        }
        return expirySeconds > nowSeconds + LIFE_SECONDS + ConnectToken.SKEW_SECONDS
                ? TokenVerdict.TOO_FAR_AHEAD
                : TokenVerdict.VALID;
    }

    /** Copies the ticket at {@code ticket} and opens it. After any answer but {@code VALID} it holds nothing. */
    public TokenVerdict open(final MemorySegment source, final long ticket) {
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, ticket, bytes, 0, LENGTH);
        final TokenVerdict verdict = !box.open(bytes, LENGTH)
                ? TokenVerdict.FORGED
                : memory.get(LittleEndian.LONG, HEAD) == VERSION ? TokenVerdict.VALID : TokenVerdict.MALFORMED;
        if (verdict != TokenVerdict.VALID) {
            wipe();
        }
        return verdict;
    }

    /** Seals the claims into a new ticket. */
    public byte[] seal(final ResumeTicketClaims claims) {
        wipe();
        memory.set(LittleEndian.LONG, 0, claims.ticketIdLow());
        memory.set(LittleEndian.LONG, 8, claims.ticketIdHigh());
        memory.set(LittleEndian.LONG, EXPIRY, claims.expirySeconds());
        memory.set(LittleEndian.LONG, HEAD, VERSION);
        memory.set(LittleEndian.LONG, ACCOUNT, claims.accountId());
        memory.set(LittleEndian.LONG, CHARACTER, claims.characterId());
        claims.psk().copyTo(bytes, PSK);
        memory.set(LittleEndian.INT, PERMISSIONS, claims.permissions());
        memory.set(LittleEndian.INT, MAP, claims.map());
        box.seal(bytes, LENGTH);
        final byte[] ticket = bytes.clone();
        wipe();
        return ticket;
    }

    /** First half of the ticket id, little endian; with the second half the key of the single-use journal. */
    public long idLow() {
        return memory.get(LittleEndian.LONG, 0);
    }

    /** Second half of the ticket id. */
    public long idHigh() {
        return memory.get(LittleEndian.LONG, 8);
    }

    /** Unix time of its end. */
    public long expirySeconds() {
        return memory.get(LittleEndian.LONG, EXPIRY);
    }

    /** Player. */
    public long accountId() {
        return memory.get(LittleEndian.LONG, ACCOUNT);
    }

    /** Character the session had. */
    public long characterId() {
        return memory.get(LittleEndian.LONG, CHARACTER);
    }

    /** Bits, as in the token of the session. */
    public int permissions() {
        return memory.get(LittleEndian.INT, PERMISSIONS);
    }

    /** Map the session was on. */
    public int map() {
        return memory.get(LittleEndian.INT, MAP);
    }

    /** Writes the psk, 32 bytes. */
    public void copyPsk(final byte[] target) {
        System.arraycopy(bytes, PSK, target, 0, ConnectToken.PSK_BYTES);
    }

    /** Forgets the ticket last opened. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
