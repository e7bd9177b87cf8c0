package io.tos.engine.game;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tos.engine.ecs.Component;
import io.tos.engine.memory.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/components.md} says what the code says; {@code -Dupdate} writes it anew. */
final class ComponentsGoldenTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "components.md");

    @Test
    void shouldBeOnThePageAsInTheCode() throws IOException {
        final String page = page();
        if (System.getProperty("update") != null) {
            Files.createDirectories(Path.of("..", "docs", "reference"));
            Files.writeString(PAGE, page);
        }

        assertEquals(page, Files.readString(PAGE), "run the test with -Dupdate and look at the difference");
    }

    private static String page() {
        final StringBuilder text = new StringBuilder("""
                # Components

                Generated from `GameComponents` by `ComponentsGoldenTest`; do not edit. A chunk holds 1,024 rows and all columns.

                """);
        text.append("Layout `%s`: %,d bytes a chunk, hash `%016x`.%n%n"
                .formatted(GameComponents.GAME, GameComponents.GAME.chunkBytes(), GameComponents.GAME.hash()));
        text.append("| column | unit | bytes | offset in chunk | flags |\n| --- | --- | --- | --- | --- |\n");
        for (final Component component : GameComponents.GAME.components()) {
            for (final Column column : GameComponents.GAME.columns(component)) {
                final String flags = column.flags().stream()
                        .map(flag ->
                                flag.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
                text.append("| `%s` | %s | %d | %d | %s |%n"
                        .formatted(column.name(), column.unit(), column.widthBytes(), column.offsetInChunk(), flags));
            }
        }
        return text.toString();
    }
}
