package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes that are promised: blocks {@code hex NAME} in docs/protocol/STANDARD.md, and the same in
 * src/test/resources/wire/NAME.hex. {@code -Dupdate} writes both anew.
 */
public final class GoldenHex {
    /** Names of examples that need cryptography begin so. */
    public static final String SEALED = "sealed-";

    static final boolean UPDATE = System.getProperty("update") != null;

    private static final Pattern BLOCK = Pattern.compile("```hex (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final int BYTES_PER_LINE = 16;

    private GoldenHex() {}

    /** Compares examples the code made with page and files; {@code mine} says which names are the caller's. */
    public static void check(final Map<String, byte[]> examples, final Predicate<String> mine) throws IOException {
        final Map<String, String> made = new TreeMap<>();
        examples.forEach((name, bytes) -> made.put(name, lines(bytes)));
        checkFiles(made, mine);
        checkPage(made, mine);
    }

    static Path docs() {
        return module().resolve("../docs");
    }

    private static Path module() {
        return Files.exists(Path.of("engine")) ? Path.of("engine") : Path.of(".");
    }

    private static void checkFiles(final Map<String, String> made, final Predicate<String> mine) throws IOException {
        final Path folder = module().resolve("src/test/resources/wire");
        if (UPDATE) {
            Files.createDirectories(folder);
            for (final Map.Entry<String, String> example : made.entrySet()) {
                Files.writeString(folder.resolve(example.getKey() + ".hex"), example.getValue());
            }
        }
        final Map<String, String> kept = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                final String name =
                        Objects.requireNonNull(file.getFileName()).toString().replace(".hex", "");
                if (mine.test(name)) {
                    kept.put(name, Files.readString(file));
                }
            }
        }
        assertEquals(made, kept);
    }

    private static void checkPage(final Map<String, String> made, final Predicate<String> mine) throws IOException {
        final Path page = docs().resolve("protocol/STANDARD.md");
        final TreeSet<String> shown = new TreeSet<>();
        final Matcher blocks = BLOCK.matcher(Files.readString(page));
        final StringBuilder fresh = new StringBuilder();
        while (blocks.find()) {
            final String name = blocks.group(1);
            if (!mine.test(name)) {
                continue;
            }
            assertTrue(made.containsKey(name), name + " is made by nobody");
            assertTrue(shown.add(name), name + " comes twice");
            if (!UPDATE) {
                assertEquals(made.get(name), blocks.group(2), name);
            }
            blocks.appendReplacement(fresh, "```hex " + name + "\n" + made.get(name) + "```");
        }
        blocks.appendTail(fresh);
        if (UPDATE) {
            Files.writeString(page, fresh);
        }
        assertEquals(made.keySet(), shown, "examples that the page does not show");
    }

    private static String lines(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
            final int end = Math.min(bytes.length, at + BYTES_PER_LINE);
            text.append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, end)).append('\n');
        }
        return text.toString();
    }
}
