package io.tos.engine.server.recording;

import io.tos.engine.protocol.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The first 256 bytes of a recording.
 *
 * @param tickHz ticks a second.
 * @param layoutHash of all columns.
 * @param contentHash of the map.
 * @param schemaHash of the message table.
 * @param seed of the world.
 * @param tickBefore the last tick before the first one recorded.
 * @param hashBefore of the world after that tick.
 * @param startedUs wall clock, Unix; for people.
 * @param mapNumber as clients are told.
 * @param creatures how many were asked for, -1 for as many as the content says.
 * @param map id.
 */
record RecordingHeader(
        int tickHz,
        long layoutHash,
        long contentHash,
        long schemaHash,
        long seed,
        long tickBefore,
        long hashBefore,
        long startedUs,
        int mapNumber,
        int creatures,
        String map) {
    static final int BYTES = 256;

    private static final long MAGIC = 0x3130_4345_5253_4F54L;
    private static final int EMPTY_WORLD = 1;
    private static final int NAME_AT = 88;
    private static final int NAME_BYTES = 64;
    private static final int CHECK_AT = 248;

    /** Writes it; the bytes are zero before. */
    void write(final MemorySegment memory) {
        LittleEndian.put64(memory, 0, MAGIC);
        LittleEndian.put32(memory, 8, BYTES);
        LittleEndian.put32(memory, 12, tickHz);
        LittleEndian.put64(memory, 16, layoutHash);
        LittleEndian.put64(memory, 24, contentHash);
        LittleEndian.put64(memory, 32, schemaHash);
        LittleEndian.put64(memory, 40, seed);
        LittleEndian.put64(memory, 48, tickBefore);
        LittleEndian.put64(memory, 56, hashBefore);
        LittleEndian.put64(memory, 64, startedUs);
        LittleEndian.put32(memory, 72, mapNumber);
        LittleEndian.put32(memory, 84, EMPTY_WORLD);
        final byte[] name = map.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(MemorySegment.ofArray(name), 0, memory, NAME_AT, name.length);
        LittleEndian.put32(memory, 152, creatures);
        LittleEndian.put64(memory, CHECK_AT, CheckHash.of(memory, 0, CHECK_AT));
    }

    /**
     * Reads it.
     *
     * @throws RecordingException when it is none, damaged, or of a world that did not begin empty.
     */
    static RecordingHeader read(final MemorySegment memory) {
        if (memory.byteSize() < BYTES || LittleEndian.i64(memory, 0) != MAGIC) {
            throw new RecordingException("not a recording");
        }
        if (LittleEndian.i64(memory, CHECK_AT) != CheckHash.of(memory, 0, CHECK_AT)) {
            throw new RecordingException("the header is damaged");
        }
        if (LittleEndian.i32(memory, 84) != EMPTY_WORLD) {
            throw new RecordingException("begins with an image of the world, which this build does not replay");
        }
        int length = 0;
        while (length < NAME_BYTES && LittleEndian.u8(memory, NAME_AT + length) != 0) {
            length++;
        }
        final byte[] name = new byte[length];
        MemorySegment.copy(memory, NAME_AT, MemorySegment.ofArray(name), 0, length);
        return new RecordingHeader(
                LittleEndian.i32(memory, 12),
                LittleEndian.i64(memory, 16),
                LittleEndian.i64(memory, 24),
                LittleEndian.i64(memory, 32),
                LittleEndian.i64(memory, 40),
                LittleEndian.i64(memory, 48),
                LittleEndian.i64(memory, 56),
                LittleEndian.i64(memory, 64),
                LittleEndian.i32(memory, 72),
                LittleEndian.i32(memory, 152),
                new String(name, StandardCharsets.UTF_8));
    }
}
