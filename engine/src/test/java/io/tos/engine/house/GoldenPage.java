package io.tos.engine.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs/ that code writes: the checked-in text must be what the code would write today. */
public final class GoldenPage {
    private GoldenPage() {}

    /**
     * Compares, or writes the page when the tests run with {@code -Dupdate}.
     *
     * @param name of the page, from docs/.
     * @param text what the code says.
     */
    public static void check(final String name, final String text) {
        final Path page = Repository.root().resolve("docs").resolve(name);
        if (System.getProperty("update") != null) {
            try {
                Files.writeString(page, text);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertEquals(text, Repository.text(page), "docs/" + name + " is old: run the test with -Dupdate");
    }
}
