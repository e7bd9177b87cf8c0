package io.tos.benchmarks.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The C programs: sources from the jar, compiled with gcc into a folder of their own that goes away at close. */
final class NativePrograms implements AutoCloseable {
    private static final List<String> SOURCES = List.of(
            "floor.h", "floor.c", "ring.h", "ring.c", "server_socket.c", "server_mmsg.c", "server_uring.c", "peer.c");
    private static final List<String> FLAGS = List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror");
    private static final int COMPILE_SECONDS_MAX = 60;

    private final Path folder;

    private NativePrograms(final Path folder) {
        this.folder = folder;
    }

    /**
     * Compiles all programs.
     *
     * @throws IOException when there is no gcc or it refuses; the message says which.
     */
    static NativePrograms compile() throws IOException {
        final NativePrograms programs = new NativePrograms(Files.createTempDirectory("tos-bench-"));
        try {
            programs.extract();
            programs.build("peer", "peer.c");
            programs.build("c-socket", "floor.c", "server_socket.c");
            programs.build("c-mmsg", "floor.c", "server_mmsg.c");
            programs.build("c-uring", "floor.c", "ring.c", "server_uring.c");
            programs.build("c-uring-coop", "-DCOOPERATIVE", "floor.c", "ring.c", "server_uring.c");
        } catch (final IOException | RuntimeException e) {
            programs.close();
            throw e;
        }
        return programs;
    }

    /** Where a program lies. */
    String path(final String name) {
        return folder.resolve(name).toString();
    }

    private void extract() throws IOException {
        for (final String source : SOURCES) {
            try (InputStream bytes = NativePrograms.class.getResourceAsStream(source)) {
                if (bytes == null) {
                    throw new IOException("the jar lacks " + source);
                }
                Files.copy(bytes, folder.resolve(source));
            }
        }
    }

    private void build(final String name, final String... sourcesAndFlags) throws IOException {
        final List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(FLAGS);
        command.addAll(List.of(sourcesAndFlags));
        command.addAll(List.of("-o", name));
        final Path log = folder.resolve(name + ".log");
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        final Process gcc;
        try {
            gcc = builder.start();
        } catch (final IOException e) {
            throw new IOException("no gcc (apt-get install gcc)", e);
        }
        try {
            if (!gcc.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                throw new IOException(
                        "gcc refused " + name + ": " + Files.readString(log).strip());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling " + name, e);
        } finally {
            gcc.destroyForcibly();
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
