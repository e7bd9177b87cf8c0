package io.tos.tools.bots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlClient;
import io.tos.engine.control.ControlException;
import io.tos.engine.crypto.ConnectGrant;
import io.tos.engine.net.TransportException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos bots}: many clients against a running server; tokens come from its control socket. */
@Command(name = "bots", description = "Connects many clients to a server and checks that every message arrives.")
public final class BotsCommand implements Callable<Integer> {
    private static final int EXIT_NO = 1;
    private static final int EXIT_USAGE = 2;
    private static final int NAMES_PER_CALL = 200;
    private static final int PLAYERS_MAX = 16_000;
    private static final long NS_PER_MS = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--server", paramLabel = "HOST:PORT", description = "Where; as the tokens say if not given.")
    private String server = "";

    @Option(names = "--players", defaultValue = "10", description = "How many clients, one socket each.")
    private int players;

    @Option(names = "--seconds", defaultValue = "10", description = "How long they play once connected.")
    private int seconds;

    @Option(names = "--rate", defaultValue = "30", description = "Messages a second and client.")
    private int rate;

    @Option(names = "--loss", defaultValue = "0", description = "Percent lost, each direction.")
    private int loss;

    @Option(names = "--lag", defaultValue = "0", description = "Milliseconds added, each direction.")
    private int lag;

    @Option(names = "--seed", defaultValue = "1", description = "Decides which datagrams are lost.")
    private long seed;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The server's data directory.")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Exit codes: 0 all connected and every message came back, 1 not so, 2 usage. */
    @Override
    public Integer call() throws JsonProcessingException {
        check("--players", players, 1, PLAYERS_MAX);
        check("--seconds", seconds, 1, 86_400);
        check("--rate", rate, 1, 60);
        check("--loss", loss, 0, 90);
        check("--lag", lag, 0, 2_000);
        try {
            final List<ConnectGrant> grants = grants();
            final var plan = new BotRun.BotPlan(seconds, rate, loss, lag, seed);
            return report(new BotRun(plan).run(target(grants.getFirst()), grants));
        } catch (final ControlException | TransportException refused) {
            spec.commandLine().getErr().println("tos: " + refused.getMessage());
            return EXIT_USAGE;
        }
    }

    private void check(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new ParameterException(spec.commandLine(), name + " must be " + min + " to " + max + ": " + value);
        }
    }

    private List<ConnectGrant> grants() {
        final List<ConnectGrant> grants = new ArrayList<>();
        try (ControlClient client = new ControlClient(data)) {
            while (grants.size() < players) {
                final ObjectNode arguments = client.arguments();
                final var names = arguments.putArray("names");
                for (int count = Math.min(NAMES_PER_CALL, players - grants.size()); count > 0; count--) {
                    names.add("bot-" + (grants.size() + names.size() + 1));
                }
                for (final JsonNode token : client.call("token", arguments).path("tokens")) {
                    grants.add(ConnectGrant.parse(token.asText()));
                }
            }
        }
        return grants;
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
        throw new ParameterException(spec.commandLine(), "--server names an unknown host: " + server);
    }

    private int report(final BotRun.Outcome outcome) throws JsonProcessingException {
        final BotTally tally = outcome.tally();
        final PrintWriter out = spec.commandLine().getOut();
        final ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("players", players)
                .put("connected", tally.connected)
                .put("connectMs", tally.connectNs / NS_PER_MS)
                .put("disconnects", tally.disconnects())
                .put("reliableSent", tally.sent)
                .put("reliableDelivered", tally.delivered)
                .put("duplicates", tally.duplicates)
                .put("outOfOrder", tally.outOfOrder)
                .put("postponed", tally.postponed)
                .put("rttP50Ms", tally.roundTripMs(50))
                .put("rttP99Ms", tally.roundTripMs(99))
                .put("datagramsIn", outcome.datagramsIn())
                .put("datagramsOut", outcome.datagramsOut())
                .put("bytesIn", outcome.bytesIn())
                .put("bytesOut", outcome.bytesOut());
        final ObjectNode reasons = node.putObject("disconnectReasons");
        tally.disconnectsByReason().forEach((code, count) -> reasons.put("0x" + Integer.toHexString(code), count));
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(node));
        } else {
            node.properties().forEach(field -> out.println(field.getKey() + ": " + field.getValue()));
        }
        final boolean isGood = tally.connected == players
                && tally.disconnects() == 0
                && tally.delivered == tally.sent
                && tally.duplicates == 0
                && tally.outOfOrder == 0;
        return isGood ? 0 : EXIT_NO;
    }
}
