package io.tos.tools.doctor;

import io.tos.natives.uring.RingSetup;
import io.tos.natives.uring.UringSupport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The machine that is looked at. Files are read below a root, so that a test can look at a machine it made up.
 *
 * @param root the file system's root.
 * @param javaFeature the running JDK's feature number.
 * @param version the first line that {@code command --version} prints, empty when there is no such command.
 * @param uringProblem why io_uring cannot be used, tried with the kernel; empty when it can.
 */
public record Host(Path root, int javaFeature, UnaryOperator<String> version, Supplier<String> uringProblem) {
    private static final int FILE_BYTES_MAX = 16_384;
    private static final List<String> LIBRARY_FOLDERS =
            List.of("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib");

    /** The machine this runs on. */
    public static Host local() {
        return new Host(
                Path.of("/"),
                Runtime.version().feature(),
                Host::askForVersion,
                () -> UringSupport.probe(RingSetup.KERNEL));
    }

    /** The first 16 KiB of a file's text, without surrounding white space; empty when it is absent or may not be read. */
    String text(final String path) {
        // The kernel gives a setting in the first read and nothing after it, and Files.readString begins with one byte.
        final byte[] bytes = new byte[FILE_BYTES_MAX];
        try (InputStream file = Files.newInputStream(root.resolve(path))) {
            final int length = file.read(bytes, 0, bytes.length);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
        } catch (final IOException absent) {
            return "";
        }
    }

    /** The number a file holds, or -1. */
    long number(final String path) {
        final String text = text(path);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Whether the dynamic linker's usual folders have the library. */
    boolean hasLibrary(final String name) {
        final String architecture = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        return LIBRARY_FOLDERS.stream()
                .map(root::resolve)
                .anyMatch(folder -> Files.exists(folder.resolve(name))
                        || Files.exists(
                                folder.resolve(architecture + "-linux-gnu").resolve(name)));
    }

    private static String askForVersion(final String command) {
        try {
            final Process process = new ProcessBuilder(command, "--version")
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try (var lines = process.inputReader()) {
                return lines.lines().findFirst().orElse("");
            } finally {
                process.destroy();
            }
        } catch (final IOException absent) {
            return "";
        }
    }
}
