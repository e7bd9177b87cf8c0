package io.tos.benchmarks.transport;

import io.tos.benchmarks.transport.Results.RowKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials: all servers of a case stay up, idle, and take turns; every round goes through them once, every other
 * round backwards. Server on core 0, a fresh peer process on core 1 for each trial.
 */
final class TransportBench {
    private static final int SERVER_CORE = 0;
    private static final int PEER_CORE = 1;
    /** What a server without a socket tells: it needs no peer. */
    private static final String NO_PORT = "0";

    private static final long START_MS_MAX = 10_000;
    private static final long TRIAL_MS_MARGIN = 12_000;

    private final Plan plan;
    private final List<Variant> variants;
    private final List<String> peerCommand;
    private final PrintWriter log;
    private final Results results = new Results();
    private final long begunNs = System.nanoTime();

    /**
     * @param peerCommand starts the other side.
     * @param log gets one line per round.
     */
    TransportBench(
            final Plan plan, final List<Variant> variants, final List<String> peerCommand, final PrintWriter log) {
        this.plan = plan;
        this.variants = variants;
        this.peerCommand = peerCommand;
        this.log = log;
    }

    Results run() {
        for (final TrialCase kind : plan.cases()) {
            final Map<Variant, Child> servers = new LinkedHashMap<>();
            try {
                start(kind, servers);
                warmUp(kind, servers);
                for (int round = 0; round < plan.rounds() && !isOver(kind, round); round++) {
                    round(kind, round, servers);
                }
            } finally {
                servers.values().forEach(Child::close);
            }
        }
        return results;
    }

    private void start(final TrialCase kind, final Map<Variant, Child> servers) {
        for (final Variant variant : variants) {
            if (plan.wants(variant, kind)) {
                final List<String> command = new ArrayList<>(variant.command());
                command.add(kind.word());
                command.add(String.valueOf(SERVER_CORE));
                try {
                    servers.put(variant, Child.start(variant.name(), command));
                } catch (final IOException e) {
                    results.fail(new RowKey(variant, kind, plan.payloads().getFirst()), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void warmUp(final TrialCase kind, final Map<Variant, Child> servers) {
        if (plan.warmUpMs() == 0) {
            return;
        }
        log.println(kind.word() + ": warming up");
        servers.forEach((variant, server) -> {
            for (final int payload : plan.payloads()) {
                if (variant.needsWarmUp()) {
                    trial(new RowKey(variant, kind, payload), server, 0, plan.warmUpMs());
                }
            }
        });
    }

    private void round(final TrialCase kind, final int round, final Map<Variant, Child> servers) {
        log.println(kind.word() + ": round " + (round + 1) + " of " + plan.rounds());
        final List<Variant> order = new ArrayList<>(servers.keySet());
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (final int payload : plan.payloads()) {
            for (final Variant variant : order) {
                final Child server = servers.get(variant);
                if (server != null) {
                    final RowKey key = new RowKey(variant, kind, payload);
                    results.add(key, turn(key, server));
                }
            }
        }
    }

    /** A server that has ended still takes its turn, without a figure: rounds stay in step. */
    private @Nullable Trial turn(final RowKey key, final Child server) {
        if (server.isAlive()) {
            return trial(key, server, plan.settleMs(), plan.windowMs());
        }
        results.fail(key, "the server has ended");
        return null;
    }

    /** The budget is shared by the cases still to come, so that none is left without a round. */
    private boolean isOver(final TrialCase kind, final int round) {
        final int casesDone = plan.cases().indexOf(kind) + 1;
        final long dueMs = plan.budgetMs() * casesDone / plan.cases().size();
        final boolean isOver = round > 0 && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs) > dueMs;
        if (isOver) {
            log.println(kind.word() + ": stopped after " + round + " rounds, the time is up");
        }
        return isOver;
    }

    private @Nullable Trial trial(final RowKey key, final Child server, final int settleMs, final int windowMs) {
        try {
            server.tell("run " + key.payload() + " " + settleMs + " " + windowMs);
            final String port = server.expect("port", START_MS_MAX).split(" ", -1)[1];
            final long resultMs = settleMs + windowMs + TRIAL_MS_MARGIN;
            if (port.equals(NO_PORT)) {
                return Trial.parse(server.expect("result", resultMs));
            }
            try (Child peer = startPeer(key, port)) {
                final String result = server.expect("result", resultMs);
                peer.endInput();
                check(peer.expect("peer", TRIAL_MS_MARGIN));
                return Trial.parse(result);
            }
        } catch (final IOException e) {
            log.println("  " + key.variant().name() + " " + key.payload() + ": " + e.getMessage());
            results.fail(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Child startPeer(final RowKey key, final String port) throws IOException {
        final List<String> command = new ArrayList<>(peerCommand);
        command.addAll(List.of(key.kind().word(), port, String.valueOf(key.payload()), String.valueOf(PEER_CORE)));
        return Child.start("peer", command);
    }

    /** {@code peer SENT RECEIVED WRONG LOST}: a server that answers nonsense has no figure. */
    private static void check(final String line) throws IOException {
        if (!line.split(" ", -1)[3].equals("0")) {
            throw new IOException("the peer got wrong answers: " + line);
        }
    }
}
