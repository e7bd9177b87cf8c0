package io.tos.tools.bots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlException;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.load.LoadException;
import io.tos.engine.net.TransportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos up --bots N}: a server in a process of its own, players beside it in this one, one report of both. */
@Command(
        name = "up",
        description = "Starts the server with players on it and reports what both measured.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final int EXIT_NO = 1;
    private static final int EXIT_USAGE = 2;
    private static final int STARTS_WITHIN_SECONDS = 60;
    private static final int ENDS_WITHIN_SECONDS = 30;
    private static final int POLL_MS = 100;
    /** Figures of the server that a reader looks for first. */
    private static final List<String> FOREMOST =
            List.of("tickRateHz", "tickP50Us", "tickP99Us", "snapshotsOut", "allocatedBytesPerTick");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--bots", required = true, paramLabel = "N", description = "How many players.")
    private int bots;

    @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "30", description = "How long is measured.")
    private int seconds;

    @Option(names = "--scenario", defaultValue = "wander", description = "What the players do; see tos bots --help.")
    private Scenario scenario = Scenario.WANDER;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Where everything is kept.")
    private Path data = Path.of("data");

    @Option(names = "--port", paramLabel = "N", description = "UDP port; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration; DIR/tos.yaml if it is there.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print both reports as JSON, last line, nothing else.")
    private boolean json;

    /** Exit codes: 0 all played and saw nothing wrong, 1 not so, 2 usage, else the server's. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (bots < 1 || bots > BotsCommand.PLAYERS_MAX || seconds < 1 || seconds > 86_400) {
            throw new ParameterException(
                    spec.commandLine(), "--bots must be 1 to " + BotsCommand.PLAYERS_MAX + ", --for 1 to 86400");
        }
        final Path root = Path.of(System.getProperty("tos.root", ""));
        final Process server = start(root);
        final Thread reaper = new Thread(server::destroyForcibly, "reaper");
        Runtime.getRuntime().addShutdownHook(reaper);
        try {
            return play(root, server);
        } catch (final ControlException | TransportException | LoadException refused) {
            spec.commandLine().getErr().println("tos: " + refused.getMessage());
            return server.isAlive() ? EXIT_USAGE : server.exitValue();
        } finally {
            server.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(reaper);
        }
    }

    /** The server says what it has to say to standard error; its JSON we ask for by its control socket. */
    private Process start(final Path root) throws IOException {
        final List<String> command =
                new ArrayList<>(List.of(root.resolve("tos").toString(), "server", "--json", "--data", data.toString()));
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        if (config != null) {
            command.addAll(List.of("--config", config.toString()));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private int play(final Path root, final Process server) throws JsonProcessingException, InterruptedException {
        final BotPlan plan = new BotPlan(
                scenario, bots, seconds, new BotPlan.Rates(20, 20, 1), new BotPlan.Line(0, 0, 1), 1, false, 2);
        try (ServerDesk desk = whenReady(server)) {
            final List<ConnectGrant> grants = desk.take(bots);
            final Swarm.Outcome outcome = new Swarm(plan, Atlas.of(root), SessionKeyLog.NONE)
                    .run(grants.getFirst().server(), grants, desk);
            server.destroy();
            if (!server.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || server.exitValue() != 0) {
                spec.commandLine().getErr().println("tos: the server did not stop in order");
                return EXIT_NO;
            }
            return report(new BotReport(plan, outcome), outcome.server());
        }
    }

    private ServerDesk whenReady(final Process server) throws InterruptedException {
        for (int left = STARTS_WITHIN_SECONDS * 1000 / POLL_MS; ; left--) {
            try {
                return new ServerDesk(data);
            } catch (final ControlException notYet) {
                if (left == 0 || !server.isAlive()) {
                    throw notYet;
                }
            }
            Thread.sleep(POLL_MS);
        }
    }

    private int report(final BotReport report, final ObjectNode server) throws JsonProcessingException {
        final ObjectNode node = report.json();
        FOREMOST.stream().filter(server::has).forEach(name -> node.set(name, server.get(name)));
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(node));
        } else {
            node.properties().forEach(field -> out.println(field.getKey() + ": " + field.getValue()));
        }
        return report.isGood() ? 0 : EXIT_NO;
    }
}
