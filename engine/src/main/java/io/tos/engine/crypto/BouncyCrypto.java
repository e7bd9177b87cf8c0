package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Packets through Bouncy Castle, where libsodium is missing. Agent's own thread. Copies each packet to the heap and back
 * and allocates up to 256 bytes for it: the library wants keys and nonce as new objects.
 *
 * <p>Cipher and authenticator are the library's; they are put together here as RFC 8439, section 2.8, says. The library's
 * own combination allocates 312 bytes per open, throws on a forged tag, and decrypts before it knows.
 */
final class BouncyCrypto implements PacketCrypto {
    /** Name of the library, for banner and reports. */
    static final String NAME = "Bouncy Castle";

    private static final int BLOCK_BYTES = 64;
    private static final int LENGTHS_BYTES = 16;
    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private final ChaCha7539Engine cipher = new ChaCha7539Engine();
    private final Poly1305 authenticator = new Poly1305();
    private final byte[] keyBytes = new byte[KEY_BYTES];
    private final byte[] nonce = new byte[HandshakeCrypto.NONCE_BYTES];
    private final MemorySegment nonceMemory = MemorySegment.ofArray(nonce);
    private final byte[] firstBlock = new byte[BLOCK_BYTES];
    private final byte[] header = new byte[HEADER_BYTES];
    private final byte[] lengths = new byte[LENGTHS_BYTES];
    private final MemorySegment lengthsMemory = MemorySegment.ofArray(lengths);
    private final byte[] source = new byte[TEXT_BYTES_MAX];
    private final byte[] target = new byte[TEXT_BYTES_MAX];
    private final byte[] tag = new byte[TAG_BYTES];

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void seal(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        Objects.checkFromIndexSize(packet, HEADER_BYTES + checked(textLength) + TAG_BYTES, memory.byteSize());
        begin(keys, key, packetNumber);
        load(memory, packet, textLength);
        cipher.processBytes(source, 0, textLength, target, 0);
        authenticate(target, textLength);
        MemorySegment.copy(target, 0, memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES, textLength);
        MemorySegment.copy(tag, 0, memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES + textLength, TAG_BYTES);
    }

    @Override
    public boolean open(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        Objects.checkFromIndexSize(packet, HEADER_BYTES + checked(textLength) + TAG_BYTES, memory.byteSize());
        begin(keys, key, packetNumber);
        load(memory, packet, textLength);
        authenticate(source, textLength);
        final long claimed = packet + HEADER_BYTES + textLength;
        int difference = 0; // Every byte is looked at, so that time does not tell how many were right.
        for (int index = 0; index < TAG_BYTES; index++) {
            difference |= tag[index] ^ memory.get(ValueLayout.JAVA_BYTE, claimed + index);
        }
        if (difference != 0) {
            return false;
        }
        cipher.processBytes(source, 0, textLength, target, 0);
        MemorySegment.copy(target, 0, memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES, textLength);
        return true;
    }

    @Override
    public void rekey(final MemorySegment keys, final long key, final long nextKey) {
        begin(keys, key, -1L);
        cipher.processBytes(ZEROS, 0, KEY_BYTES, target, 0);
        MemorySegment.copy(target, 0, keys, ValueLayout.JAVA_BYTE, nextKey, KEY_BYTES);
        Arrays.fill(target, 0, KEY_BYTES, (byte) 0);
    }

    /** Block 0 of the key stream keys the authenticator; block 1 is where the text begins. */
    private void begin(final MemorySegment keys, final long key, final long packetNumber) {
        MemorySegment.copy(keys, ValueLayout.JAVA_BYTE, key, keyBytes, 0, KEY_BYTES);
        nonceMemory.set(LittleEndian.LONG, HandshakeCrypto.NONCE_BYTES - 8, packetNumber);
        cipher.init(true, new ParametersWithIV(new KeyParameter(keyBytes), nonce));
        Arrays.fill(keyBytes, (byte) 0);
        cipher.processBytes(ZEROS, 0, BLOCK_BYTES, firstBlock, 0);
        authenticator.init(new KeyParameter(firstBlock, 0, KEY_BYTES));
    }

    private void load(final MemorySegment memory, final long packet, final int textLength) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, packet, header, 0, HEADER_BYTES);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES, source, 0, textLength);
    }

    /** Header and sealed text, each padded to 16 bytes, then both lengths. */
    private void authenticate(final byte[] sealed, final int textLength) {
        authenticator.update(header, 0, HEADER_BYTES);
        authenticator.update(ZEROS, 0, -HEADER_BYTES & 15);
        authenticator.update(sealed, 0, textLength);
        authenticator.update(ZEROS, 0, -textLength & 15);
        lengthsMemory.set(LittleEndian.LONG, 0, HEADER_BYTES);
        lengthsMemory.set(LittleEndian.LONG, 8, textLength);
        authenticator.update(lengths, 0, LENGTHS_BYTES);
        authenticator.doFinal(tag, 0);
    }

    private static int checked(final int textLength) {
        return Objects.checkIndex(textLength, TEXT_BYTES_MAX + 1);
    }
}
