package io.tos.engine.net;

import io.tos.engine.memory.Region;
import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.MessageType;
import io.tos.engine.protocol.WorldBlock;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * LZ4 for WORLD_BLOCK messages, the only thing that is ever compressed. Packs on the way to a client where it saves at
 * least 5 %, unpacks there; the length after unpacking is checked before anything is unpacked and must come out exactly.
 * One per agent; the result of a call stands until the next.
 */
public final class BlockPacker implements AutoCloseable {
    /** What {@link #unpack} says of a block that is damaged. */
    public static final int DAMAGED = -1;

    private static final int TYPE_BYTES = 2;
    private static final int WORTH_PERCENT = 95;
    private static final int RAW = 0;
    private static final int PACKED = WorldBlock.RAW_BYTES_MAX;

    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;
    private final Region region;
    private final MemorySegment memory;
    private final ByteBuffer buffer;

    /** Takes the native library where there is one; the safe decompressor either way. */
    public BlockPacker() {
        final LZ4Factory factory = LZ4Factory.fastestInstance();
        this.compressor = factory.fastCompressor();
        this.decompressor = factory.safeDecompressor();
        final long packedMax = compressor.maxCompressedLength(WorldBlock.RAW_BYTES_MAX);
        this.region = Region.shared("block-packer", PACKED + TYPE_BYTES + WorldBlock.HEAD_BYTES + packedMax, 64);
        this.memory = region.memory();
        this.buffer = memory.asByteBuffer();
    }

    /**
     * Packs a bulk message.
     *
     * @return the length of the packed message at {@link #packedAt()} in {@link #memory()}; 0 when the message should go
     *     as it is: packed already, too long, of another type, or not worth it.
     */
    public int pack(final MemorySegment source, final long from, final int length) {
        final int blockLength = length - TYPE_BYTES - WorldBlock.HEAD_BYTES;
        if (blockLength < 1
                || blockLength > WorldBlock.RAW_BYTES_MAX
                || LittleEndian.u16(source, from) != MessageType.WORLD_BLOCK.id()
                || WorldBlock.rawLength(source, from + TYPE_BYTES) != 0) {
            return 0;
        }
        final int headBytes = TYPE_BYTES + WorldBlock.HEAD_BYTES;
        MemorySegment.copy(source, from + headBytes, memory, RAW, blockLength);
        final int target = PACKED + headBytes;
        final int packedLength =
                compressor.compress(buffer, RAW, blockLength, buffer, target, buffer.capacity() - target);
        if (packedLength * 100L > (long) blockLength * WORTH_PERCENT) {
            return 0;
        }
        MemorySegment.copy(source, from, memory, PACKED, TYPE_BYTES);
        final long payload = from + TYPE_BYTES;
        WorldBlock.write(
                memory,
                PACKED + (long) TYPE_BYTES,
                WorldBlock.objectId(source, payload),
                (int) WorldBlock.totalLength(source, payload),
                (int) WorldBlock.offset(source, payload),
                blockLength);
        return headBytes + packedLength;
    }

    /** Where the last packed message begins in {@link #memory()}. */
    public long packedAt() {
        return PACKED;
    }

    /**
     * Unpacks the block of a WORLD_BLOCK payload to {@link #blockAt()} in {@link #memory()}.
     *
     * @param payload offset behind the message type.
     * @param length of the payload.
     * @return the length there, or {@link #DAMAGED}.
     */
    public int unpack(final MemorySegment source, final long payload, final int length) {
        if (!WorldBlock.isCanonical(source, payload, length)) {
            return DAMAGED;
        }
        final int blockLength = length - WorldBlock.HEAD_BYTES;
        final int rawLength = WorldBlock.rawLength(source, payload);
        if (rawLength == 0) {
            MemorySegment.copy(source, payload + WorldBlock.HEAD_BYTES, memory, RAW, blockLength);
            return blockLength;
        }
        MemorySegment.copy(source, payload + WorldBlock.HEAD_BYTES, memory, PACKED, blockLength);
        try {
            final int unpacked = decompressor.decompress(buffer, PACKED, blockLength, buffer, RAW, rawLength);
            return unpacked == rawLength ? rawLength : DAMAGED;
        } catch (final LZ4Exception damaged) {
            return DAMAGED; // the library has no other way to say it, and only a server can send these
        }
    }

    /** Where the last unpacked block begins in {@link #memory()}. */
    public long blockAt() {
        return RAW;
    }

    /** Holds the results. */
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        region.close();
    }
}
