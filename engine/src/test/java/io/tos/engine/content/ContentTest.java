package io.tos.engine.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.engine.load.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps we ship load; what is wrong in a file is said with file and path. */
final class ContentTest {
    private static final Path SHIPPED = Path.of("content");

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldLoadTheMapsWeShip() {
        final Content content = Content.load(SHIPPED);

        assertEquals(440_000, content.map("bench_plain").bounds().eastCm());
        final MapContent town = content.map("starter_town");
        assertEquals("hollow_road", town.portals().getFirst().map());
        assertTrue(town.isFree(12_800, 12_100));
        assertFalse(town.isFree(12_800, 12_800), "the fountain");
        assertNotEquals(town.hash(), content.map("bench_plain").hash());
        assertEquals(town.hash(), Content.load(SHIPPED).map("starter_town").hash());
    }

    @Test
    void shouldNameFileAndPathOfAProblem() throws IOException {
        final String good = Files.readString(SHIPPED.resolve("maps/starter_town/map.yaml"));
        write("hollow_road", Files.readString(SHIPPED.resolve("maps/hollow_road/map.yaml")));

        assertProblem("portals[0].map: no map nowhere", good.replace("map: hollow_road", "map: nowhere"));
        assertProblem("portals[0]: leads into a wall or out of", good.replace("to: {x_cm: 3200", "to: {x_cm: 999999"));
        assertProblem("schema must be 1: 2", good.replace("schema: 1", "schema: 2"));
        assertProblem("colour: unknown key", good + "colour: red\n");
        assertProblem("count must be 0 for players", good.replaceFirst("count: 0", "count: 4"));
        assertProblem("id: must be the folder's name", good.replace("id: starter_town", "id: other_town"));
        assertProblem("must lie in the map's bounds", good.replace("east_cm: 25600", "east_cm: 20000"));
        assertProblem(
                "heights_cm[1] must", good.replaceFirst("\"0 0", "\"0 0 0").replaceFirst("\"0 0 0 0", "\"0 0 0 0"));
        assertProblem("must be whole numbers, has 'x'", good.replaceFirst("\"0 0", "\"x 0"));
        assertProblem("id is used twice: market", good.replace("id: meadow", "id: market"));
    }

    private void assertProblem(final String problem, final String text) throws IOException {
        write("starter_town", text);
        final String message =
                assertThrows(LoadException.class, () -> Content.load(directory)).toString();
        assertTrue(message.contains("map.yaml: ") && message.contains(problem), message);
    }

    private void write(final String map, final String text) throws IOException {
        final Path folder = Files.createDirectories(directory.resolve("maps").resolve(map));
        Files.writeString(folder.resolve("map.yaml"), text);
    }
}
