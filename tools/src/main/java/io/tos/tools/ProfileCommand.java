package io.tos.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.control.ControlException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tos profile}: where a running server spends its time, as a flame graph and a flight recording. */
@Command(name = "profile", description = "Profiles the server that runs on a data directory, without stopping it.")
final class ProfileCommand implements Callable<Integer> {
    private static final int EXIT_USAGE = 2;
    private static final long MS_PER_SECOND = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", defaultValue = "30", description = "How long; 30 if not given, at most 3600.")
    private int seconds;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            defaultValue = "cpu",
            description = "cpu, alloc (memory), lock (waiting for locks) or wall (all time); cpu if not given.")
    private String event = "";

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The server's data directory.")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 done, 2 no server, or it refused. */
    @Override
    public Integer call() throws JsonProcessingException, InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        final String name =
                LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")) + "-"
                        + event;
        try (ControlClient client = new ControlClient(data)) {
            final ObjectNode wish = client.arguments()
                    .put("event", event)
                    .put("seconds", seconds)
                    .put("name", name);
            final JsonNode begun = client.call("profile_start", wish);
            final PrintWriter notes = spec.commandLine().getErr();
            if (!begun.path("reason").asText().isEmpty()) {
                notes.println("tos: " + begun.path("event").asText() + " instead of " + event + ": "
                        + begun.path("reason").asText());
            }
            notes.println("tos: sampling for " + seconds + " s");
            Thread.sleep(seconds * MS_PER_SECOND);
            final JsonNode ended = client.call("profile_stop", client.arguments());
            if (json) {
                final ObjectNode answer = ((ObjectNode) ended.deepCopy()).put("seconds", seconds);
                answer.remove("ok");
                out.println(new ObjectMapper().writeValueAsString(answer));
            } else {
                out.println("flame graph  " + ended.path("flameGraph").asText());
                out.println("recording    " + ended.path("recording").asText());
            }
            return 0;
        } catch (final ControlException refused) {
            spec.commandLine().getErr().println("tos: " + refused.getMessage());
            return EXIT_USAGE;
        }
    }
}
