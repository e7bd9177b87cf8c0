package io.tos.engine.ecs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The first page of a world's region: everything about the world that is not in a chunk.
 *
 * <pre>
 *  0 magic u64 | 8 layout hash u64 | 16 content hash u64 | 24 seed u64 | 32 tick begun i64 | 40 tick done i64
 * 48 entitiesMax u32 | 52 index end u32 | 56 alive u32 | 60 retired u32 | 64 free head u32 (0 none) | 68 zero to 4,096
 * </pre>
 *
 * Tick begun is written before a tick changes anything and tick done after: where they differ, the chunks are torn.
 */
final class WorldHeader {
    static final long BYTES = 4096;
    static final long MAGIC = 0x31444C524F57534FL;

    private static final long LAYOUT_HASH = 8;
    private static final long CONTENT_HASH = 16;
    private static final long SEED = 24;
    private static final long TICK_BEGUN = 32;
    private static final long TICK_DONE = 40;
    private static final long ENTITIES_MAX = 48;
    private static final long INDEX_END = 52;
    private static final long ALIVE = 56;
    private static final long RETIRED = 60;
    private static final long FREE_HEAD = 64;

    private final MemorySegment memory;

    WorldHeader(final MemorySegment memory) {
        this.memory = memory;
    }

    void begin(final Layout layout, final WorldConfig config) {
        memory.set(JAVA_LONG, LAYOUT_HASH, layout.hash());
        memory.set(JAVA_LONG, CONTENT_HASH, config.contentHash());
        memory.set(JAVA_LONG, SEED, config.seed());
        memory.set(JAVA_INT, ENTITIES_MAX, config.entitiesMax());
        memory.set(JAVA_INT, INDEX_END, 1);
        memory.set(JAVA_LONG, 0, MAGIC);
    }

    long magic() {
        return memory.get(JAVA_LONG, 0);
    }

    long layoutHash() {
        return memory.get(JAVA_LONG, LAYOUT_HASH);
    }

    long contentHash() {
        return memory.get(JAVA_LONG, CONTENT_HASH);
    }

    long seed() {
        return memory.get(JAVA_LONG, SEED);
    }

    long tickBegun() {
        return memory.get(JAVA_LONG, TICK_BEGUN);
    }

    void tickBegun(final long tick) {
        memory.set(JAVA_LONG, TICK_BEGUN, tick);
    }

    long tickDone() {
        return memory.get(JAVA_LONG, TICK_DONE);
    }

    void tickDone(final long tick) {
        memory.set(JAVA_LONG, TICK_DONE, tick);
    }

    int entitiesMax() {
        return memory.get(JAVA_INT, ENTITIES_MAX);
    }

    /** One past the highest index ever used. */
    int indexEnd() {
        return memory.get(JAVA_INT, INDEX_END);
    }

    void indexEnd(final int end) {
        memory.set(JAVA_INT, INDEX_END, end);
    }

    int alive() {
        return memory.get(JAVA_INT, ALIVE);
    }

    void alive(final int count) {
        memory.set(JAVA_INT, ALIVE, count);
    }

    /** Indices whose generations are used up. */
    int retired() {
        return memory.get(JAVA_INT, RETIRED);
    }

    void retired(final int count) {
        memory.set(JAVA_INT, RETIRED, count);
    }

    /** The index to give out next, or 0. */
    int freeHead() {
        return memory.get(JAVA_INT, FREE_HEAD);
    }

    void freeHead(final int index) {
        memory.set(JAVA_INT, FREE_HEAD, index);
    }
}
