package io.tos.engine.server.recording;

import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.Varint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One map's recording as it is written: a tick is gathered, ticks fill a block, blocks go to the file. One thread. */
final class RecordingFile {
    /** Longest block, and so longest tick. */
    static final int BLOCK_BYTES_MAX = 4 << 20;

    static final int BLOCK_HEAD_BYTES = 24;

    private static final int TICKS_PER_BLOCK = 60;
    private static final int TICK_ROOM = Varint.U64_BYTES_MAX + Long.BYTES;
    private static final int END_BYTES = 24;

    private final FileChannel channel;
    private final MemorySegment tick = Arena.ofAuto().allocate(BLOCK_BYTES_MAX, 8);
    private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_HEAD_BYTES + BLOCK_BYTES_MAX + 8, 8);
    private int tickBytes;
    private long tickRecords;
    private int blockBytes;
    private int blockTicks;
    private long lastTick;
    private long lastHash;
    private boolean hasEnded;

    private RecordingFile(final FileChannel channel, final RecordingHeader header) {
        this.channel = channel;
        this.lastTick = header.tickBefore();
        this.lastHash = header.hashBefore();
    }

    /** A new file; one of that name is written over. */
    static RecordingFile create(final Path directory, final RecordingHeader header) {
        try {
            Files.createDirectories(directory);
            final FileChannel channel = FileChannel.open(
                    directory.resolve(header.map() + "-0.tosrec"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            final RecordingFile file = new RecordingFile(channel, header);
            header.write(file.block);
            file.write(RecordingHeader.BYTES);
            return file;
        } catch (final IOException refused) {
            throw new UncheckedIOException("recording to " + directory, refused);
        }
    }

    /** Takes one frame of the tick's. */
    void take(final int kind, final MemorySegment memory, final long at, final int length) throws IOException {
        if (hasEnded) {
            return;
        }
        switch (kind) {
            case RecordKind.TICK -> endTick(LittleEndian.i64(memory, at));
            case RecordKind.END -> end(LittleEndian.i32(memory, at));
            default -> add(kind, memory, at, length);
        }
    }

    /** Ends the file if nobody else did: not all that happened is in it. */
    void breakOff() throws IOException {
        if (!hasEnded) {
            tickRecords = 0;
            end(RecordKind.DISK_FULL);
        }
    }

    private void add(final int kind, final MemorySegment memory, final long at, final int length) throws IOException {
        if (tickBytes + 1 + Varint.U32_BYTES_MAX + length + TICK_ROOM > BLOCK_BYTES_MAX) {
            breakOff();
            return;
        }
        LittleEndian.put8(tick, tickBytes++, kind);
        tickBytes += Varint.write(tick, tickBytes, length);
        MemorySegment.copy(memory, at, tick, tickBytes, length);
        tickBytes += length;
        tickRecords++;
    }

    private void endTick(final long hash) throws IOException {
        if (blockBytes + tickBytes + TICK_ROOM > BLOCK_BYTES_MAX) {
            flush();
        }
        final long from = BLOCK_HEAD_BYTES + (long) blockBytes;
        final int countBytes = Varint.write(block, from, tickRecords);
        MemorySegment.copy(tick, 0, block, from + countBytes, tickBytes);
        LittleEndian.put64(block, from + countBytes + tickBytes, hash);
        blockBytes += countBytes + tickBytes + Long.BYTES;
        tickBytes = 0;
        tickRecords = 0;
        lastTick++;
        lastHash = hash;
        blockTicks++;
        if (blockTicks == TICKS_PER_BLOCK) {
            flush();
        }
    }

    private void end(final int reason) throws IOException {
        hasEnded = true;
        final long wholeTick = lastTick;
        final long wholeHash = lastHash;
        if (reason == RecordKind.WORLD_FAILED) {
            // The tick that failed: what reached the world, and no hash.
            endTick(0);
        }
        flush();
        LittleEndian.put32(block, BLOCK_HEAD_BYTES, reason);
        LittleEndian.put32(block, BLOCK_HEAD_BYTES + 4, 0);
        LittleEndian.put64(block, BLOCK_HEAD_BYTES + 8, wholeTick);
        LittleEndian.put64(block, BLOCK_HEAD_BYTES + 16, wholeHash);
        blockBytes = END_BYTES;
        flush(RecordKind.BLOCK_END);
        channel.force(true);
        channel.close();
    }

    private void flush() throws IOException {
        if (blockTicks > 0) {
            flush(RecordKind.BLOCK_TICKS);
        }
    }

    private void flush(final int kind) throws IOException {
        LittleEndian.put32(block, 0, kind);
        LittleEndian.put32(block, 4, blockBytes);
        LittleEndian.put32(block, 8, blockBytes);
        LittleEndian.put32(block, 12, blockTicks);
        LittleEndian.put64(block, 16, CheckHash.of(block, BLOCK_HEAD_BYTES, blockBytes));
        final int end = BLOCK_HEAD_BYTES + blockBytes;
        block.asSlice(end, -end & 7).fill((byte) 0);
        write(end + (-end & 7));
        blockBytes = 0;
        blockTicks = 0;
    }

    private void write(final int length) throws IOException {
        final ByteBuffer bytes = block.asSlice(0, length).asByteBuffer();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
