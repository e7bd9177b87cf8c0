package io.tos.engine.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/protocol/hostile-inputs.md has every row, and the tests it names are there. */
final class HostileInputsTest {
    private static final int ROWS = 48;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\|(.*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static List<MatchResult> rows() {
        final String page = Repository.text(Repository.root().resolve("docs/protocol/hostile-inputs.md"));
        return ROW.matcher(page).results().toList();
    }

    @Test
    void shouldHaveEveryRowInOrder() {
        assertEquals(
                IntStream.rangeClosed(1, ROWS).boxed().toList(),
                rows().stream().map(row -> Integer.valueOf(row.group(1))).toList());
    }

    @Test
    void shouldNameTestsThatExist() {
        final Map<String, String> sources = new HashMap<>();
        for (final Path file : Repository.files(".java")) {
            sources.put(String.valueOf(file.getFileName()).replace(".java", ""), Repository.text(file));
        }
        final List<String> missing = new ArrayList<>();
        for (final MatchResult row : rows()) {
            final Matcher tests = TEST.matcher(row.group(2));
            int named = 0;
            while (tests.find()) {
                named++;
                if (!sources.getOrDefault(tests.group(1), "").contains("void " + tests.group(2) + "(")) {
                    missing.add("row " + row.group(1) + ": " + tests.group());
                }
            }
            assertTrue(named > 0, "row " + row.group(1) + " names no test");
        }
        assertEquals(List.of(), missing);
    }
}
