package io.tos.benchmarks;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.CookieMac;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.NoiseHandshake;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.ResumeTicket;
import io.tos.engine.crypto.ResumeTicketClaims;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.crypto.TokenVerdict;
import io.tos.engine.crypto.X25519Pair;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many players can one thread let in? All cryptography of the server per connection; connections per second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HandshakeBenchmark {
    private static final long NOW = 1_767_225_600;
    private static final long INSTANCE = 1;
    private static final long PROTOCOL = 2;
    private static final int COOKIE_BYTES = 32;
    private static final int REQUEST_PAYLOAD_BYTES = 28;
    private static final int REQUEST_BYTES = 32 + REQUEST_PAYLOAD_BYTES + 16;
    private static final int ANSWER_PAYLOAD_BYTES = 51 + ResumeTicket.LENGTH;

    /** Who does it. */
    @Param({"SODIUM", "BOUNCY"})
    private CryptoBackend library = CryptoBackend.SODIUM;

    private final SecureRandom random = new SecureRandom();
    private final ServerSecret secret = ServerSecret.of(new byte[32]);
    private final byte[] prologue = new byte[19];
    private final byte[] psk = new byte[32];
    private final byte[] message = new byte[512];
    private final byte[] payload = new byte[512];
    private final byte[] keyIn = new byte[32];
    private final byte[] keyOut = new byte[32];
    private final CookieMac cookie = new CookieMac(new byte[32]);
    private final MemorySegment packet = Arena.ofAuto().allocate(1_200);
    private final byte[] request = new byte[REQUEST_BYTES];
    private HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
    private X25519Pair serverPair = secret.staticPair(crypto);
    private NoiseHandshake noise = new NoiseHandshake(crypto);
    private ConnectToken token = new ConnectToken(crypto, secret.tokenKey(INSTANCE));
    private ResumeTicket ticket = new ResumeTicket(crypto, secret.resumeKey());

    /** Plays the client once: cookie at 0, its code behind it, the token behind that; Noise message 1 apart. */
    @Setup(Level.Trial)
    public void prepare() {
        crypto = library.handshakeCrypto();
        serverPair = secret.staticPair(crypto);
        noise = new NoiseHandshake(crypto);
        token = new ConnectToken(crypto, secret.tokenKey(INSTANCE));
        ticket = new ResumeTicket(crypto, secret.resumeKey());
        cookie.write(packet, 0, COOKIE_BYTES, packet, COOKIE_BYTES);
        final byte[] sealed = token.seal(new ConnectTokenClaims(
                random.nextLong(),
                random.nextLong(),
                NOW + 45,
                INSTANCE,
                PROTOCOL,
                1,
                1,
                0,
                1,
                NOW,
                Octets.of(psk),
                Octets.NONE));
        MemorySegment.copy(MemorySegment.ofArray(sealed), 0, packet, COOKIE_BYTES + 16L, sealed.length);
        noise.beginInitiator(prologue, X25519Pair.generate(crypto, random), serverPair.publicKey(), psk);
        noise.write(payload, REQUEST_PAYLOAD_BYTES, request, 0);
    }

    /** Cookie, token, key pair, Noise messages 1 and 2, first resume ticket, session keys. */
    @Benchmark
    public int accept() {
        final long tokenAt = COOKIE_BYTES + 16L;
        if (!cookie.matches(packet, 0, COOKIE_BYTES, packet, COOKIE_BYTES)
                || ConnectToken.checkClear(packet, tokenAt, NOW, INSTANCE, PROTOCOL) != TokenVerdict.VALID
                || token.open(packet, tokenAt) != TokenVerdict.VALID) {
            throw new IllegalStateException("a genuine player was refused");
        }
        token.copyPsk(psk);
        noise.beginResponder(prologue, X25519Pair.generate(crypto, random), serverPair, psk);
        final int read = noise.read(request, 0, REQUEST_BYTES, payload);
        final byte[] sealed = ticket.seal(new ResumeTicketClaims(
                random.nextLong(),
                random.nextLong(),
                NOW + ResumeTicket.LIFE_SECONDS,
                token.accountId(),
                token.characterId(),
                token.permissions(),
                token.map(),
                Octets.of(psk)));
        System.arraycopy(sealed, 0, payload, 51, sealed.length);
        final int written = noise.write(payload, ANSWER_PAYLOAD_BYTES, message, 0);
        if (read != REQUEST_PAYLOAD_BYTES || written < 0) {
            throw new IllegalStateException("a genuine handshake was refused");
        }
        noise.split(keyIn, keyOut);
        return written;
    }
}
