package io.tos.engine.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tos.engine.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of figures, written by one process and read by another. */
final class TelemetryFileTest {
    @TempDir
    private Path data;

    @Test
    void shouldSeeWhatWasCountedWhenTheFileIsReadFromOutside() throws IOException {
        final Path path = data.resolve("telemetry.bin");
        try (TelemetryFile file = new TelemetryFile(Region.mapped("telemetry", path, TelemetryFile.BYTES));
                Region outside = Region.mappedToRead("telemetry", path)) {
            final Counters tick = file.counters("tick");
            final Cell players = file.cell(Series.MAP_PLAYERS, "meadow");
            assertNotNull(players);
            final TelemetryReader reader = new TelemetryReader(outside.memory());
            tick.add(Counter.TICKS, 60);
            players.set(12);
            file.histogram(Distribution.TICK_WORK).record(1_000);
            assertEquals(60, reader.count(Counter.TICKS));
            assertEquals(60, Objects.requireNonNull(reader.blocks().get("tick")).value(Counter.TICKS));
            assertEquals(
                    List.of(new TelemetryReader.Sample(Series.MAP_PLAYERS, List.of("meadow"), 12)), reader.samples());
            assertEquals(1, reader.histogram(Distribution.TICK_WORK).count());
            assertEquals(0, reader.histogram(Distribution.TICK).count());
            assertEquals(ProcessHandle.current().pid(), reader.processId());
        }
    }

    @Test
    void shouldTellNoMoreWhenEveryCellIsTaken() {
        try (TelemetryFile file = new TelemetryFile(Region.shared("telemetry", TelemetryFile.BYTES, 64))) {
            for (int cell = 0; cell < TelemetryLayout.CELLS_MAX; cell++) {
                assertNotNull(file.cell(Series.MAP_PLAYERS, "map" + cell));
            }
            assertNull(file.cell(Series.MAP_PLAYERS, "one more"));
            assertEquals(TelemetryLayout.CELLS_MAX, file.reader().samples().size());
        }
    }

    @Test
    void shouldCutOffItsLabelWhenItIsTooLong() {
        try (TelemetryFile file = new TelemetryFile(Region.shared("telemetry", TelemetryFile.BYTES, 64))) {
            assertNotNull(file.cell(Series.MAP_PLAYERS, "m".repeat(100)));
            final Cell next = file.cell(Series.MAP_PLAYERS, "next");
            assertNotNull(next);
            next.set(4);
            final var samples = file.reader().samples();
            assertEquals(List.of("m".repeat(59)), samples.getFirst().labels());
            assertEquals(new TelemetryReader.Sample(Series.MAP_PLAYERS, List.of("next"), 4), samples.getLast());
        }
    }

    @Test
    void shouldRefuseToReadWhenItIsSomethingElse() throws IOException {
        final Path path = data.resolve("telemetry.bin");
        Files.write(path, new byte[TelemetryFile.BYTES]);
        try (Region outside = Region.mappedToRead("telemetry", path)) {
            assertThrows(IllegalArgumentException.class, () -> new TelemetryReader(outside.memory()));
        }
    }

    @Test
    void shouldBeLaidOutWithoutOverlapsWhenPartsAreAdded() {
        assertEquals(0, TelemetryLayout.BLOCKS % 64, "counters do not share cache lines with labels");
        for (final Distribution distribution : Distribution.values()) {
            assertEquals(List.of(Distribution.values()).indexOf(distribution), distribution.id(), "ids without gaps");
        }
        assertEquals(
                Series.values().length,
                List.of(Series.values()).stream()
                        .mapToInt(Series::id)
                        .distinct()
                        .count());
    }
}
