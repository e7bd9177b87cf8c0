package io.tos.tools.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Figures;
import io.tos.engine.telemetry.TelemetryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tos top}: what a server does now, from its telemetry file. The server does not notice. */
@Command(name = "top", description = "What a server does now: ticks, systems, network, players, store, machine.")
public final class TopCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_USAGE = 2;
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Of the server.")
    private Path data = Path.of("data");

    @Option(names = "--once", description = "Print one view of the next second and end.")
    private boolean once;

    @Option(names = "--json", description = "Print every figure of /metrics as JSON and end.")
    private boolean json;

    @Option(names = "--no-color", description = "Plain text.")
    private boolean plain;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        final Path path = data.resolve("telemetry.bin");
        final PrintWriter out = commandLine().getOut();
        if (!Files.exists(path)) {
            commandLine().getErr().println("tos: no server runs on " + data + "; name its --data");
            return EXIT_USAGE;
        }
        try (Region file = Region.mappedToRead("telemetry", path)) {
            final TelemetryReader reader = new TelemetryReader(file.memory());
            if (json) {
                out.println(new ObjectMapper().writeValueAsString(new Figures(reader).values()));
                out.flush();
                return EXIT_OK;
            }
            watch(reader, out);
            return EXIT_OK;
        } catch (final IOException | IllegalArgumentException unreadable) {
            commandLine().getErr().println("tos: " + path + ": " + unreadable.getMessage());
            return EXIT_USAGE;
        }
    }

    /** A view a second until the server is gone. */
    private void watch(final TelemetryReader reader, final PrintWriter out) {
        final TopScreen screen = new TopScreen(!plain);
        Figures earlier = new Figures(reader);
        long earlierNs = System.nanoTime();
        do {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            final Figures later = new Figures(reader);
            final long laterNs = System.nanoTime();
            out.print(once ? "" : HOME_AND_CLEAR);
            screen.lines(reader.processId(), earlier, later, (laterNs - earlierNs) * 1e-9)
                    .forEach(out::println);
            out.flush();
            earlier = later;
            earlierNs = laterNs;
        } while (!once && ProcessHandle.of(reader.processId()).isPresent());
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
