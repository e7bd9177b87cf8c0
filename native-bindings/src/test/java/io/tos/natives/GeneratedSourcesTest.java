package io.tos.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The generated bindings, and what they are made from, are as {@code regenerate.sh} left them. */
final class GeneratedSourcesTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final String ADVICE = "generated bindings are not changed by hand: run"
            + " native-bindings/regenerate.sh, see docs/how-to/regenerate-bindings.md";

    @Test
    void shouldEqualTheListWhenChecksumsAreRecomputed() throws IOException, NoSuchAlgorithmException {
        final Map<String, String> listed = listed(Files.readString(MODULE.resolve("generated.sha256")));

        final Map<String, String> found = new TreeMap<>();
        addAll(found, MODULE.resolve("src/generated/java"), Integer.MAX_VALUE, ".java");
        addAll(found, MODULE, 1, ".h");
        addAll(found, MODULE, 1, ".includes");

        assertFalse(found.isEmpty());
        assertEquals(listed, found, ADVICE);
    }

    private static Map<String, String> listed(final String text) {
        final Map<String, String> sums = new TreeMap<>();
        text.lines().forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
        return sums;
    }

    private static void addAll(final Map<String, String> sums, final Path folder, final int depth, final String ending)
            throws IOException, NoSuchAlgorithmException {
        final Path[] files;
        try (Stream<Path> walk = Files.walk(folder, depth)) {
            files = walk.filter(file -> file.toString().endsWith(ending)).toArray(Path[]::new);
        }
        for (final Path file : files) {
            final byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            sums.put(MODULE.relativize(file).toString(), HexFormat.of().formatHex(sum));
        }
    }
}
