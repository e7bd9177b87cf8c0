package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own pattern, NKpsk0, against everything a peer may send. */
final class NoiseHandshakeTest {
    private static final long SEED = 25_519;
    private static final byte[] PROLOGUE = {1, 2, 3, 4};
    private static final byte[] REQUEST = {10, 11, 12, 13, 14, 15, 16, 17};
    private static final int REQUEST_BYTES = 32 + 8 + 16;

    private final Random random = new Random(SEED);
    private final byte[] psk = bytes();
    private final byte[] serverPrivate = bytes();

    @ParameterizedTest
    @EnumSource
    void shouldShareKeysAndTranscriptWhenBothPlayByTheRules(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final NoiseHandshake client = new NoiseHandshake(crypto);
        final NoiseHandshake server = new NoiseHandshake(crypto);
        final byte[][] last = new byte[2][32];
        for (int session = 0; session < 3; session++) {
            beginClient(client, crypto);
            final X25519Pair ephemeral = beginServer(server, crypto, PROLOGUE, psk);
            final byte[] message = new byte[100];
            final byte[] payload = new byte[100];
            assertEquals(REQUEST_BYTES, client.write(REQUEST, REQUEST.length, message, 0));
            assertEquals(REQUEST.length, server.read(message, 0, REQUEST_BYTES, payload));
            assertArrayEquals(REQUEST, Arrays.copyOf(payload, REQUEST.length));
            final int length = server.write(REQUEST, 3, message, 5);
            assertEquals(3, client.read(message, 5, length, payload));

            final byte[] clientHash = new byte[32];
            final byte[] serverHash = new byte[32];
            client.copyHash(clientHash);
            server.copyHash(serverHash);
            final byte[][] clientKeys = new byte[2][32];
            final byte[][] serverKeys = new byte[2][32];
            client.split(clientKeys[0], clientKeys[1]);
            server.split(serverKeys[0], serverKeys[1]);

            assertArrayEquals(clientHash, serverHash);
            assertArrayEquals(clientKeys[0], serverKeys[0]);
            assertArrayEquals(clientKeys[1], serverKeys[1]);
            assertFalse(Arrays.equals(clientKeys[0], clientKeys[1]));
            assertFalse(Arrays.equals(last[0], clientKeys[0]), "every session has keys of its own");
            assertArrayEquals(new byte[32], ephemeral.privateKey(), "forward secrecy: nothing is left");
            last[0] = clientKeys[0];
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRequestWhenAnyBitIsFlippedOrBytesAreMissing(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] request = request(crypto);
        final NoiseHandshake server = new NoiseHandshake(crypto);
        final byte[] payload = new byte[100];
        // The high bit of the ephemeral key is not used by the curve, but it is in the transcript.
        for (int bit = 0; bit < REQUEST_BYTES * 8; bit += bit < 240 ? 7 : 1) {
            final byte[] edited = request.clone();
            edited[bit >> 3] ^= (byte) (1 << (bit & 7));
            beginServer(server, crypto, PROLOGUE, psk);
            assertEquals(NoiseHandshake.REFUSED, server.read(edited, 0, REQUEST_BYTES, payload), "bit " + bit);
        }
        for (int length = 0; length < REQUEST_BYTES; length++) {
            beginServer(server, crypto, PROLOGUE, psk);
            assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, length, payload), "length " + length);
        }
        assertArrayEquals(new byte[100], payload);
        beginServer(server, crypto, PROLOGUE, psk);
        assertEquals(REQUEST.length, server.read(request, 0, REQUEST_BYTES, payload));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRequestWhenPrologueOrPskDiffers(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] request = request(crypto);
        final NoiseHandshake server = new NoiseHandshake(crypto);
        final byte[] payload = new byte[100];

        beginServer(server, crypto, new byte[] {1, 2, 3, 5}, psk);
        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, REQUEST_BYTES, payload));
        beginServer(server, crypto, PROLOGUE, bytes());
        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, REQUEST_BYTES, payload));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRequestWhenEphemeralKeyIsOfLowOrder(final CryptoBackend backend) {
        final HandshakeCrypto crypto = backend.handshakeCrypto();
        final byte[] request = request(crypto);
        Arrays.fill(request, 0, 32, (byte) 0);
        final NoiseHandshake server = new NoiseHandshake(crypto);
        beginServer(server, crypto, PROLOGUE, psk);

        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, REQUEST_BYTES, new byte[100]));
    }

    @Test
    void shouldAnswerOnlyRefusedWhenHandshakeIsDeadOrOutOfTurn() {
        final HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
        final byte[] request = request(crypto);
        final byte[] forged = request.clone();
        forged[40] ^= 1;
        final NoiseHandshake server = new NoiseHandshake(crypto);
        final byte[] buffer = new byte[100];

        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, REQUEST_BYTES, buffer), "not begun");
        beginServer(server, crypto, PROLOGUE, psk);
        assertEquals(NoiseHandshake.REFUSED, server.write(REQUEST, 8, buffer, 0), "not its turn");
        assertEquals(NoiseHandshake.REFUSED, server.read(forged, 0, REQUEST_BYTES, buffer));
        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, REQUEST_BYTES, buffer), "dead by then");
        assertThrows(IllegalStateException.class, () -> server.split(new byte[32], new byte[32]));
    }

    @Test
    void shouldRefusePayloadWhenItIsLongerThanAllowed() {
        final HandshakeCrypto crypto = CryptoBackend.BOUNCY.handshakeCrypto();
        final NoiseHandshake server = new NoiseHandshake(crypto);
        beginServer(server, crypto, PROLOGUE, psk);
        final byte[] request = new byte[32 + NoiseHandshake.PAYLOAD_BYTES_MAX + 17];
        System.arraycopy(request(crypto), 0, request, 0, REQUEST_BYTES);

        assertEquals(NoiseHandshake.REFUSED, server.read(request, 0, request.length, new byte[4_000]));
    }

    @Test
    void shouldAllocateNothingWhenServerAnswersWithLibsodium() {
        final HandshakeCrypto crypto = CryptoBackend.SODIUM.handshakeCrypto();
        final byte[] request = request(crypto);
        final NoiseHandshake server = new NoiseHandshake(crypto);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final X25519Pair serverPair = new X25519Pair(crypto, serverPrivate);
        final X25519Pair[] pairs = new X25519Pair[200];
        final byte[] message = new byte[100];
        final byte[] keys = new byte[32];
        long best = Long.MAX_VALUE;

        for (int round = 0; round < 10; round++) {
            for (int index = 0; index < pairs.length; index++) {
                pairs[index] = X25519Pair.generate(crypto, random);
            }
            final long before = threads.getCurrentThreadAllocatedBytes();
            int length = 0;
            for (final X25519Pair pair : pairs) {
                server.beginResponder(PROLOGUE, pair, serverPair, psk);
                length += server.read(request, 0, REQUEST_BYTES, message);
                length += server.write(message, 8, message, 40);
                server.split(keys, keys);
            }
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            best = Math.min(best, allocated);
            assertEquals(pairs.length * (8 + REQUEST_BYTES), length);
        }

        assertEquals(0, best);
    }

    private byte[] request(final HandshakeCrypto crypto) {
        final NoiseHandshake client = new NoiseHandshake(crypto);
        beginClient(client, crypto);
        final byte[] request = new byte[REQUEST_BYTES];
        assertEquals(REQUEST_BYTES, client.write(REQUEST, REQUEST.length, request, 0));
        assertNotEquals(0, request[0] | request[1] | request[2]);
        return request;
    }

    private void beginClient(final NoiseHandshake client, final HandshakeCrypto crypto) {
        client.beginInitiator(
                PROLOGUE, X25519Pair.generate(crypto, random), new X25519Pair(crypto, serverPrivate).publicKey(), psk);
    }

    private X25519Pair beginServer(
            final NoiseHandshake server, final HandshakeCrypto crypto, final byte[] prologue, final byte[] withPsk) {
        final X25519Pair ephemeral = X25519Pair.generate(crypto, random);
        server.beginResponder(prologue, ephemeral, new X25519Pair(crypto, serverPrivate), withPsk);
        return ephemeral;
    }

    private byte[] bytes() {
        final byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
