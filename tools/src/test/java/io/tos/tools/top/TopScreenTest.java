package io.tos.tools.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Distribution;
import io.tos.engine.telemetry.Figures;
import io.tos.engine.telemetry.Series;
import io.tos.engine.telemetry.TelemetryFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The view of a server: rates from two readings, in 80 by 24; as JSON every figure. */
final class TopScreenTest {
    @TempDir
    private Path data;

    private TelemetryFile file;
    private Counters tick;

    @BeforeEach
    void open() throws IOException {
        file = new TelemetryFile(Region.mapped("telemetry", data.resolve("telemetry.bin"), TelemetryFile.BYTES));
        tick = file.counters("tick");
        Objects.requireNonNull(file.cell(Series.TICK_TARGET)).set(60);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void shouldShowRatesOfTheWindowWhenTwoReadingsAreCompared() {
        tick.add(Counter.TICKS, 1_000);
        file.histogram(Distribution.TICK).record(90_000_000);
        final Figures earlier = new Figures(file.reader());
        tick.add(Counter.TICKS, 120);
        for (int count = 0; count < 120; count++) {
            file.histogram(Distribution.TICK).record(2_000_000);
        }
        final List<String> lines = new TopScreen(false).lines(7, earlier, new Figures(file.reader()), 2.0);
        final String line = lines.stream()
                .filter(text -> text.startsWith("tick"))
                .findFirst()
                .orElse("");
        assertTrue(line.contains(" 60.0 of 60 Hz"), line);
        assertTrue(line.matches(".*max +2\\.0\\d ms"), "what was before the window does not count: " + line);
    }

    @Test
    void shouldFitTheTerminalWhenThereIsMoreThanFits() {
        for (int system = 0; system < 40; system++) {
            final var cell = file.cell(Series.SYSTEM_TIME, "a map with a rather long name", "system " + system);
            Objects.requireNonNull(cell).set(1_000_000L * system);
        }
        final Figures figures = new Figures(file.reader());
        final List<String> lines = new TopScreen(false).lines(Long.MAX_VALUE, figures, figures, 1.0);
        assertTrue(lines.size() <= TopScreen.LINES_MAX, lines.size() + " lines");
        assertTrue(lines.stream().allMatch(line -> line.length() <= TopScreen.COLUMNS_MAX), lines.toString());
    }

    @Test
    void shouldSayEveryFigureWhenAskedForJson() throws IOException {
        tick.add(Counter.TICKS, 77);
        Objects.requireNonNull(file.cell(Series.MAP_PLAYERS, "a \"quoted\" map"))
                .set(4);
        final StringWriter out = new StringWriter();
        final int code = new CommandLine(new TopCommand())
                .setOut(new PrintWriter(out))
                .execute("--once", "--json", "--data", data.toString());
        assertEquals(0, code);
        final JsonNode json = new ObjectMapper().readTree(out.toString());
        final Figures figures = new Figures(file.reader());
        assertEquals(figures.values().size(), json.size());
        figures.values()
                .forEach((name, value) -> assertEquals(value, json.path(name).asDouble(-1), name));
        assertEquals(77, json.path("tos_ticks_total").asInt());
    }

    @Test
    void shouldSayOneLineWhenNoServerRuns() {
        final StringWriter err = new StringWriter();
        final int code = new CommandLine(new TopCommand())
                .setErr(new PrintWriter(err))
                .execute("--once", "--data", data.resolve("nowhere").toString());
        assertEquals(2, code);
        assertEquals(1, err.toString().lines().count());
    }
}
