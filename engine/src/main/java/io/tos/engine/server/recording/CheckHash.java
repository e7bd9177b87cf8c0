package io.tos.engine.server.recording;

import io.tos.engine.protocol.LittleEndian;
import io.tos.engine.protocol.StateHash;
import java.lang.foreign.MemorySegment;

/** The hash by which a reader sees that bytes of a recording are whole. */
final class CheckHash {
    private CheckHash() {}

    /** Of {@code length} bytes, the last word filled up with zeros, and their length. */
    static long of(final MemorySegment memory, final long at, final long length) {
        long hash = StateHash.START;
        long done = 0;
        for (; done + Long.BYTES <= length; done += Long.BYTES) {
            hash = StateHash.add(hash, LittleEndian.i64(memory, at + done));
        }
        if (done < length) {
            long word = 0;
            for (long index = length - 1; index >= done; index--) {
                word = word << Byte.SIZE | LittleEndian.u8(memory, at + index);
            }
            hash = StateHash.add(hash, word);
        }
        return StateHash.add(hash, length);
    }
}
