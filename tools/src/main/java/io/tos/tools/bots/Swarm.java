package io.tos.tools.bots;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.crypto.ConnectGrant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Runs a plan: divides the players among threads, waits for them, puts their tallies together. Main thread. */
final class Swarm {
    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();
    private static final int POLL_MS = 20;
    private static final int POLLS_PER_REFILL = 12;
    /** Tokens live 45 s: those in reserve are renewed long before. */
    private static final int REFILLS_UNTIL_STALE = 60;

    private final BotPlan plan;
    private final SwarmContext context;

    /** What came of it; {@code server} has the server's own figures of the measured time. */
    record Outcome(BotTally tally, SwarmContext.Window window, ObjectNode server) {}

    /** @param keyLog gets the keys of every session. */
    Swarm(final BotPlan plan, final Atlas atlas, final SessionKeyLog keyLog) {
        this.plan = plan;
        this.context = new SwarmContext(atlas, plan.threads(), keyLog);
    }

    /**
     * Plays.
     *
     * @param desk of the server: tokens for those who come back, and its own figures of the time that is measured.
     */
    Outcome run(final InetSocketAddress server, final List<ConnectGrant> grants, final ServerDesk desk)
            throws InterruptedException {
        final Executor threads = task -> new Thread(task, "swarm").start();
        final List<CompletableFuture<BotTally>> running = new ArrayList<>();
        int first = 0;
        for (final int share : plan.shares()) {
            final List<ConnectGrant> own = grants.subList(first, first + share);
            final int number = running.size();
            running.add(CompletableFuture.supplyAsync(() -> play(server, own, number), threads));
            first += share;
        }
        final CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        ObjectNode figures = NONE;
        boolean isMarked = false;
        for (int turn = 0; !all.isDone(); turn++) {
            if (plan.scenario() == Scenario.CHURN && turn % POLLS_PER_REFILL == 0) {
                refill(desk, turn / POLLS_PER_REFILL);
            }
            if (!isMarked && context.isMeasuring()) {
                desk.mark();
                isMarked = true;
            }
            if (figures.isEmpty() && context.isMeasured()) {
                figures = desk.figures();
            }
            Thread.sleep(POLL_MS);
        }
        final BotTally tally = new BotTally();
        try {
            running.forEach(done -> tally.add(done.join()));
        } catch (final CompletionException failed) {
            if (failed.getCause() instanceof final RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
        return new Outcome(tally, context.window(), figures);
    }

    private BotTally play(final InetSocketAddress server, final List<ConnectGrant> grants, final int number) {
        try (SwarmThread thread = new SwarmThread(plan, context, server, grants, number)) {
            thread.run();
            return thread.tally();
        }
    }

    private void refill(final ServerDesk desk, final int turn) {
        if (turn % REFILLS_UNTIL_STALE == 0) {
            context.fresh().clear();
        }
        final int missing = 10 + plan.players() / 2 - context.fresh().size();
        if (missing > 0) {
            context.fresh().addAll(desk.take(missing));
        }
    }
}
