package io.tos.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.store.Backup;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tos backup}: a consistent copy of the saves, also while a server writes them. */
@Command(name = "backup", description = "Copies the saves and checks the copy, also while a server runs.")
final class BackupCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Whose saves.")
    private Path data = Path.of("data");

    @Option(names = "--to", paramLabel = "FILE", description = "The copy; DIR/backup/game-TIME.db if not said.")
    private @Nullable Path to;

    @Option(names = "--json", description = "Print what was copied as JSON.")
    private boolean json;

    BackupCommand(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws java.io.IOException {
        final Path given = to;
        final Path copy =
                given == null ? data.resolve("backup").resolve("game-" + STAMP.format(Instant.now()) + ".db") : given;
        if (given == null && Files.isDirectory(data)) {
            Files.createDirectories(data.resolve("backup"));
        }
        final Map<String, Long> found = Backup.make(data, copy);
        return report(out, err, json, copy, found);
    }

    /** Says what is in a copy; the code is 1 if rows contradict each other. */
    static int report(
            final PrintStream out,
            final PrintStream err,
            final boolean json,
            final Path copy,
            final Map<String, Long> found)
            throws JsonProcessingException {
        final PrintStream talk = json ? err : out;
        talk.println(copy + ": whole");
        found.forEach((name, count) -> talk.printf("  %-12s %d%n", name, count));
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(found));
        }
        return found.getOrDefault("violations", 0L) == 0 ? ExitCode.OK.code() : ExitCode.NO.code();
    }
}
