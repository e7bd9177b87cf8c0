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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos bots}: many players against a running server; tokens come from its control socket. */
@Command(
        name = "bots",
        description = "Plays with many players on a server, and checks and measures what they see.",
        mixinStandardHelpOptions = true)
public final class BotsCommand implements Callable<Integer> {
    private static final int EXIT_NO = 1;
    private static final int EXIT_USAGE = 2;
    static final int PLAYERS_MAX = 16_000;
    private static final Set<Integer> SNAPSHOT_RATES = Set.of(10, 20, 30, 60);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--server", paramLabel = "HOST:PORT", description = "Where; as the tokens say if not given.")
    private String server = "";

    @Option(
            names = "--scenario",
            defaultValue = "wander",
            description = "What they do: wander, sprint, crowd, borders, portal, idle, churn.")
    private Scenario scenario = Scenario.WANDER;

    @Option(names = "--players", defaultValue = "10", description = "How many, one socket each.")
    private int players;

    @Option(names = "--seconds", defaultValue = "10", description = "How long is measured, once all play.")
    private int seconds;

    @Option(names = "--input-rate", defaultValue = "20", description = "Input packets a second and player, 20 to 60.")
    private int inputRate;

    @Option(names = "--snapshot-rate", defaultValue = "20", description = "Snapshots asked for: 10, 20, 30 or 60.")
    private int snapshotRate;

    @Option(names = "--rate", defaultValue = "1", description = "Echo messages a second and player; 0 for none.")
    private int rate;

    @Option(names = "--loss", defaultValue = "0", description = "Percent lost, each direction.")
    private int loss;

    @Option(names = "--lag", defaultValue = "0", description = "Milliseconds added, each direction.")
    private int lag;

    @Option(names = "--lead", defaultValue = "2", description = "Ticks that inputs come early, beside the jitter.")
    private int lead;

    @Option(names = "--threads", defaultValue = "1", description = "Threads that share the players.")
    private int threads;

    @Option(names = "--predict", description = "Each predicts its avatar as a real client does; counts corrections.")
    private boolean predict;

    @Option(names = "--seed", defaultValue = "1", description = "Decides where they go and which datagrams are lost.")
    private long seed;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The server's data directory.")
    private Path data = Path.of("data");

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "Add the sessions' keys, for packet --keys. Who has the file can read and forge the sessions.")
    private @Nullable Path keys;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 all connected, stayed and saw nothing wrong, 1 not so, 2 usage. */
    @Override
    public Integer call() throws JsonProcessingException, InterruptedException {
        final BotPlan plan = plan();
        try (ServerDesk desk = new ServerDesk(data)) {
            final Atlas atlas = Atlas.of(Path.of(System.getProperty("tos.root", "")));
            final List<ConnectGrant> grants = desk.take(players);
            try (SessionKeyLog keyLog = SessionKeyLog.to(keys)) {
                final Swarm swarm = new Swarm(plan, atlas, keyLog);
                return report(new BotReport(plan, swarm.run(target(grants.getFirst()), grants, desk)));
            }
        } catch (final UncheckedIOException | IOException refused) {
            spec.commandLine().getErr().println("tos: --keys: " + refused.getMessage());
            return EXIT_USAGE;
        } catch (final ControlException | TransportException | LoadException refused) {
            spec.commandLine().getErr().println("tos: " + refused.getMessage());
            return EXIT_USAGE;
        }
    }

    private BotPlan plan() {
        check("--players", players, 1, PLAYERS_MAX);
        check("--seconds", seconds, 1, 86_400);
        check("--input-rate", inputRate, 20, 60);
        check("--rate", rate, 0, 60);
        check("--loss", loss, 0, 90);
        check("--lag", lag, 0, 2_000);
        check("--lead", lead, 1, 20);
        check("--threads", threads, 1, Math.min(players, 64));
        if (!SNAPSHOT_RATES.contains(snapshotRate)) {
            throw wrong("--snapshot-rate must be 10, 20, 30 or 60: " + snapshotRate);
        }
        return new BotPlan(
                scenario,
                players,
                seconds,
                new BotPlan.Rates(inputRate, snapshotRate, rate),
                new BotPlan.Line(loss, lag, seed),
                threads,
                predict,
                lead);
    }

    private void check(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw wrong(name + " must be " + min + " to " + max + ": " + value);
        }
    }

    private ParameterException wrong(final String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    private InetSocketAddress target(final ConnectGrant grant) {
        if (server.isEmpty()) {
            return grant.server();
        }
        final int colon = server.lastIndexOf(':');
        try {
            final var address = new InetSocketAddress(
                    server.substring(0, Math.max(0, colon)), Integer.parseInt(server.substring(colon + 1)));
            if (!address.isUnresolved()) {
                return address;
            }
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--server must be HOST:PORT: " + server, wrong);
        }
        throw wrong("--server names an unknown host: " + server);
    }

    private int report(final BotReport report) throws JsonProcessingException {
        final PrintWriter out = spec.commandLine().getOut();
        final ObjectNode node = report.json();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(node));
        } else {
            node.properties().forEach(field -> out.println(field.getKey() + ": " + field.getValue()));
        }
        return report.isGood() ? 0 : EXIT_NO;
    }
}
