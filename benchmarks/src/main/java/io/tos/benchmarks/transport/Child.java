package io.tos.benchmarks.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of ours that speaks in lines and ends with its standard input. No child outlives this process: each ends
 * at {@link #close()}, at the latest when the JVM ends, and by itself when its input does.
 */
final class Child implements AutoCloseable {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final String END = "\0end";

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "reaper"));
    }

    private final String name;
    private final Process process;
    private final Writer input;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(final String name, final Process process) {
        this.name = name;
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        final Thread reader = new Thread(this::readLines, name + "-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it; what it writes to standard error goes to ours. */
    static Child start(final String name, final List<String> command) throws IOException {
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ALIVE.add(process);
        return new Child(name, process);
    }

    private void readLines() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (final IOException e) {
            lines.add("error " + e.getMessage());
        }
        lines.add(END);
    }

    /** Whether it can still be asked. */
    boolean isAlive() {
        return process.isAlive();
    }

    void tell(final String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Ends its standard input, which asks it to finish. */
    void endInput() throws IOException {
        input.close();
    }

    /**
     * The rest of its next line, which must begin with this word.
     *
     * @throws IOException when the line says something else, does not come in time or never will.
     */
    String expect(final String word, final long timeoutMs) throws IOException {
        final String line;
        try {
            line = nextLine(timeoutMs);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted", e);
        }
        if (line == null) {
            close(); // Whatever it says later would be taken for the answer to another question.
            throw new IOException(name + ": no '" + word + "' within " + timeoutMs + " ms");
        }
        if (line.equals(END)) {
            throw new IOException(name + ": ended without '" + word + "'");
        }
        if (!line.startsWith(word + " ")) {
            throw new IOException(name + ": " + line);
        }
        return line;
    }

    private @Nullable String nextLine(final long timeoutMs) throws InterruptedException {
        return lines.poll(timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ALIVE.remove(process);
    }
}
