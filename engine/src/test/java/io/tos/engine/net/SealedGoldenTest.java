package io.tos.engine.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.crypto.ConnectToken;
import io.tos.engine.crypto.ConnectTokenClaims;
import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.crypto.HandshakeCrypto;
import io.tos.engine.crypto.NoiseHandshake;
import io.tos.engine.crypto.Octets;
import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.crypto.ServerSecret;
import io.tos.engine.crypto.TokenVerdict;
import io.tos.engine.crypto.X25519Pair;
import io.tos.engine.protocol.AcceptPayload;
import io.tos.engine.protocol.Channel;
import io.tos.engine.protocol.ConnectPayload;
import io.tos.engine.protocol.FrameWriter;
import io.tos.engine.protocol.GoldenHex;
import io.tos.engine.protocol.HandshakePacket;
import io.tos.engine.protocol.PacketHeader;
import io.tos.engine.protocol.Prologue;
import io.tos.engine.protocol.SessionTerms;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole handshake of the standard with fixed keys, and packets sealed with what comes out of it. */
final class SealedGoldenTest {
    private static final long INSTANCE = 0x0102_0304_0506_0708L;
    private static final long HANDSHAKE_ID = 0x8877_6655_4433_2211L;
    private static final int KEY_BYTES = 32;

    private final Map<String, byte[]> examples = new LinkedHashMap<>();
    private final HandshakeCrypto crypto = CryptoBackend.BOUNCY.handshakeCrypto();
    private final PacketCrypto packets = CryptoBackend.BOUNCY.packetCrypto();
    private final MemorySegment memory = Arena.ofAuto().allocate(1200);
    private final MemorySegment keys = Arena.ofAuto().allocate(2L * KEY_BYTES);
    private final ServerSecret secret = ServerSecret.of(count(0x40, KEY_BYTES));
    private final X25519Pair serverPair = secret.staticPair(crypto);
    private final byte[] psk = count(0x60, KEY_BYTES);
    private final NoiseHandshake client = new NoiseHandshake(crypto);
    private final NoiseHandshake server = new NoiseHandshake(crypto);
    private final byte[] toServer = new byte[KEY_BYTES];
    private final byte[] toClient = new byte[KEY_BYTES];

    /** Bytes that count up from {@code first}. */
    private static byte[] count(final int first, final int length) {
        final byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++) {
            bytes[index] = (byte) (first + index);
        }
        return bytes;
    }

    private byte[] take(final long at, final int length) {
        return memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void shouldEqualFilesAndStandardWhenKeysAreFixed() throws IOException {
        examples.put("sealed-server-public-key", serverPair.publicKey());
        token();
        handshake();
        data();
        GoldenHex.check(examples, name -> name.startsWith(GoldenHex.SEALED));
    }

    private void token() {
        final ConnectToken token = new ConnectToken(crypto, secret.tokenKey(INSTANCE));
        final byte[] sealed = token.seal(new ConnectTokenClaims(
                0x1716_1514_1312_1110L,
                0x1F1E_1D1C_1B1A_1918L,
                1_800_000_045L,
                INSTANCE,
                HandshakePacket.PROTOCOL_ID,
                7,
                8,
                1,
                3,
                1_800_000_000L,
                Octets.of(psk),
                Octets.NONE));
        examples.put("sealed-token", sealed);
        assertEquals(TokenVerdict.VALID, token.open(MemorySegment.ofArray(sealed), 0));
    }

    private void handshake() {
        Prologue.write(memory, 0, 0x0100, Prologue.versionRange(0x0100, 0x0100), HANDSHAKE_ID, 0);
        final byte[] prologue = take(0, Prologue.LENGTH);
        client.beginInitiator(prologue, new X25519Pair(crypto, count(0x80, KEY_BYTES)), serverPair.publicKey(), psk);
        server.beginResponder(prologue, new X25519Pair(crypto, count(0xA0, KEY_BYTES)), serverPair, psk);

        ConnectPayload.write(memory, 0, 0x01020304, 60, 20);
        ConnectPayload.writeBuild(memory, 0, 0x1122_3344_5566_7788L, 42, 65_536);
        pass("sealed-message-1", client, server, take(0, ConnectPayload.LENGTH));

        AcceptPayload.write(memory, 0, 0x4005, 3600, 60_000_000, 4);
        AcceptPayload.writeTerms(memory, 0, SessionTerms.DEFAULT);
        MemorySegment.copy(MemorySegment.ofArray(count(0xB0, 16)), 0, memory, AcceptPayload.RESET_TOKEN, 16);
        MemorySegment.copy(MemorySegment.ofArray(count(0xC0, 4)), 0, memory, AcceptPayload.TICKET, 4);
        pass("sealed-message-2", server, client, take(0, AcceptPayload.LENGTH_MIN + 4));

        final byte[] again = new byte[KEY_BYTES];
        client.split(toServer, toClient);
        server.split(again, new byte[KEY_BYTES]);
        assertArrayEquals(toServer, again);
        examples.put("sealed-key-to-server", toServer.clone());
        examples.put("sealed-key-to-client", toClient.clone());
    }

    private void pass(final String name, final NoiseHandshake from, final NoiseHandshake to, final byte[] payload) {
        final byte[] message = new byte[400];
        final byte[] opened = new byte[NoiseHandshake.PAYLOAD_BYTES_MAX];
        final int length = from.write(payload, payload.length, message, 0);
        examples.put(name, Arrays.copyOf(message, length));
        final int openedLength = to.read(message, 0, length, opened);
        assertArrayEquals(payload, Arrays.copyOf(opened, openedLength));
    }

    private void data() {
        MemorySegment.copy(MemorySegment.ofArray(toServer), 0, keys, 0, KEY_BYTES);
        final FrameWriter writer = new FrameWriter();
        writer.wrap(memory, PacketHeader.LENGTH, PacketHeader.TEXT_BYTES_MAX);
        assertTrue(writer.ping(7, 1_000_000));
        seal("sealed-packet-0", 0, 0, 0, writer.length());

        packets.rekey(keys, 0, KEY_BYTES);
        examples.put(
                "sealed-next-key-to-server", keys.asSlice(KEY_BYTES, KEY_BYTES).toArray(ValueLayout.JAVA_BYTE));
        final MemorySegment body = MemorySegment.ofArray(count(0x10, 14));
        body.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 16);
        writer.wrap(memory, PacketHeader.LENGTH, PacketHeader.TEXT_BYTES_MAX);
        writer.acks(4, 2, -1L);
        assertTrue(writer.reliable(Channel.GAMEPLAY.id(), 0, body, 0, 14));
        seal("sealed-packet-phase-1", KEY_BYTES, 1, 5, writer.length());
    }

    private void seal(final String name, final long key, final int phase, final long number, final int textLength) {
        final byte[] text = take(PacketHeader.LENGTH, textLength);
        PacketHeader.write(memory, 0, phase, 0x4005, number);
        packets.seal(keys, key, number, memory, 0, textLength);
        examples.put(name, take(0, textLength + PacketHeader.OVERHEAD_BYTES));
        assertTrue(packets.open(keys, key, number, memory, 0, textLength));
        assertArrayEquals(text, take(PacketHeader.LENGTH, textLength));
    }
}
