package io.tos.engine.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.HistogramCells;
import io.tos.engine.telemetry.Metric;
import io.tos.engine.telemetry.MetricKind;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is pushed to the administration service: for each second what was counted in it, how things stood at its end, and
 * the used cells of its histograms. Seconds that could not be delivered wait, ten minutes of them. One thread; allocates.
 */
final class TelemetryPush {
    private static final int WAITING_MAX = 600;
    private static final int BATCH_MAX = 60;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TelemetryReader reader;
    private final Map<Counter, Long> lastCounts = new EnumMap<>(Counter.class);
    private final Map<Distribution, HistogramCells> lastCells = new EnumMap<>(Distribution.class);
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private long sequence;
    private int delivering;

    TelemetryPush(final TelemetryReader reader) {
        this.reader = reader;
        counts(JSON.objectNode());
        histograms(JSON.objectNode());
    }

    /** A second is over. */
    void onSecond(final long startMs) {
        final ObjectNode second = JSON.objectNode();
        second.put("sequence", sequence++).put("startMs", startMs);
        counts(second.putObject("counts"));
        gauges(second.putObject("gauges"));
        histograms(second.putObject("histograms"));
        waiting.addLast(second);
        if (waiting.size() > WAITING_MAX && delivering == 0) {
            waiting.removeFirst();
        }
    }

    /** The oldest seconds that wait, or null. */
    @org.jspecify.annotations.Nullable
    ObjectNode next(final String instanceId) {
        if (waiting.isEmpty()) {
            return null;
        }
        final ObjectNode body = JSON.objectNode().put("instanceId", instanceId);
        final ArrayNode seconds = body.putArray("seconds");
        waiting.stream().limit(BATCH_MAX).forEach(seconds::add);
        delivering = seconds.size();
        return body;
    }

    /** What {@link #next} gave has arrived, or not. */
    void onDelivered(final boolean arrived) {
        for (int second = 0; arrived && second < delivering; second++) {
            waiting.removeFirst();
        }
        delivering = 0;
    }

    private void counts(final ObjectNode counts) {
        for (final Counter counter : Counter.values()) {
            if (counter.kind() == MetricKind.COUNTER) {
                final long value = reader.count(counter);
                final Long last = lastCounts.put(counter, value);
                counts.put(Metric.nameOf(counter), value - (last == null ? value : last));
            }
        }
    }

    private void gauges(final ObjectNode gauges) {
        for (final Counter counter : Counter.values()) {
            if (counter.kind() == MetricKind.GAUGE) {
                gauges.put(Metric.nameOf(counter), (double) reader.count(counter));
            }
        }
        for (final TelemetryReader.Sample sample : reader.samples()) {
            final Series series = sample.series();
            if (series.kind() == MetricKind.GAUGE && sample.labels().isEmpty()) {
                gauges.put(series.metric(), sample.value());
            }
        }
    }

    private void histograms(final ObjectNode histograms) {
        for (final Distribution distribution : Distribution.values()) {
            final HistogramCells now = reader.histogram(distribution).cells();
            final HistogramCells last = lastCells.put(distribution, now);
            final long[] cells = (last == null ? now.since(now) : now.since(last)).toArray();
            final ArrayNode used = JSON.arrayNode();
            for (int cell = 0; cell < cells.length; cell++) {
                if (cells[cell] > 0) {
                    used.addArray().add(cell).add(cells[cell]);
                }
            }
            if (!used.isEmpty()) {
                histograms.set(Metric.nameOf(distribution), used);
            }
        }
    }
}
