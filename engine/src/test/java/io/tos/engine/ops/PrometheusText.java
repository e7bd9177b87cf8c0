package io.tos.engine.ops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Prometheus text format, version 0.0.4, as its page has it, and takes nothing that the page does not: every
 * family has one HELP and one TYPE before its samples, its lines stand together, no sample comes twice, histograms have
 * rising buckets that end with +Inf and agree with their count.
 */
public final class PrometheusText {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? ([-+0-9.eE]+|[+-]Inf|NaN)( -?[0-9]+)?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private @Nullable String family;

    /** @throws IllegalArgumentException naming the line that is not lawful. */
    public PrometheusText(final String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line must end with a line feed");
        }
        for (final String line : text.split("\n", -1)) {
            if (line.startsWith("#")) {
                comment(line);
            } else if (!line.isEmpty()) {
                sample(line);
            }
        }
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                checkHistogram(name);
            }
        });
    }

    /** Every family's type, by its name. */
    public Map<String, String> types() {
        return types;
    }

    /** Every family's help, by its name. */
    public Map<String, String> helps() {
        return helps;
    }

    /** Every value, by name and labels as they stand. */
    public Map<String, Double> samples() {
        return samples;
    }

    private void comment(final String line) {
        final Matcher comment = COMMENT.matcher(line);
        if (!comment.matches()) {
            throw new IllegalArgumentException("no lawful comment: " + line);
        }
        final String name = comment.group(2);
        begin(name);
        final boolean isType = comment.group(1).equals("TYPE");
        if ((isType ? types : helps).put(name, comment.group(3)) != null) {
            throw new IllegalArgumentException("a second time: " + line);
        }
        if (isType && !TYPES.contains(comment.group(3))) {
            throw new IllegalArgumentException("unknown type: " + line);
        }
    }

    private void sample(final String line) {
        final Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException("no lawful sample: " + line);
        }
        final String labels = sample.group(2);
        if (labels != null) {
            checkLabels(labels, line);
        }
        final String name = sample.group(1);
        final String open = family;
        if (open == null || !types.containsKey(open) || !belongs(name, open)) {
            throw new IllegalArgumentException("a sample outside of its family: " + line);
        }
        final String key = labels == null ? name : name + "{" + labels + "}";
        if (samples.put(key, value(sample.group(3))) != null) {
            throw new IllegalArgumentException("a second time: " + line);
        }
    }

    private boolean belongs(final String name, final String open) {
        if (name.equals(open)) {
            return !"histogram".equals(types.get(open));
        }
        return "histogram".equals(types.get(open)) && name.matches(Pattern.quote(open) + "_(bucket|sum|count)");
    }

    private void begin(final String name) {
        final String open = family;
        if (name.equals(open)) {
            return;
        }
        if (open != null) {
            closed.add(open);
        }
        if (closed.contains(name)) {
            throw new IllegalArgumentException("lines of " + name + " do not stand together");
        }
        family = name;
    }

    private static void checkLabels(final String labels, final String line) {
        final Matcher label = LABEL.matcher(labels);
        final Set<String> names = new HashSet<>();
        int end = 0;
        while (label.find() && label.start() == end) {
            end = label.end();
            if (!names.add(label.group(1))) {
                throw new IllegalArgumentException("a label twice: " + line);
            }
        }
        if (end != labels.length()) {
            throw new IllegalArgumentException("no lawful labels: " + line);
        }
    }

    private void checkHistogram(final String name) {
        final List<Double> counts = new ArrayList<>();
        String last = "";
        for (final Map.Entry<String, Double> sample : samples.entrySet()) {
            if (sample.getKey().startsWith(name + "_bucket{")) {
                counts.add(sample.getValue());
                last = sample.getKey();
            }
        }
        for (int index = 1; index < counts.size(); index++) {
            if (counts.get(index) < counts.get(index - 1)) {
                throw new IllegalArgumentException("buckets of " + name + " fall");
            }
        }
        final boolean agrees = !counts.isEmpty() && counts.getLast().equals(samples.get(name + "_count"));
        if (!agrees || !last.contains("le=\"+Inf\"") || !samples.containsKey(name + "_sum")) {
            throw new IllegalArgumentException("histogram " + name + " does not agree with itself");
        }
    }

    private static double value(final String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
