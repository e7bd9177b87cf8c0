package io.tos.engine.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One off-heap packet and one off-heap key, with the JDK's cipher as the judge of both. */
final class PacketRig {
    /** Where the packet lies: not aligned, as in a real slot. */
    static final long PACKET = 13;

    /** Where the key lies. */
    static final long KEY = 5;

    private static final int OVERHEAD = PacketCrypto.HEADER_BYTES + PacketCrypto.TAG_BYTES;

    final MemorySegment keys = Arena.ofAuto().allocate(128);
    final MemorySegment memory = Arena.ofAuto().allocate(PACKET + PacketCrypto.TEXT_BYTES_MAX + OVERHEAD);

    void key(final byte[] key) {
        MemorySegment.copy(key, 0, keys, ValueLayout.JAVA_BYTE, KEY, key.length);
    }

    void packet(final byte[] packet) {
        MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, PACKET, packet.length);
    }

    byte[] packet(final int textLength) {
        return memory.asSlice(PACKET, textLength + OVERHEAD).toArray(ValueLayout.JAVA_BYTE);
    }

    byte[] text(final int textLength) {
        return memory.asSlice(PACKET + PacketCrypto.HEADER_BYTES, textLength).toArray(ValueLayout.JAVA_BYTE);
    }

    void seal(final PacketCrypto crypto, final long number, final int textLength) {
        crypto.seal(keys, KEY, number, memory, PACKET, textLength);
    }

    boolean open(final PacketCrypto crypto, final long number, final int textLength) {
        return crypto.open(keys, KEY, number, memory, PACKET, textLength);
    }

    void flip(final int bit) {
        final long at = PACKET + (bit >> 3);
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) (memory.get(ValueLayout.JAVA_BYTE, at) ^ (1 << (bit & 7))));
    }

    /** The packet as the JDK would seal it: header, text, tag. */
    static byte[] sealedByJdk(final byte[] key, final long number, final byte[] header, final byte[] text) {
        try {
            final byte[] nonce = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(4, number)
                    .array();
            final Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
            cipher.updateAAD(header);
            final byte[] sealed = cipher.doFinal(text);
            return ByteBuffer.allocate(header.length + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array();
        } catch (final GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
