package io.tos.engine.telemetry;

/**
 * Where what stands in the telemetry file; native order.
 *
 * <pre>
 * 0       magic i64 | 8 format i32 | 12 counter blocks in use i32 | 16 cells in use i32 | 24 process id i64
 * 64      names of counter blocks: {@link #BLOCKS_MAX} times 32 bytes of UTF-8, zero padded
 * LABELS  what each cell is: {@link #CELLS_MAX} times (series id i32, label values joined by '|', UTF-8, zero padded)
 * CELLS   the cells, i64 each
 * BLOCKS  counter blocks of {@link Counters#BLOCK_BYTES}
 * then    one histogram of {@link Histogram#BLOCK_BYTES} per {@link Distribution}
 * </pre>
 */
final class TelemetryLayout {
    static final long MAGIC = 0x746F_732D_7465_6C65L;
    static final int FORMAT = 1;
    static final int BLOCKS_MAX = 32;
    static final int CELLS_MAX = 1024;
    static final int BLOCK_NAME_BYTES = 32;
    static final int LABEL_BYTES = 64;

    static final int FORMAT_AT = 8;
    static final int BLOCKS_USED = 12;
    static final int CELLS_USED = 16;
    static final int PROCESS = 24;
    static final int BLOCK_NAMES = 64;
    static final int LABELS = BLOCK_NAMES + BLOCKS_MAX * BLOCK_NAME_BYTES;
    static final int CELLS = LABELS + CELLS_MAX * LABEL_BYTES;
    static final int BLOCKS = CELLS + CELLS_MAX * Long.BYTES;
    static final int HISTOGRAMS = BLOCKS + BLOCKS_MAX * Counters.BLOCK_BYTES;
    static final int BYTES = HISTOGRAMS + Distribution.values().length * Histogram.BLOCK_BYTES;

    private TelemetryLayout() {}
}
