package io.tos.engine.ops;

import io.tos.engine.control.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * Samples where this process spends its time, memory or waiting: async-profiler in the process, one run at a time. Each
 * run leaves a flame graph and a flight recording of the same samples. Control thread only.
 */
public final class Profiler {
    /** The longest run, seconds. */
    public static final int SECONDS_MAX = 3600;

    /** What can be sampled. */
    public static final List<String> EVENTS = List.of("cpu", "alloc", "lock", "wall");

    /** Whoever asked may have gone away: a run ends by itself so much later. */
    private static final int PATIENCE_SECONDS = 10;

    private final Path folder;
    private @Nullable Run running;

    /**
     * A run under way.
     *
     * @param event what is sampled: as asked, or {@code ctimer} where the kernel lets nobody count cycles.
     * @param reason why it is not what was asked; empty if it is.
     * @param flameGraph where the flame graph will be.
     * @param recording where the flight recording is.
     */
    public record Run(String event, String reason, Path flameGraph, Path recording) {}

    /** @param folder for the results; made when needed. */
    public Profiler(final Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a run.
     *
     * @param event one of {@link #EVENTS}.
     * @param seconds it will take, 1 to {@link #SECONDS_MAX}.
     * @param name of the results, without an ending.
     * @throws ControlException {@code busy}, {@code bad_argument} or {@code unavailable}.
     */
    public Run start(final String event, final int seconds, final String name) {
        if (!EVENTS.contains(event) || seconds < 1 || seconds > SECONDS_MAX || !name.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new ControlException(
                    "bad_argument", "event is one of " + EVENTS + ", seconds 1 to " + SECONDS_MAX + ", name plain");
        }
        final AsyncProfiler profiler = profiler();
        if (running != null && isRunning(profiler)) {
            throw new ControlException("busy", "a profile is being taken: " + running.recording());
        }
        try {
            Files.createDirectories(folder);
        } catch (final IOException refused) {
            throw new ControlException("unavailable", "no folder for profiles: " + refused.getMessage());
        }
        final Path flameGraph = folder.resolve(name + ".html");
        final Path recording = folder.resolve(name + ".jfr");
        final String rest = ",threads,jfr,timeout=" + (seconds + PATIENCE_SECONDS) + ",file=" + recording;
        Run begun;
        try {
            execute(profiler, "start,event=" + event + rest);
            begun = new Run(event, "", flameGraph, recording);
        } catch (final IllegalStateException refused) {
            if (!event.equals("cpu")) {
                throw new ControlException("unavailable", String.valueOf(refused.getMessage()));
            }
            execute(profiler, "start,event=ctimer" + rest);
            begun = new Run("ctimer", String.valueOf(refused.getMessage()), flameGraph, recording);
        }
        running = begun;
        return begun;
    }

    /**
     * Ends the run and writes its flame graph.
     *
     * @throws ControlException {@code not_profiling} when none is under way.
     */
    public Run stop() {
        final AsyncProfiler profiler = profiler();
        final Run ended = running;
        running = null;
        if (ended == null || !isRunning(profiler)) {
            throw new ControlException("not_profiling", "no profile is being taken");
        }
        final String title = "title=" + ended.event() + " of " + folder.getFileName();
        execute(profiler, "dump,flamegraph," + title + ",file=" + ended.flameGraph());
        execute(profiler, "stop");
        return ended;
    }

    private static boolean isRunning(final AsyncProfiler profiler) {
        return execute(profiler, "status").startsWith("Profiling is running");
    }

    private static AsyncProfiler profiler() {
        try {
            return AsyncProfiler.getInstance();
        } catch (final IllegalStateException | UnsatisfiedLinkError absent) {
            throw new ControlException("unavailable", "async-profiler does not run here: " + absent.getMessage());
        }
    }

    private static String execute(final AsyncProfiler profiler, final String command) {
        try {
            return profiler.execute(command);
        } catch (final IOException refused) {
            throw new ControlException("unavailable", String.valueOf(refused.getMessage()));
        }
    }
}
