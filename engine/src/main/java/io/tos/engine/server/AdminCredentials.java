package io.tos.engine.server;

import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.HmacSha256;
import io.tos.engine.crypto.Sha256;
import io.tos.engine.net.admission.ServerIdentity;
import io.tos.engine.ops.AdminCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * How this server proves to the administration service who it is: its id is a hash of its public key, its signatures use
 * a key derived from its secret, and the secret itself travels once, sealed with the key of an enrolment code. Admin link's
 * thread only.
 */
final class AdminCredentials implements AdminCalls.Signer {
    private static final int CODE_ID_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int PREFIX = "tose1:".length();

    private final HandshakeCrypto crypto;
    private final ServerIdentity identity;
    private final HmacSha256 mac = new HmacSha256();
    private final UUID id;

    /** @param crypto this object's own. */
    AdminCredentials(final HandshakeCrypto crypto, final ServerIdentity identity) {
        this.crypto = crypto;
        this.identity = identity;
        final ByteBuffer hash =
                ByteBuffer.wrap(Sha256.of(identity.secret().staticPair(crypto).publicKey()));
        this.id = new UUID(hash.getLong(), hash.getLong());
    }

    @Override
    public String sign(final String target, final long timeMs, final String nonce, final byte[] body) {
        final byte[] text = (target + "\n" + timeMs + "\n" + nonce + "\n"
                        + HexFormat.of().formatHex(Sha256.of(body)))
                .getBytes(StandardCharsets.UTF_8);
        final byte[] code = new byte[HmacSha256.CODE_BYTES];
        mac.key(identity.secret().linkKey());
        mac.update(text, 0, text.length);
        mac.finish(code, 0);
        return "TOS-HMAC " + id + " " + timeMs + " " + nonce + " " + encode(code);
    }

    /** The public half of an enrolment code: which code it is. */
    static String codeId(final String enrolment) {
        return encode(Arrays.copyOf(decode(enrolment), CODE_ID_BYTES));
    }

    /** The secret, sealed with the other half. The key is used for nothing else, so the nonce may be zero. */
    String sealedSecret(final String enrolment) {
        final byte[] code = decode(enrolment);
        final byte[] key = Arrays.copyOfRange(code, CODE_ID_BYTES, code.length);
        final byte[] secret = identity.secret().copyBytes();
        final byte[] sealed = Arrays.copyOf(secret, secret.length + TAG_BYTES);
        crypto.seal(key, new byte[NONCE_BYTES], new byte[0], sealed, 0, secret.length);
        return encode(sealed);
    }

    private static byte[] decode(final String enrolment) {
        return Base64.getUrlDecoder().decode(enrolment.substring(PREFIX));
    }

    private static String encode(final byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
