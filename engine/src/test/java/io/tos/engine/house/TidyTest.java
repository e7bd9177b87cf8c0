package io.tos.engine.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no other tool of the house knows: names, links, titles, words. */
final class TidyTest {
    private static final Set<String> EMPTY_NAME_ENDINGS =
            Set.of("Manager", "Helper", "Util", "Utils", "Common", "Base", "Data", "Info", "Impl");

    private static final Pattern TEST_METHOD =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern TEST_FILE = Pattern.compile(".*(Test|IT|Contract)\\.java");
    private static final Pattern TEST_NAME = Pattern.compile("should[A-Z]\\w*");

    /** Work left for later, and paths that exist on one machine only. Brackets keep this file from finding itself. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "\\bTO[D]O\\b|\\bFIX[M]E\\b|\\bX[X]X\\b|(?<![\\w.}-])/(?:wo[r]k|ho[m]e|ro[o]t|Us[e]rs|tmp/b[a]sh_jobs)/\\w");

    @Test
    void shouldMarkEveryPackageWhenItHasClasses() {
        final Set<String> missing = new TreeSet<>();
        for (final Path file : Repository.files(".java")) {
            final Path folder = Objects.requireNonNull(file.getParent());
            final String name = Repository.name(folder);
            final Path main = Repository.root().resolve(name.replace("src/test/java", "src/main/java"));
            final Path here = Files.exists(folder.resolve("package-info.java")) ? folder : main;
            final Path page = here.resolve("package-info.java");
            if (!Files.exists(page) || !Repository.text(page).contains("@NullMarked")) {
                missing.add(name);
            }
        }
        assertEquals(Set.of(), missing, "folders without a @NullMarked package-info.java");
    }

    @Test
    void shouldNameTestsByTheHouseRuleWhenTheyTest() {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : Repository.files(".java")) {
            final String name = Repository.name(file);
            if (!name.contains("src/test/java")) {
                continue;
            }
            final Matcher tests = TEST_METHOD.matcher(Repository.text(file));
            while (tests.find()) {
                if (!TEST_FILE.matcher(name).matches()) {
                    wrong.add(name + ": a class with tests is an XxxTest, XxxIT or, if others extend it, XxxContract");
                }
                if (!TEST_NAME.matcher(tests.group(1)).matches()) {
                    wrong.add(name + ": " + tests.group(1) + " should begin with should");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldSayWhatItIsWhenATypeIsNamed() {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : Repository.files(".java")) {
            final String[] parts = Repository.name(file).replace(".java", "").split("(?=[A-Z])", -1);
            final String ending = parts[parts.length - 1];
            if (EMPTY_NAME_ENDINGS.contains(ending) && !speaksKernel(file)) {
                wrong.add(Repository.name(file) + ": " + ending + " says nothing");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldLeadSomewhereWhenAPageLinks() {
        final List<String> broken = new ArrayList<>();
        for (final Path file : Repository.files(".md")) {
            broken.addAll(Markdown.brokenLinks(file));
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldHaveOneTitleWhenItIsAPage() {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : Repository.files(".md")) {
            final List<String> titles = Markdown.titles(Repository.text(file));
            if (titles.size() != 1) {
                wrong.add(Repository.name(file) + ": " + titles);
            }
        }
        assertEquals(List.of(), wrong, "every page has one # title");
    }

    @Test
    void shouldUseTheGlossarysWordsWhenTextIsWritten() {
        final Path glossary = Repository.root().resolve("docs/glossary.md");
        final Pattern forbidden = Markdown.forbiddenWords(Repository.text(glossary));
        final List<String> wrong = new ArrayList<>();
        for (final Path file : Repository.files(".md", ".java")) {
            if (!file.equals(glossary) && !speaksKernel(file)) {
                wrong.addAll(Markdown.hits(file, forbidden));
            }
        }
        assertEquals(List.of(), wrong, "docs/glossary.md has a better word");
    }

    @Test
    void shouldBeFinishedWhenItIsCheckedIn() {
        final List<String> wrong = new ArrayList<>();
        for (final Path file :
                Repository.files(".java", ".md", ".xml", ".yml", ".yaml", ".c", ".sh", "tos", "tos.jvm")) {
            wrong.addAll(Markdown.hits(file, LEFTOVER));
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"// TO" + "DO later", "cd /ro" + "ot/x", "see /wo" + "rk/x", "FIX" + "ME"})
    void shouldFindTheLeftoverWhenALineHasOne(final String line) {
        assertTrue(LEFTOVER.matcher(line).find());
    }

    @Test
    void shouldReadMarkdownAsPeopleDoWhenItHasCode() {
        final String page = "# One\n```\n# not a title\n[x](gone.md)\n```\n## Two\n`[y](gone.md)`\n";
        assertEquals(List.of("# One"), Markdown.titles(page));
        assertEquals(List.of(), Markdown.links(page));
        assertEquals(List.of("a.md#b"), Markdown.links("see [a](a.md#b) and [c](https://example.org)"));
        assertEquals("what-it-is-for", Markdown.anchor("## What it *is*, `for`"));
    }

    @Test
    void shouldFindWholeWordsOnlyWhenTheGlossaryForbidsThem() {
        final Pattern forbidden =
                Markdown.forbiddenWords("| word | is | not |\n| - | - | - |\n| a | b | *foo*, *bar baz* |\n");
        assertTrue(forbidden.matcher("the Foo dies").find());
        assertTrue(forbidden.matcher("a bar baz").find());
        assertFalse(forbidden.matcher("food").find());
    }

    /** Native bindings mirror the kernel and keep its words. */
    private static boolean speaksKernel(final Path file) {
        return file.startsWith(Repository.root().resolve("native-bindings"));
    }
}
