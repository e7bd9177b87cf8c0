package io.tos.benchmarks;

import io.tos.engine.crypto.PacketCrypto;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's cipher as a peer: the fastest way it offers, one reused instance per direction over heap arrays. */
final class JdkPacketCrypto implements PacketCrypto {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Cipher sealing = cipher();
    private final Cipher opening = cipher();
    private final byte[] keyBytes = new byte[KEY_BYTES];
    private final byte[] nonce = new byte[12];
    private final MemorySegment nonceMemory = MemorySegment.ofArray(nonce);
    private final byte[] header = new byte[HEADER_BYTES];
    private final byte[] source = new byte[TEXT_BYTES_MAX + TAG_BYTES];
    private final byte[] target = new byte[TEXT_BYTES_MAX + TAG_BYTES];

    @Override
    public String name() {
        return "JDK";
    }

    @Override
    public void seal(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        if (!run(sealing, Cipher.ENCRYPT_MODE, at(keys, key, packetNumber), memory, packet, textLength)) {
            throw new AssertionError("sealing cannot fail");
        }
    }

    @Override
    public boolean open(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        return run(opening, Cipher.DECRYPT_MODE, at(keys, key, packetNumber), memory, packet, textLength + TAG_BYTES);
    }

    @Override
    public void rekey(final MemorySegment keys, final long key, final long nextKey) {
        throw new UnsupportedOperationException("not measured");
    }

    private AlgorithmParameterSpec at(final MemorySegment keys, final long key, final long packetNumber) {
        MemorySegment.copy(keys, ValueLayout.JAVA_BYTE, key, keyBytes, 0, KEY_BYTES);
        nonceMemory.set(NUMBER, 4, packetNumber);
        return new IvParameterSpec(nonce);
    }

    private boolean run(
            final Cipher cipher,
            final int mode,
            final AlgorithmParameterSpec number,
            final MemorySegment memory,
            final long packet,
            final int sourceLength) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, packet, header, 0, HEADER_BYTES);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES, source, 0, sourceLength);
        try {
            cipher.init(mode, new SecretKeySpec(keyBytes, "ChaCha20"), number);
            cipher.updateAAD(header);
            final int length = cipher.doFinal(source, 0, sourceLength, target, 0);
            MemorySegment.copy(target, 0, memory, ValueLayout.JAVA_BYTE, packet + HEADER_BYTES, length);
            return true;
        } catch (final AEADBadTagException forged) {
            return false;
        } catch (final GeneralSecurityException problem) {
            throw new AssertionError(problem);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (final GeneralSecurityException problem) {
            throw new AssertionError(problem);
        }
    }
}
