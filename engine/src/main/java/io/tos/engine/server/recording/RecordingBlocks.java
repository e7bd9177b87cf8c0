package io.tos.engine.server.recording;

import io.tos.engine.protocol.LittleEndian;
import java.lang.foreign.MemorySegment;

/** Walks over the blocks of a recording in memory, as far as they are whole. One thread. */
final class RecordingBlocks {
    private final MemorySegment memory;
    private long at = RecordingHeader.BYTES;
    private long bodyAt;

    RecordingBlocks(final MemorySegment memory) {
        this.memory = memory;
    }

    /** Goes to the next block; false at the end of the file or where it is not whole. */
    boolean next() {
        if (at + RecordingFile.BLOCK_HEAD_BYTES > memory.byteSize()) {
            return false;
        }
        final long length = Integer.toUnsignedLong(LittleEndian.i32(memory, at + 4));
        bodyAt = at + RecordingFile.BLOCK_HEAD_BYTES;
        if (length > RecordingFile.BLOCK_BYTES_MAX
                || LittleEndian.i32(memory, at + 8) != length
                || bodyAt + length > memory.byteSize()
                || LittleEndian.i64(memory, at + 16) != CheckHash.of(memory, bodyAt, length)) {
            return false;
        }
        at = bodyAt + length + (-length & 7);
        return true;
    }

    /** What the present block is. */
    int kind() {
        return LittleEndian.i32(memory, bodyAt - RecordingFile.BLOCK_HEAD_BYTES);
    }

    /** How many ticks are in the present block. */
    int ticks() {
        return LittleEndian.i32(memory, bodyAt - 12);
    }

    /** Where the present block's body begins. */
    long body() {
        return bodyAt;
    }

    /** Length of the present block's body. */
    int length() {
        return LittleEndian.i32(memory, bodyAt - 20);
    }
}
