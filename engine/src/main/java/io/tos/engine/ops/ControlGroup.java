package io.tos.engine.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the process may use when it runs in a container: the files of its control group, version 2. Absent files and "max"
 * mean that there is no limit. Telemetry thread only.
 */
final class ControlGroup {
    private static final String UNLIMITED = "max";

    private final Path directory;

    /** @param directory of the group. */
    ControlGroup(final Path directory) {
        this.directory = directory;
    }

    /** The group of this process, from {@code proc}'s {@code self/cgroup}, under {@code mount}. */
    static ControlGroup ofProcess(final Path proc, final Path mount) {
        try {
            final String own = Files.readAllLines(proc.resolve("self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::/"))
                    .map(line -> line.substring("0::/".length()))
                    .findFirst()
                    .orElse("");
            return new ControlGroup(mount.resolve(own));
        } catch (final IOException noGroups) {
            return new ControlGroup(mount);
        }
    }

    /** How many thousandths of a core it may use. */
    OptionalLong cpuMillicores() {
        final String[] words = read("cpu.max").split(" ", -1);
        if (words.length != 2 || words[0].equals(UNLIMITED)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(words[0]) * 1_000 / Long.parseLong(words[1]));
    }

    /** How much memory it may use. */
    OptionalLong memoryMaxBytes() {
        return number(read("memory.max"));
    }

    /** How much it uses without files that are only cached. */
    OptionalLong memoryUsedBytes() {
        final OptionalLong current = number(read("memory.current"));
        final long cached = read("memory.stat")
                .lines()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length())))
                .sum();
        return current.isEmpty() ? current : OptionalLong.of(current.getAsLong() - cached);
    }

    private static OptionalLong number(final String text) {
        return text.isEmpty() || text.equals(UNLIMITED) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private String read(final String file) {
        try {
            return Files.readString(directory.resolve(file)).strip();
        } catch (final IOException absent) {
            return "";
        }
    }
}
