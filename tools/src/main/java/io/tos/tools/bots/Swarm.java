package io.tos.tools.bots;

import io.tos.engine.crypto.ConnectGrant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Runs a plan: divides the players among threads, waits for them, puts their tallies together. Main thread. */
final class Swarm {
    private static final int REFILL_MS = 250;
    /** Tokens live 45 s: those in reserve are renewed long before. */
    private static final int REFILLS_UNTIL_STALE = 60;

    private final BotPlan plan;
    private final SwarmContext context;

    /** What came of it. */
    record Outcome(BotTally tally, SwarmContext.Window window) {}

    Swarm(final BotPlan plan, final Atlas atlas) {
        this.plan = plan;
        this.context = new SwarmContext(atlas, plan.threads());
    }

    /**
     * Plays.
     *
     * @param source of tokens, for all players at once and for those who come back.
     */
    Outcome run(final InetSocketAddress server, final List<ConnectGrant> grants, final GrantSource source)
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
        for (int turn = 0; !all.isDone(); turn++) {
            if (plan.scenario() == Scenario.CHURN) {
                refill(source, turn);
            }
            Thread.sleep(REFILL_MS);
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
        return new Outcome(tally, context.window());
    }

    private BotTally play(final InetSocketAddress server, final List<ConnectGrant> grants, final int number) {
        try (SwarmThread thread = new SwarmThread(plan, context, server, grants, number)) {
            thread.run();
            return thread.tally();
        }
    }

    private void refill(final GrantSource source, final int turn) {
        if (turn % REFILLS_UNTIL_STALE == 0) {
            context.fresh().clear();
        }
        final int missing = 10 + plan.players() / 2 - context.fresh().size();
        if (missing > 0) {
            context.fresh().addAll(source.take(missing));
        }
    }
}
