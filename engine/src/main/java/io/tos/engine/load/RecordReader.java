package io.tos.engine.load;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML file to a tree of records. Keys are the components' names in snake case; a component that the file leaves out
 * keeps its value from the defaults given, and is an error where there are none. The records' constructors check ranges;
 * their {@link IllegalArgumentException} becomes a {@link LoadException} that names file and path.
 */
public final class RecordReader {
    private final String file;

    private RecordReader(final String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param defaults supplies what the file leaves out; null makes every component required.
     */
    public static <R extends Record> R read(final Path file, final Class<R> type, final @Nullable R defaults) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), reader, type, defaults);
        } catch (final NoSuchFileException absent) {
            throw new LoadException(file.toString(), "", "no such file");
        } catch (final IOException unreadable) {
            throw new LoadException(file.toString(), "", "cannot be read: " + unreadable.getMessage());
        }
    }

    /** Reads from an open source; {@code name} stands for the file in errors. */
    public static <R extends Record> R read(
            final String name, final Reader source, final Class<R> type, final @Nullable R defaults) {
        final LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(false)
                .build();
        final Object tree;
        try {
            tree = new Load(settings).loadFromReader(source);
        } catch (final YamlEngineException malformed) {
            throw new LoadException(
                    name, "", String.valueOf(malformed.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
        final Object root = tree == null ? Map.of() : tree;
        return type.cast(new RecordReader(name).record(type, root, defaults, ""));
    }

    /** A record's key in a file: {@code ticksPerSecond} is written {@code ticks_per_second}. */
    public static String key(final RecordComponent component) {
        return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    private Object record(final Class<?> type, final Object tree, final @Nullable Object defaults, final String path) {
        if (!(tree instanceof final Map<?, ?> map)) {
            throw new LoadException(file, path, "must be a table of keys, is " + describe(tree));
        }
        final RecordComponent[] components = type.getRecordComponents();
        final Map<String, RecordComponent> byKey = new LinkedHashMap<>();
        for (final RecordComponent component : components) {
            byKey.put(key(component), component);
        }
        for (final Object key : map.keySet()) {
            if (!byKey.containsKey(String.valueOf(key))) {
                throw new LoadException(
                        file,
                        join(path, String.valueOf(key)),
                        "unknown key; known: " + String.join(", ", byKey.keySet()));
            }
        }
        final List<Object> values = new ArrayList<>();
        for (final Map.Entry<String, RecordComponent> entry : byKey.entrySet()) {
            final RecordComponent component = entry.getValue();
            final Object fallback = defaults == null ? null : Records.value(component, defaults);
            final String inner = join(path, entry.getKey());
            final Object given = map.get(entry.getKey());
            if (given == null && fallback == null) {
                throw new LoadException(file, inner, "is missing");
            }
            values.add(given == null ? fallback : value(component.getGenericType(), given, fallback, inner));
        }
        return construct(type, values, path);
    }

    private Object value(final Type type, final Object given, final @Nullable Object fallback, final String path) {
        if (type instanceof final ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], given, path);
        }
        final Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw, given, fallback, path);
        }
        if (raw.isEnum()) {
            return constant(raw, given, path);
        }
        if (raw == String.class && given instanceof String) {
            return given;
        }
        if (raw == boolean.class && given instanceof Boolean) {
            return given;
        }
        if ((raw == int.class || raw == long.class) && (given instanceof Integer || given instanceof Long)) {
            final long number = ((Number) given).longValue();
            if (raw == long.class) {
                return number;
            }
            if (number == (int) number) {
                return (int) number;
            }
        }
        if (raw == double.class && given instanceof final Number number) {
            return number.doubleValue();
        }
        throw new LoadException(file, path, "must be " + expected(raw) + ", is " + describe(given));
    }

    private List<Object> list(final Type element, final Object given, final String path) {
        if (!(given instanceof final List<?> items)) {
            throw new LoadException(file, path, "must be a list, is " + describe(given));
        }
        final List<Object> values = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            final Object item = items.get(index);
            final String inner = path + "[" + index + "]";
            if (item == null) {
                throw new LoadException(file, inner, "is empty");
            }
            values.add(value(element, item, null, inner));
        }
        return List.copyOf(values);
    }

    private Object constant(final Class<?> type, final Object given, final String path) {
        final Object[] constants = type.getEnumConstants();
        for (final Object constant : constants) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(String.valueOf(given))) {
                return constant;
            }
        }
        final String known = Arrays.stream(constants)
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new LoadException(file, path, "must be one of " + known + ", is " + describe(given));
    }

    private Object construct(final Class<?> type, final List<Object> values, final String path) {
        try {
            return Records.construct(type, values);
        } catch (final InvocationTargetException thrown) {
            if (thrown.getCause() instanceof final IllegalArgumentException refused) {
                throw new LoadException(file, path, String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException("constructor of " + type, thrown.getCause());
        }
    }

    private static String expected(final Class<?> raw) {
        if (raw == int.class || raw == long.class) {
            return "a whole number";
        }
        if (raw == double.class) {
            return "a number";
        }
        return raw == boolean.class ? "true or false" : "text";
    }

    private static String describe(final Object given) {
        if (given instanceof Map) {
            return "a table";
        }
        return given instanceof List ? "a list" : "'" + given + "'";
    }

    private static String join(final String path, final String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
