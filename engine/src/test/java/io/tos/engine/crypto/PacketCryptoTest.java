package io.tos.engine.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both libraries seal and open packets alike, refuse every forgery, and forget it. */
final class PacketCryptoTest {
    private static final long SEED = 20_260_101;
    private static final int HEADER = PacketCrypto.HEADER_BYTES;
    private static final int TEXT_MAX = PacketCrypto.TEXT_BYTES_MAX;

    private final Random random = new Random(SEED);
    private final PacketRig rig = new PacketRig();

    @Test
    void shouldSealAlikeInAllLibrariesWhenSizesAreRandom() {
        final PacketCrypto sodium = CryptoBackend.SODIUM.packetCrypto();
        final PacketCrypto bouncy = CryptoBackend.BOUNCY.packetCrypto();
        for (int round = 0; round < 3_000; round++) {
            final int length = round <= TEXT_MAX ? round : random.nextInt(TEXT_MAX + 1);
            final byte[] key = bytes(PacketCrypto.KEY_BYTES);
            final byte[] header = bytes(HEADER);
            final byte[] text = bytes(length);
            final long number = random.nextLong();
            final byte[] clear = Arrays.copyOf(header, HEADER + length + PacketCrypto.TAG_BYTES);
            System.arraycopy(text, 0, clear, HEADER, length);
            final byte[] expected = PacketRig.sealedByJdk(key, number, header, text);
            rig.key(key);

            rig.packet(clear);
            rig.seal(sodium, number, length);
            assertArrayEquals(expected, rig.packet(length), "libsodium, round " + round + ", seed " + SEED);
            assertTrue(rig.open(bouncy, number, length));
            assertArrayEquals(text, rig.text(length));

            rig.packet(clear);
            rig.seal(bouncy, number, length);
            assertArrayEquals(expected, rig.packet(length), "Bouncy Castle, round " + round + ", seed " + SEED);
            assertTrue(rig.open(sodium, number, length));
            assertArrayEquals(text, rig.text(length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenAnyBitIsFlipped(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final int length = 64;
        final byte[] sealed = sealed(7, length);

        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            rig.packet(sealed);
            rig.flip(bit);
            assertFalse(rig.open(crypto, 7, length), "bit " + bit);
        }
        rig.packet(sealed);
        assertTrue(rig.open(crypto, 7, length));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenNumberKeyOrLengthIsAnother(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final byte[] sealed = sealed(7, 200);

        for (int bit = 0; bit < Long.SIZE; bit++) {
            rig.packet(sealed);
            assertFalse(rig.open(crypto, 7 ^ (1L << bit), 200), "number bit " + bit);
        }
        for (int length = 0; length < 200; length++) {
            rig.packet(sealed);
            assertFalse(rig.open(crypto, 7, length), "length " + length);
        }
        rig.packet(sealed);
        rig.key(bytes(PacketCrypto.KEY_BYTES));
        assertFalse(rig.open(crypto, 7, 200));
    }

    /** The trap of the JDK's cipher: a failed open must not spend the number for the packet that really has it. */
    @ParameterizedTest
    @EnumSource
    void shouldOpenGenuinePacketWhenForgedOnesCameBefore(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final byte[] sealed = sealed(41, 64);

        for (int forgery = 0; forgery < 3; forgery++) {
            final byte[] forged = sealed.clone();
            forged[HEADER + forgery] ^= 1;
            rig.packet(forged);
            assertFalse(rig.open(crypto, 41, 64));
        }

        rig.packet(sealed);
        assertTrue(rig.open(crypto, 41, 64));
        rig.packet(sealed);
        assertTrue(rig.open(crypto, 41, 64), "an exact replay is the window's business, not the cipher's");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealSameNumberWhenItJustOpenedIt(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final byte[] sealed = sealed(3, 64);
        rig.packet(sealed);
        assertTrue(rig.open(crypto, 3, 64));

        rig.seal(crypto, 3, 64);

        assertArrayEquals(sealed, rig.packet(64));
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeriveNoiseRekeyWhenPhaseChanges(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final byte[] key = bytes(PacketCrypto.KEY_BYTES);
        final byte[] expected =
                Arrays.copyOf(PacketRig.sealedByJdk(key, -1L, new byte[0], new byte[32]), PacketCrypto.KEY_BYTES);
        rig.key(key);

        for (int round = 0; round < 3; round++) {
            crypto.rekey(rig.keys, PacketRig.KEY, 64);
            assertArrayEquals(expected, keyAt(64), "round " + round);
        }
        crypto.rekey(rig.keys, PacketRig.KEY, PacketRig.KEY);

        assertArrayEquals(expected, keyAt(PacketRig.KEY));
    }

    @ParameterizedTest
    @EnumSource
    void shouldThrowWhenPacketOrKeyLiesOutsideItsSegment(final CryptoBackend backend) {
        final PacketCrypto crypto = backend.packetCrypto();
        final MemorySegment keys = rig.keys;
        final long end = rig.memory.byteSize();

        assertThrows(IndexOutOfBoundsException.class, () -> crypto.open(keys, 0, 1, rig.memory, end - 24 - 64 + 1, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.seal(keys, 0, 1, rig.memory, -1, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.seal(keys, 128 - 31, 1, rig.memory, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.open(keys, 0, 1, rig.memory, 0, TEXT_MAX + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> crypto.open(keys, 0, 1, rig.memory, 0, -1));
    }

    @Test
    void shouldRefuseHeapMemoryWhenLibraryNeedsAddresses() {
        final PacketCrypto crypto = CryptoBackend.SODIUM.packetCrypto();
        final MemorySegment heap = MemorySegment.ofArray(new byte[128]);

        final var problem =
                assertThrows(IllegalArgumentException.class, () -> crypto.seal(rig.keys, 0, 1, heap, 0, 64));

        assertEquals("packets and keys lie off-heap", problem.getMessage());
    }

    private byte[] sealed(final long number, final int length) {
        final byte[] key = bytes(PacketCrypto.KEY_BYTES);
        rig.key(key);
        return PacketRig.sealedByJdk(key, number, bytes(HEADER), bytes(length));
    }

    private byte[] keyAt(final long offset) {
        return rig.keys.asSlice(offset, PacketCrypto.KEY_BYTES).toArray(ValueLayout.JAVA_BYTE);
    }

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
