package io.tos.engine.crypto;

import java.lang.foreign.MemorySegment;

/**
 * ChaCha20-Poly1305 (RFC 8439) over packets, in place, in off-heap memory. One instance per agent: not thread safe.
 *
 * <pre> packet: 0 header, 8 bytes, authenticated | 8 text, textLength bytes | 8 + textLength tag, 16 bytes </pre>
 *
 * The nonce is four zero bytes and the packet number as u64, little endian (Noise layout). A failed open changes nothing
 * that a later open of the genuine packet depends on. Segments are off-heap; what lies outside of them is refused with an
 * exception, being a mistake of ours.
 */
public interface PacketCrypto {
    /** Length of a key. */
    int KEY_BYTES = 32;

    /** Length of the authenticated header before the text. */
    int HEADER_BYTES = 8;

    /** Length of the tag behind the text. */
    int TAG_BYTES = 16;

    /** Most text a packet holds: 1,200 bytes of datagram less header and tag. */
    int TEXT_BYTES_MAX = 1_176;

    /** Which library does the work, for banner and reports. */
    String name();

    /**
     * Encrypts the text where it lies and writes the tag behind it.
     *
     * @param keys holds the key, 32 bytes at {@code key}.
     * @param packetNumber never used before with this key.
     * @param memory holds the packet at {@code packet}, with room for the tag.
     * @param textLength 0 to 1,176.
     */
    void seal(MemorySegment keys, long key, long packetNumber, MemorySegment memory, long packet, int textLength);

    /**
     * Checks the tag and decrypts the text where it lies.
     *
     * @param textLength bytes between header and tag, 0 to 1,176.
     * @return whether the tag was right; if not, the text is unspecified.
     */
    boolean open(MemorySegment keys, long key, long packetNumber, MemorySegment memory, long packet, int textLength);

    /**
     * Derives the key of the next phase: Noise's REKEY, 32 zero bytes encrypted with the nonce 2^64 - 1.
     *
     * @param keys holds the key of the phase before, 32 bytes at {@code key}; the new one is written at {@code nextKey},
     *     which may be the same place.
     */
    void rekey(MemorySegment keys, long key, long nextKey);
}
