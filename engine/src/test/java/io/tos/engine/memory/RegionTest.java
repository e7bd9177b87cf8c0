package io.tos.engine.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions that are files. */
final class RegionTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldKeepItsBytesInTheFileWhenMapped() throws IOException {
        final Path file = directory.resolve("region");
        try (Region region = Region.mapped("test", file, 8_192)) {
            assertEquals(0, region.memory().get(JAVA_INT, 8_188));
            region.memory().set(JAVA_INT, 8_188, 77);
        }

        try (Region region = Region.mapped("test", file, 8_192)) {
            assertEquals(77, region.memory().get(JAVA_INT, 8_188));
        }
        assertEquals(8_192, Files.size(file));
    }

    @Test
    void shouldRefuseALongerFileAndOpenNothing() throws IOException {
        final Path file = directory.resolve("region");
        Files.write(file, new byte[10_000]);
        final long openBytes = Region.openBytes();

        assertThrows(IOException.class, () -> Region.mapped("test", file, 8_192));

        assertEquals(openBytes, Region.openBytes());
    }
}
