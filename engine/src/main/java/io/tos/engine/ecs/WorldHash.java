package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Bits;
import io.tos.engine.memory.Column;
import java.lang.foreign.MemorySegment;

/**
 * One number for the whole state of a world: ids, presence and every column of every row. Dirty bits are left out, they
 * tell what was saved and not what is. Two runs of the same build on the same inputs have the same hash every tick.
 */
public final class WorldHash {
    private WorldHash() {}

    /** The hash. Allocates nothing; reads all chunks, about 0.1 ms a MB. */
    public static long of(final World world) {
        final WorldHeader header = world.header();
        final MemorySegment memory = world.memory();
        long hash = Roll.mix(world.seed() ^ world.tick());
        hash = Roll.mix(hash ^ EntityId.of(header.indexEnd(), header.freeHead()));
        hash = Roll.mix(hash ^ EntityId.of(header.alive(), header.retired()));
        for (int chunk = 0, chunks = world.chunkCount(); chunk < chunks; chunk++) {
            final long base = world.chunkBase(chunk);
            hash = range(memory, base + Layout.ALIVE, Bits.bytes(Layout.ROWS_PER_CHUNK), hash);
            hash = range(memory, base + Layout.HEADS, RowHead.BYTES << Layout.ROW_BITS, hash);
        }
        for (int id = 0; id < world.componentCount(); id++) {
            hash = component(world, id, hash);
        }
        return hash;
    }

    /** Hash of one component's presence and columns alone: says what a system changed. */
    public static long of(final World world, final Component component) {
        return component(world, component.id(), 0);
    }

    private static long component(final World world, final int id, final long start) {
        final MemorySegment memory = world.memory();
        long hash = start;
        for (int chunk = 0, chunks = world.chunkCount(); chunk < chunks; chunk++) {
            final long base = world.chunkBase(chunk);
            hash = range(memory, base + world.component(id).presence(), Bits.bytes(Layout.ROWS_PER_CHUNK), hash);
            for (final Column column : world.columns(id)) {
                hash = column(memory, base, column, hash);
            }
        }
        return hash;
    }

    private static long column(final MemorySegment memory, final long base, final Column column, final long hash) {
        return range(memory, base + column.offsetInChunk(), (long) column.widthBytes() << Layout.ROW_BITS, hash);
    }

    /** Four lanes, because one chain of multiplications would wait for itself. {@code lengthBytes} is a multiple of 32. */
    private static long range(final MemorySegment memory, final long from, final long lengthBytes, final long start) {
        long first = start;
        long second = start + 1;
        long third = start + 2;
        long fourth = start + 3;
        for (long at = from, end = from + lengthBytes; at < end; at += 32) {
            first = step(first, memory.get(JAVA_LONG, at));
            second = step(second, memory.get(JAVA_LONG, at + 8));
            third = step(third, memory.get(JAVA_LONG, at + 16));
            fourth = step(fourth, memory.get(JAVA_LONG, at + 24));
        }
        return Roll.mix(first ^ Roll.mix(second ^ Roll.mix(third ^ Roll.mix(fourth))));
    }

    /** A bijection of the state for every value: one changed word always changes the lane. */
    private static long step(final long state, final long value) {
        return Long.rotateLeft((state ^ value) * 0x9E3779B97F4A7C15L, 29);
    }
}
