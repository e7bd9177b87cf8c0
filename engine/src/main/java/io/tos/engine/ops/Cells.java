package io.tos.engine.ops;

import io.tos.engine.telemetry.Cell;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cells of the telemetry file by their labels, made when they are first told. Telemetry thread only. */
final class Cells {
    private final TelemetryFile file;
    private final Map<String, @Nullable Cell> made = new LinkedHashMap<>();

    Cells(final TelemetryFile file) {
        this.file = file;
    }

    /** Tells a value; left out when the file has no cell left. */
    void set(final Series series, final long value, final String... labels) {
        final String key = series.name() + "|" + String.join("|", labels);
        if (!made.containsKey(key)) {
            made.put(key, file.cell(series, labels));
        }
        final Cell cell = made.get(key);
        if (cell != null) {
            cell.set(value);
        }
    }
}
