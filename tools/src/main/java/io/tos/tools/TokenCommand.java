package io.tos.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.control.ControlException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tos token}: asks a running server for tokens to connect with. */
@Command(name = "token", description = "Asks the server that runs on a data directory for tokens to connect with.")
final class TokenCommand implements Callable<Integer> {
    private static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Player; may be given several times.")
    private List<String> names = List.of();

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The server's data directory.")
    private Path data = Path.of("data");

    @Option(
            names = "--address",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Where the client will find the server; 127.0.0.1 if not given.")
    private String address = "";

    @Option(names = "--json", description = "Print {\"tokens\": [...]}.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        final PrintWriter out = spec.commandLine().getOut();
        try (ControlClient client = new ControlClient(data)) {
            final ObjectNode arguments = client.arguments().put("address", address);
            names.forEach(arguments.putArray("names")::add);
            final JsonNode tokens = client.call("token", arguments).path("tokens");
            if (json) {
                final ObjectMapper mapper = new ObjectMapper();
                out.println(mapper.writeValueAsString(mapper.createObjectNode().set("tokens", tokens)));
            } else {
                tokens.forEach(token -> out.println(token.asText()));
            }
            return 0;
        } catch (final ControlException refused) {
            spec.commandLine().getErr().println("tos: " + refused.getMessage());
            return EXIT_USAGE;
        }
    }
}
