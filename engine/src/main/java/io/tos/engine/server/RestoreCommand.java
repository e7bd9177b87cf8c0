package io.tos.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tos.engine.store.Backup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemEpochClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tos restore}: checks a copy of the saves and puts it in their place. */
@Command(name = "restore", description = "Checks a copy of the saves; without --check puts it in their place.")
final class RestoreCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "FILE", description = "What tos backup has written.")
    private Path copy = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Where to, without a server.")
    private Path data = Path.of("data");

    @Option(names = "--check", description = "Only read it from end to end.")
    private boolean checkOnly;

    @Option(names = "--json", description = "Print what is in it as JSON.")
    private boolean json;

    RestoreCommand(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        final Map<String, Long> found = Backup.check(copy);
        final int code = BackupCommand.report(out, err, json, copy, found);
        if (checkOnly || code != ExitCode.OK.code()) {
            return code;
        }
        try (DataDirectory directory = DataDirectory.claim(data)) {
            final Path old = Backup.restore(copy, directory.path(), SystemEpochClock.INSTANCE.time());
            final String kept = old.equals(directory.path()) ? "" : "; what was there is now " + old;
            (json ? err : out).println("restored to " + directory.path() + kept);
        }
        return ExitCode.OK.code();
    }
}
