package io.tos.engine.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a telemetry file, in the server's process or outside of it. Any thread; allocates, costs the writers nothing. */
public final class TelemetryReader {
    private final MemorySegment memory;

    /**
     * What one cell says.
     *
     * @param series what it is one of.
     * @param labels values of the series' labels, in order.
     * @param value in the exported unit.
     */
    public record Sample(Series series, List<String> labels, double value) {}

    /**
     * @param memory of a telemetry file.
     * @throws IllegalArgumentException if it is none, or not of this format.
     */
    public TelemetryReader(final MemorySegment memory) {
        if (memory.byteSize() < TelemetryLayout.BYTES
                || memory.get(JAVA_LONG, 0) != TelemetryLayout.MAGIC
                || memory.get(JAVA_INT, TelemetryLayout.FORMAT_AT) != TelemetryLayout.FORMAT) {
            throw new IllegalArgumentException("no telemetry of this version of the server");
        }
        this.memory = memory;
    }

    /** Id of the process that writes. */
    public long processId() {
        return memory.get(JAVA_LONG, TelemetryLayout.PROCESS);
    }

    /** A counter's sum over all agents. */
    public long count(final Counter counter) {
        long sum = 0;
        for (final Counters block : blocks().values()) {
            sum += block.value(counter);
        }
        return sum;
    }

    /** The counters of each agent, by its name. */
    public Map<String, Counters> blocks() {
        final Map<String, Counters> found = new LinkedHashMap<>();
        final int used = memory.get(JAVA_INT, TelemetryLayout.BLOCKS_USED);
        for (int block = 0; block < used; block++) {
            final long name = TelemetryLayout.BLOCK_NAMES + (long) block * TelemetryLayout.BLOCK_NAME_BYTES;
            final long at = TelemetryLayout.BLOCKS + (long) block * Counters.BLOCK_BYTES;
            found.put(text(name, TelemetryLayout.BLOCK_NAME_BYTES), new Counters(memory, at));
        }
        return found;
    }

    /** A histogram; read only. */
    public Histogram histogram(final Distribution distribution) {
        return new Histogram(memory, TelemetryLayout.HISTOGRAMS + (long) distribution.id() * Histogram.BLOCK_BYTES);
    }

    /** Every cell, in the order of series and then of their making. */
    public List<Sample> samples() {
        final List<Sample> found = new ArrayList<>();
        final int used = memory.get(JAVA_INT, TelemetryLayout.CELLS_USED);
        for (final Series series : Series.values()) {
            for (int cell = 0; cell < used; cell++) {
                final long label = TelemetryLayout.LABELS + (long) cell * TelemetryLayout.LABEL_BYTES;
                if (memory.get(JAVA_INT, label) == series.id()) {
                    found.add(sample(series, label, TelemetryLayout.CELLS + (long) cell * Long.BYTES));
                }
            }
        }
        return found;
    }

    private Sample sample(final Series series, final long label, final long cell) {
        final String joined = text(label + Integer.BYTES, TelemetryLayout.LABEL_BYTES - Integer.BYTES);
        final List<String> labels = series.labels().isEmpty() ? List.of() : List.of(joined.split("\\|", -1));
        return new Sample(series, labels, new Cell(memory, cell).value() * series.scale());
    }

    private String text(final long at, final int bytesMax) {
        final byte[] bytes = memory.asSlice(at, bytesMax).toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytesMax && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
