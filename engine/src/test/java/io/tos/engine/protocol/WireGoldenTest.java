package io.tos.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Compares the clear examples with page and files, and docs/reference/messages.md with the table. {@code -Dupdate} writes anew. */
final class WireGoldenTest {
    @Test
    void shouldEqualFilesAndStandardWhenTheCodeMakesTheExamples() throws IOException {
        GoldenHex.check(WireExamples.all(), name -> !name.startsWith(GoldenHex.SEALED));
    }

    @Test
    void shouldEqualTheReferenceWhenTheTableIsPrinted() throws IOException {
        final Path page = GoldenHex.docs().resolve("reference/messages.md");
        if (GoldenHex.UPDATE) {
            Files.createDirectories(GoldenHex.docs().resolve("reference"));
            Files.writeString(page, messagesPage());
        }
        assertEquals(messagesPage(), Files.readString(page));
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
