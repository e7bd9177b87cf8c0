package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connect token, opened: who may enter, sealed by the admin side or the control socket, verified by the server with
 * no look-up. Reusable flyweight over its own copy; admission agent, or any one thread. With libsodium nothing is
 * allocated after construction.
 *
 * <pre>
 *   0 tokenId, 16 random bytes | 16 expiry u64, Unix seconds | 24 instanceId u64 | 32 protocolId u64     clear
 *  40 version u8 = 1 | 41 zero, 7 | 48 accountId u64 | 56 characterId u64 | 64 psk, 32                   sealed
 *  96 permissions u32 | 100 map u32 | 104 issuedAt u64, Unix seconds | 112 app claims, 176, zero padded  sealed
 * 288 tag, 16                                                                      little endian, 304 bytes
 * </pre>
 *
 * Key = HKDF-SHA256(token key of this run, salt = tokenId, info = "tok"), nonce 0, the clear part authenticated.
 */
public final class ConnectToken {
    /** Always this long. */
    public static final int LENGTH = 304;

    /** Length of the psk. */
    public static final int PSK_BYTES = 32;

    /** Most app claims. */
    public static final int APP_BYTES_MAX = 176;

    /** A token that ends later than this from now is refused. */
    public static final long LIFE_SECONDS_MAX = 120;

    /** How far the clocks of maker and server may differ: a token is taken until expiry plus this, that second included. */
    public static final long SKEW_SECONDS = 30;

    private static final byte VERSION = 1;
    private static final int EXPIRY = 16;
    private static final int INSTANCE = 24;
    private static final int PROTOCOL = 32;
    private static final int CLEAR_BYTES = 40;
    private static final int HEAD = 40;
    private static final int ACCOUNT = 48;
    private static final int CHARACTER = 56;
    private static final int PSK = 64;
    private static final int PERMISSIONS = 96;
    private static final int MAP = 100;
    private static final int ISSUED_AT = 104;
    private static final int APP = 112;
    private static final byte[] INFO = "tok".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes = new byte[LENGTH];
    private final MemorySegment memory = MemorySegment.ofArray(bytes);
    private final SealedBox box;

    /** @param tokenKey of this run: {@link ServerSecret#tokenKey}. */
    public ConnectToken(final HandshakeCrypto crypto, final byte[] tokenKey) {
        this.box = new SealedBox(crypto, tokenKey, INFO, CLEAR_BYTES);
    }

    /**
     * Judges the clear part of a token at {@code token}: cheap, keyless, so any agent may ask before the token is passed
     * on. {@code VALID} means only: worth opening.
     */
    public static TokenVerdict checkClear(
            final MemorySegment memory,
            final long token,
            final long nowSeconds,
            final long instanceId,
            final long protocolId) {
        final TokenVerdict time = checkExpiry(memory.get(LittleEndian.LONG, token + EXPIRY), nowSeconds);
        if (time != TokenVerdict.VALID) {
            return time;
        }
        if (memory.get(LittleEndian.LONG, token + INSTANCE) != instanceId) {
            return TokenVerdict.OTHER_INSTANCE;
        }
        return memory.get(LittleEndian.LONG, token + PROTOCOL) == protocolId
                ? TokenVerdict.VALID
                : TokenVerdict.OTHER_PROTOCOL;
    }

    /** Whether a time is neither over nor too far away. */
    static TokenVerdict checkExpiry(final long expirySeconds, final long nowSeconds) {
        if (expirySeconds < nowSeconds - SKEW_SECONDS) {
            return TokenVerdict.EXPIRED;
        }
        return expirySeconds > nowSeconds + LIFE_SECONDS_MAX ? TokenVerdict.TOO_FAR_AHEAD : TokenVerdict.VALID;
    }

    /** Copies the token at {@code token} and opens it. After any answer but {@code VALID} it holds nothing. */
    public TokenVerdict open(final MemorySegment source, final long token) {
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, token, bytes, 0, LENGTH);
        final TokenVerdict verdict = !box.open(bytes, LENGTH)
                ? TokenVerdict.FORGED
                // One comparison for version and the reserved bytes behind it.
                : memory.get(LittleEndian.LONG, HEAD) == VERSION ? TokenVerdict.VALID : TokenVerdict.MALFORMED;
        if (verdict != TokenVerdict.VALID) {
            wipe();
        }
        return verdict;
    }

    /** Seals the claims into a new token. */
    public byte[] seal(final ConnectTokenClaims claims) {
        wipe();
        memory.set(LittleEndian.LONG, 0, claims.tokenIdLow());
        memory.set(LittleEndian.LONG, 8, claims.tokenIdHigh());
        memory.set(LittleEndian.LONG, EXPIRY, claims.expirySeconds());
        memory.set(LittleEndian.LONG, INSTANCE, claims.instanceId());
        memory.set(LittleEndian.LONG, PROTOCOL, claims.protocolId());
        memory.set(LittleEndian.LONG, HEAD, VERSION);
        memory.set(LittleEndian.LONG, ACCOUNT, claims.accountId());
        memory.set(LittleEndian.LONG, CHARACTER, claims.characterId());
        claims.psk().copyTo(bytes, PSK);
        memory.set(LittleEndian.INT, PERMISSIONS, claims.permissions());
        memory.set(LittleEndian.INT, MAP, claims.map());
        memory.set(LittleEndian.LONG, ISSUED_AT, claims.issuedAtSeconds());
        claims.app().copyTo(bytes, APP);
        box.seal(bytes, LENGTH);
        final byte[] token = bytes.clone();
        wipe();
        return token;
    }

    /** First half of the token id, little endian; with the second half the key of the token history. */
    public long idLow() {
        return memory.get(LittleEndian.LONG, 0);
    }

    /** Second half of the token id. */
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

    /** Character to enter the world with. */
    public long characterId() {
        return memory.get(LittleEndian.LONG, CHARACTER);
    }

    /** Bits. */
    public int permissions() {
        return memory.get(LittleEndian.INT, PERMISSIONS);
    }

    /** Map to enter the world on. */
    public int map() {
        return memory.get(LittleEndian.INT, MAP);
    }

    /** Unix time of its making. */
    public long issuedAtSeconds() {
        return memory.get(LittleEndian.LONG, ISSUED_AT);
    }

    /** Writes the psk, 32 bytes. */
    public void copyPsk(final byte[] target) {
        System.arraycopy(bytes, PSK, target, 0, PSK_BYTES);
    }

    /** Writes the app claims, 176 bytes, zeros behind them included. */
    public void copyApp(final byte[] target) {
        System.arraycopy(bytes, APP, target, 0, APP_BYTES_MAX);
    }

    /** Forgets the token last opened. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
