package io.tos.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.content.Content;
import io.tos.engine.server.recording.RecordingException;
import io.tos.engine.server.recording.Replay;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tos replay}: runs recorded worlds again and says whether they are the same, tick by tick. */
@Command(
        name = "replay",
        description = "Runs recorded worlds again; names the first tick that differs.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "DIR", description = "What --record wrote to.")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON, nothing else.")
    private boolean json;

    ReplayCommand(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** 0 if every world was the same, 70 if one was not, 2 if there is nothing to replay. */
    @Override
    public Integer call() throws JsonProcessingException {
        final List<Path> files = files();
        final Content content = RunningMaps.content(WorldsConfig.DEFAULT);
        final List<Map<String, Object>> results = new ArrayList<>();
        boolean same = true;
        for (final Path file : files) {
            same &= replay(file, content, results);
        }
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(Map.of("same", same, "worlds", results)));
        }
        return (same ? ExitCode.OK : ExitCode.INTERNAL).code();
    }

    private boolean replay(final Path file, final Content content, final List<Map<String, Object>> results) {
        try (Replay replay = new Replay(read(file), content)) {
            final boolean same = replay.run();
            final Map<String, Object> result = new LinkedHashMap<>();
            result.put("map", replay.map());
            result.put("ticks", replay.ticks());
            result.put("records", replay.records());
            result.put("lastTick", replay.tick());
            result.put("end", replay.end());
            result.put("difference", replay.difference());
            results.add(result);
            (json ? err : out)
                    .println(replay.map() + ": " + replay.ticks() + " ticks, " + replay.records() + " records, "
                            + (same ? "every hash the same" : "differs in " + replay.difference())
                            + "; recording " + replay.end());
            return same;
        } catch (final RecordingException refused) {
            throw new StartException(ExitCode.USAGE, file + ": " + refused.getMessage());
        }
    }

    private List<Path> files() {
        try (Stream<Path> listed = Files.list(directory)) {
            final List<Path> files = listed.filter(file -> file.toString().endsWith(".tosrec"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new StartException(ExitCode.USAGE, directory + ": no recording in it");
            }
            return files;
        } catch (final IOException unreadable) {
            throw new StartException(ExitCode.USAGE, directory + ": cannot be listed: " + unreadable.getMessage());
        }
    }

    private static MemorySegment read(final Path file) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            return Arena.ofAuto().allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
        } catch (final IOException unreadable) {
            throw new StartException(ExitCode.USAGE, file + ": cannot be read: " + unreadable.getMessage());
        }
    }
}
