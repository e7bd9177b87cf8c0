package io.tos.engine.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tos.engine.memory.Region;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted and measured, in one block of memory that a file may stand behind, so that others can read it
 * without asking the server. Parts are handed out while the server is built, on one thread; each part has one writer.
 */
public final class TelemetryFile implements AutoCloseable {
    /** Bytes of the file. */
    public static final int BYTES = TelemetryLayout.BYTES;

    private final Region region;
    private final MemorySegment memory;
    private int blocks;
    private int cells;

    /** @param region zeroed, of {@link #BYTES}; closed by this. */
    public TelemetryFile(final Region region) {
        this.region = region;
        this.memory = region.memory();
        memory.set(JAVA_INT, TelemetryLayout.FORMAT_AT, TelemetryLayout.FORMAT);
        memory.set(JAVA_LONG, TelemetryLayout.PROCESS, ProcessHandle.current().pid());
        memory.set(JAVA_LONG, 0, TelemetryLayout.MAGIC);
    }

    /** A block of counters for one more agent. */
    public Counters counters(final String agent) {
        if (blocks == TelemetryLayout.BLOCKS_MAX) {
            throw new IllegalStateException("no counter block left for " + agent);
        }
        final long name = TelemetryLayout.BLOCK_NAMES + (long) blocks * TelemetryLayout.BLOCK_NAME_BYTES;
        write(agent, name, TelemetryLayout.BLOCK_NAME_BYTES);
        final long at = TelemetryLayout.BLOCKS + (long) blocks * Counters.BLOCK_BYTES;
        blocks++;
        memory.set(JAVA_INT, TelemetryLayout.BLOCKS_USED, blocks);
        return new Counters(memory, at);
    }

    /** The histogram of a distribution, for its only writer. */
    public Histogram histogram(final Distribution distribution) {
        return new Histogram(memory, TelemetryLayout.HISTOGRAMS + (long) distribution.id() * Histogram.BLOCK_BYTES);
    }

    /**
     * A cell of a series, for its only writer.
     *
     * @param values of the series' labels, in order; together at most 60 bytes, cut off beyond.
     * @return null when no cell is left: the series is then not told for these labels.
     */
    public synchronized @Nullable Cell cell(final Series series, final String... values) {
        assert values.length == series.labels().size() : series;
        if (cells == TelemetryLayout.CELLS_MAX) {
            return null;
        }
        final long label = TelemetryLayout.LABELS + (long) cells * TelemetryLayout.LABEL_BYTES;
        memory.set(JAVA_INT, label, series.id());
        write(String.join("|", values), label + Integer.BYTES, TelemetryLayout.LABEL_BYTES - Integer.BYTES);
        final Cell cell = new Cell(memory, TelemetryLayout.CELLS + (long) cells * Long.BYTES);
        cells++;
        memory.set(JAVA_INT, TelemetryLayout.CELLS_USED, cells);
        return cell;
    }

    /** What a reader sees. */
    public TelemetryReader reader() {
        return new TelemetryReader(memory);
    }

    @Override
    public void close() {
        region.close();
    }

    private void write(final String text, final long at, final int bytesMax) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, Math.min(bytes.length, bytesMax - 1));
    }
}
