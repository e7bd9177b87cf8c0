package io.tos.engine.crypto;

import io.tos.natives.libsodium.SodiumAead;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Packets through libsodium: one call into the library each, in place, nothing allocated. Agent's own thread.
 *
 * <p>The library is given bare addresses, so bounds are checked here; the caller holds the memory open.
 */
final class SodiumCrypto implements PacketCrypto {
    private static final long NONCE_NUMBER = 4;
    private static final long REKEY_TEXT = 16;

    /** <pre> 0 nonce, 12 bytes | 16 text of a rekey, zero between calls | 48 its tag, not used </pre> */
    private final MemorySegment scratch = Arena.ofAuto().allocate(64, 8);

    private final long scratchAddress = scratch.address();

    @Override
    public String name() {
        return SodiumProbe.NAME;
    }

    @Override
    public void seal(
            final MemorySegment keys,
            final long key,
            final long packetNumber,
            final MemorySegment memory,
            final long packet,
            final int textLength) {
        final long header = packetAddress(memory, packet, textLength);
        final long keyAddress = address(keys, key, KEY_BYTES);
        scratch.set(LittleEndian.LONG, NONCE_NUMBER, packetNumber);
        try {
            SodiumAead.seal(header + HEADER_BYTES, textLength, header, HEADER_BYTES, scratchAddress, keyAddress);
        } finally {
            Reference.reachabilityFence(scratch); // Bare addresses keep nothing alive.
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
        final long header = packetAddress(memory, packet, textLength);
        final long keyAddress = address(keys, key, KEY_BYTES);
        scratch.set(LittleEndian.LONG, NONCE_NUMBER, packetNumber);
        try {
            return SodiumAead.open(header + HEADER_BYTES, textLength, header, HEADER_BYTES, scratchAddress, keyAddress);
        } finally {
            Reference.reachabilityFence(scratch);
        }
    }

    @Override
    public void rekey(final MemorySegment keys, final long key, final long nextKey) {
        final long text = scratchAddress + REKEY_TEXT;
        scratch.set(LittleEndian.LONG, NONCE_NUMBER, -1L);
        SodiumAead.seal(text, KEY_BYTES, text, 0, scratchAddress, address(keys, key, KEY_BYTES));
        MemorySegment.copy(scratch, REKEY_TEXT, keys, nextKey, KEY_BYTES);
        for (long at = REKEY_TEXT; at < REKEY_TEXT + KEY_BYTES; at += Long.BYTES) {
            scratch.set(ValueLayout.JAVA_LONG, at, 0); // The next text is 32 zero bytes again.
        }
    }

    private static long packetAddress(final MemorySegment memory, final long packet, final int textLength) {
        Objects.checkIndex(textLength, TEXT_BYTES_MAX + 1);
        return address(memory, packet, HEADER_BYTES + textLength + TAG_BYTES);
    }

    private static long address(final MemorySegment memory, final long offset, final int length) {
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
        if (!memory.isNative()) {
            throw new IllegalArgumentException("packets and keys lie off-heap");
        }
        return memory.address() + offset;
    }
}
