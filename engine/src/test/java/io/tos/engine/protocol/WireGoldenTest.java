package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares the bytes the code makes with the hexadecimal blocks of docs/protocol/STANDARD.md and the files in
 * src/test/resources/wire, and docs/reference/messages.md with the table. {@code -Dupdate} writes them anew.
 */
final class WireGoldenTest {
    private static final boolean UPDATE = System.getProperty("update") != null;
    private static final Pattern BLOCK = Pattern.compile("```hex (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final int BYTES_PER_LINE = 16;

    private final Path module = Files.exists(Path.of("engine")) ? Path.of("engine") : Path.of(".");
    private final Path docs = module.resolve("../docs");

    @Test
    void shouldEqualTheFilesWhenTheCodeMakesTheExamples() throws IOException {
        final Path folder = module.resolve("src/test/resources/wire");
        final Map<String, String> made = made();
        final Map<String, String> kept = new TreeMap<>();
        if (UPDATE) {
            Files.createDirectories(folder);
            for (final Map.Entry<String, String> example : made.entrySet()) {
                Files.writeString(folder.resolve(example.getKey() + ".hex"), example.getValue());
            }
        }
        try (var files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                kept.put(file.getFileName().toString().replace(".hex", ""), Files.readString(file));
            }
        }
        kept.keySet().removeIf(name -> name.startsWith("sealed-")); // Made where cryptography is at hand.
        assertEquals(made, kept);
    }

    @Test
    void shouldEqualTheStandardWhenTheCodeMakesTheExamples() throws IOException {
        final Path page = docs.resolve("protocol/STANDARD.md");
        final String text = Files.readString(page);
        final Map<String, String> made = made();
        final TreeSet<String> shown = new TreeSet<>();
        final Matcher blocks = BLOCK.matcher(text);
        final StringBuilder fresh = new StringBuilder();
        while (blocks.find()) {
            final String name = blocks.group(1);
            if (name.startsWith("sealed-")) {
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

    @Test
    void shouldEqualTheReferenceWhenTheTableIsPrinted() throws IOException {
        final Path page = docs.resolve("reference/messages.md");
        if (UPDATE) {
            Files.createDirectories(docs.resolve("reference"));
            Files.writeString(page, messagesPage());
        }
        assertEquals(messagesPage(), Files.readString(page));
    }

    private static Map<String, String> made() {
        final Map<String, String> made = new TreeMap<>();
        WireExamples.all().forEach((name, bytes) -> made.put(name, lines(bytes)));
        return made;
    }

    private static String lines(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
            final int end = Math.min(bytes.length, at + BYTES_PER_LINE);
            text.append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, end)).append('\n');
        }
        return text.toString();
    }

    private static String messagesPage() {
        final StringBuilder page = new StringBuilder("# Messages\n\n");
        page.append(
                "Generated from `MessageType`; `docs/how-to/add-a-message.md` says how to change it. Lengths are of\n");
        page.append("the payload, in bytes, without the two bytes of the type. Rates are per session.\n\n");
        page.append("| id | message | from → to | phase | channel | min | max | rate |\n");
        page.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        final StringBuilder rows = new StringBuilder();
        for (final MessageType type : MessageType.values()) {
            final RateClass rate = type.rate();
            final String[] row = type.row().split(",", -1);
            page.append("| ").append(type.id()).append(" | ").append(type.name());
            page.append(" | ").append(type.direction() == Direction.TO_SERVER ? "client → server" : "server → client");
            page.append(" | ").append(row[3].equals("ANY") ? "any" : row[3].toLowerCase(Locale.ROOT));
            page.append(" | ").append(type.channel().id()).append(" | ").append(type.lengthMin());
            page.append(" | ").append(type.lengthMax()).append(" | ");
            page.append(rate.perSecond() == 0 ? "-" : rate.perSecond() + "/s, burst " + rate.burst())
                    .append(" |\n");
            rows.append(type.row()).append('\n');
        }
        page.append("\nIds 8 to 15 are kept for handing a session to another server.\n");
        page.append(
                "\n## Schema hash\n\nFNV-1a, 64 bits, over these lines, each with its line feed (start `CBF29CE484222325`, ");
        page.append("factor `100000001B3`):\n`").append(String.format("%016X", MessageType.SCHEMA_HASH));
        page.append("`, in CONNECT as a u64.\n\n```\n").append(rows).append("```\n");
        return page.toString();
    }
}
