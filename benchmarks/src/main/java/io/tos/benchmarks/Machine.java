package io.tos.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a measurement ran on, for reports. */
public final class Machine {
    private Machine() {}

    /** CPU, cores, kernel, JVM. */
    public static Map<String, String> facts() {
        return Map.of(
                "cpu",
                cpuModel(),
                "cores",
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "jvm",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (final IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
