package io.tos.engine.server.recording;

/** Numbers of records, blocks and reasons in a recording. */
final class RecordKind {
    static final int JOIN = 1;
    static final int LEAVE = 2;
    static final int INPUT = 4;
    static final int SNAPSHOT_FATE = 5;
    static final int RTT = 6;
    static final int BASE_MISS = 7;
    static final int RATE = 12;

    /** Records from this kind on are stepped over by who does not know them. */
    static final int SKIPPABLE = 128;

    /** Only on the way to the disk: a tick ended. Body: hash u64. */
    static final int TICK = 256;

    /** Only on the way to the disk: the world ended. Body: reason u32. */
    static final int END = 257;

    static final int BLOCK_TICKS = 1;
    static final int BLOCK_END = 3;

    static final int STOPPED = 0;
    static final int WORLD_FAILED = 1;
    static final int DISK_FULL = 2;

    static final int JOIN_BYTES = 55;

    private RecordKind() {}
}
