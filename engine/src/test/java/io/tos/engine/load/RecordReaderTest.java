package io.tos.engine.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files become records, or one line that says file, path and problem. */
final class RecordReaderTest {
    private static final Outer DEFAULTS = new Outer("name", new Inner(7, true), List.of(), Colour.RED);

    @Test
    void shouldKeepDefaultsWhenTheFileIsEmpty() {
        assertEquals(DEFAULTS, read(""));
    }

    @Test
    void shouldReadEveryKindWhenGiven() {
        final Outer read = read("""
                label: hello
                inner: {count_max: 9, on: false}
                others: [{count_max: 1, on: true}]
                colour: blue
                """);

        assertEquals(new Outer("hello", new Inner(9, false), List.of(new Inner(1, true)), Colour.BLUE), read);
    }

    @Test
    void shouldNameFileAndPathWhenAKeyIsUnknown() {
        assertProblem("f.yaml: inner.cout_max: unknown key; known: count_max, on", "inner: {cout_max: 9}");
    }

    @Test
    void shouldNameTheRangeWhenARecordRefuses() {
        assertProblem("f.yaml: inner: count_max must be 1 to 10: 11", "inner: {count_max: 11}");
    }

    @Test
    void shouldSayWhatIsExpectedWhenTheTypeIsWrong() {
        assertProblem("f.yaml: inner.count_max: must be a whole number, is 'many'", "inner: {count_max: many}");
        assertProblem(
                "f.yaml: inner.count_max: must be a whole number, is '4294967297'", "inner: {count_max: 4294967297}");
        assertProblem("f.yaml: inner: must be a table of keys, is 'x'", "inner: x");
        assertProblem("f.yaml: others: must be a list, is 'x'", "others: x");
        assertProblem("f.yaml: others[0].on: is missing", "others: [{count_max: 1}]");
        assertProblem("f.yaml: colour: must be one of red, blue, is 'green'", "colour: green");
    }

    @Test
    void shouldBeOneLineWhenTheYamlIsBroken() {
        final LoadException thrown = assertThrows(LoadException.class, () -> read("inner: ["));

        assertEquals(1, String.valueOf(thrown.getMessage()).lines().count());
    }

    private static void assertProblem(final String expected, final String yaml) {
        assertEquals(
                expected, assertThrows(LoadException.class, () -> read(yaml)).getMessage());
    }

    private static Outer read(final String yaml) {
        return RecordReader.read("f.yaml", new StringReader(yaml), Outer.class, DEFAULTS);
    }

    /** A choice. */
    enum Colour {
        RED,
        BLUE
    }

    /** Nested. */
    record Inner(int countMax, boolean on) {
        Inner {
            if (countMax < 1 || countMax > 10) {
                throw new IllegalArgumentException("count_max must be 1 to 10: " + countMax);
            }
        }
    }

    /** The root. */
    record Outer(String label, Inner inner, List<Inner> others, Colour colour) {}
}
