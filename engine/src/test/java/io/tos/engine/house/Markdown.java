package io.tos.engine.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pages as far as the house's tests need: titles, links, the glossary's table. */
final class Markdown {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ .*$");
    private static final Pattern EMPHASISED = Pattern.compile("\\*([^*]+)\\*");

    private Markdown() {}

    /** The lines that begin with a single {@code #}, outside code. */
    static List<String> titles(final String page) {
        return withoutCode(page).lines().filter(line -> line.startsWith("# ")).toList();
    }

    /** Targets of links into the repository, outside code. */
    static List<String> links(final String page) {
        return LINK.matcher(withoutCode(page))
                .results()
                .map(found -> found.group(1))
                .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                .toList();
    }

    /** Links of a page that lead to no file, or to no heading of it. */
    static List<String> brokenLinks(final Path file) {
        final List<String> broken = new ArrayList<>();
        for (final String target : links(Repository.text(file))) {
            final String[] parts = target.split("#", 2);
            final Path page =
                    parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
            if (!Files.exists(page)) {
                broken.add(Repository.name(file) + ": " + target);
            } else if (parts.length == 2
                    && page.toString().endsWith(".md")
                    && !anchors(page).contains(parts[1])) {
                broken.add(Repository.name(file) + ": no heading " + target);
            }
        }
        return broken;
    }

    /** What a link writes after {@code #} to reach a heading. */
    static String anchor(final String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The emphasised words of the glossary's last column, as whole words in any case. */
    static Pattern forbiddenWords(final String glossary) {
        final Set<String> words = new TreeSet<>();
        glossary.lines().filter(line -> line.startsWith("|")).forEach(line -> {
            final String[] cells = line.split("\\|", -1);
            final Matcher word = EMPHASISED.matcher(cells[cells.length - 2]);
            while (word.find()) {
                words.add(Pattern.quote(word.group(1)));
            }
        });
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the glossary forbids nothing");
        }
        return Pattern.compile("\\b(?:" + String.join("|", words) + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    /** File, line and text of every match. */
    static List<String> hits(final Path file, final Pattern pattern) {
        final String text = Repository.text(file);
        return pattern.matcher(text)
                .results()
                .map(found -> Repository.name(file) + ":" + line(text, found) + ": " + found.group())
                .toList();
    }

    private static long line(final String text, final MatchResult found) {
        return 1
                + text.substring(0, found.start())
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count();
    }

    private static List<String> anchors(final Path page) {
        return HEADING.matcher(withoutFences(Repository.text(page)))
                .results()
                .map(found -> anchor(found.group()))
                .toList();
    }

    private static String withoutCode(final String page) {
        return CODE.matcher(page).replaceAll("");
    }

    private static String withoutFences(final String page) {
        return page.replaceAll("(?s)```.*?```", "");
    }
}
