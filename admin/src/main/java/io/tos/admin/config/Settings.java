package io.tos.admin.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Named values from a YAML file of one level and from the environment, which has the last word: key {@code db_url} is
 * the variable {@code TOS_ADMIN_DB_URL}. Problems are gathered, so that an operator sees all of them at once.
 */
final class Settings {
    private static final String PREFIX = "TOS_ADMIN_";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /** @param file read if it is there. */
    Settings(final Path file, final Map<String, String> environment) {
        if (Files.exists(file)) {
            readFile(file);
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), value, name);
            }
        });
    }

    /** A text that the test accepts. */
    String text(final String key, final String fallback, final Predicate<String> test, final String rule) {
        final String value = take(key);
        if (value == null) {
            return fallback;
        }
        if (!test.test(value)) {
            wrong(key, "must be " + rule);
            return fallback;
        }
        return value;
    }

    /** A text that is not shown in problems. */
    String secret(final String key, final String fallback) {
        final String value = take(key);
        return value == null ? fallback : value;
    }

    /** A whole number. */
    int number(final String key, final int fallback, final int min, final int max) {
        final String value = take(key);
        if (value == null) {
            return fallback;
        }
        if (value.strip().matches("-?\\d{1,9}")) {
            final int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        }
        wrong(key, "must be a whole number from " + min + " to " + max + ", is '" + value + "'");
        return fallback;
    }

    /** Texts with commas between them. */
    List<String> list(final String key, final Predicate<String> test, final String rule) {
        final String value = take(key);
        if (value == null || value.isBlank()) {
            return List.of();
        }
        final List<String> items = new ArrayList<>();
        for (final String part : value.split(",", -1)) {
            final String item = part.strip();
            if (!test.test(item)) {
                wrong(key, "each must be " + rule + ", is '" + item + "'");
            }
            items.add(item);
        }
        return List.copyOf(items);
    }

    /** @throws ConfigException when anything was wrong or a key means nothing. */
    void check() {
        for (final String key : values.keySet()) {
            if (!known.contains(key)) {
                wrong(
                        key,
                        "is no setting; known: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void readFile(final Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            final Object tree = new Load(LoadSettings.builder()
                            .setAllowDuplicateKeys(false)
                            .setLabel(file.toString())
                            .build())
                    .loadFromReader(reader);
            if (tree instanceof final Map<?, ?> map) {
                map.forEach((key, value) -> put(String.valueOf(key), flat(value), file.toString()));
            } else if (tree != null) {
                problems.add(file + ": must be a table of keys");
            }
        } catch (final IOException | YamlEngineException unreadable) {
            problems.add(file + ": " + String.valueOf(unreadable.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static String flat(final @Nullable Object value) {
        return value instanceof final List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    private void put(final String key, final String value, final String source) {
        values.put(key, value);
        sources.put(key, source);
    }

    private @Nullable String take(final String key) {
        known.add(key);
        return values.get(key);
    }

    private void wrong(final String key, final String problem) {
        problems.add(sources.get(key) + ": " + key + " " + problem);
    }
}
