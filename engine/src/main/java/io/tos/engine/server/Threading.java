package io.tos.engine.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Which agent runs on which thread; the only place that names threads. The same agents run each on a thread of their own,
 * all on one, or nowhere: then whoever made it calls {@link #step}.
 */
public final class Threading implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_MS = 5_000;

    private final List<AgentRunner> runners;
    private final List<Agent> stepped;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private Threading(final List<AgentRunner> runners, final List<Agent> stepped) {
        this.runners = runners;
        this.stepped = stepped;
    }

    /**
     * An agent and what it does when it has nothing to do.
     *
     * @param agent runs on exactly one thread.
     * @param idle used by that thread only.
     */
    public record Role(Agent agent, IdleStrategy idle) {}

    /** Each agent on a thread named after its role. */
    public static Threading perAgent(final List<Role> roles, final ErrorHandler onError) {
        return new Threading(
                roles.stream()
                        .map(role -> new AgentRunner(role.idle(), onError, null, role.agent()))
                        .toList(),
                List.of());
    }

    /** No thread: the agents run when {@link #step} is called, on the caller's thread. What one throws comes out there. */
    public static Threading manual(final List<Role> roles) {
        return new Threading(List.of(), roles.stream().map(Role::agent).toList());
    }

    /** All agents in turn on one thread, which waits as the last of them does. */
    public static Threading oneThread(final List<Role> roles, final ErrorHandler onError) {
        final Agent all = new CompositeAgent(roles.stream().map(Role::agent).toList());
        return new Threading(List.of(new AgentRunner(roles.getLast().idle(), onError, null, all)), List.of());
    }

    /** Starts the threads in order. */
    public void start() {
        for (final AgentRunner runner : runners) {
            threads.add(AgentRunner.startOnThread(runner));
        }
        stepped.forEach(Agent::onStart);
    }

    /** One duty cycle of each agent that has no thread, in order; returns how much work was done. */
    public int step() {
        int work = 0;
        for (int index = 0; index < stepped.size(); index++) {
            try {
                work += stepped.get(index).doWork();
            } catch (final Exception thrown) {
                throw new IllegalStateException("agent " + stepped.get(index).roleName() + " failed", thrown);
            }
        }
        return work;
    }

    /** Ids of the running threads, for the allocation meter. */
    public long[] threadIds() {
        return threads.stream().mapToLong(Thread::threadId).toArray();
    }

    /** One turn of a wait that is too short to park for. */
    static void spin() {
        Thread.onSpinWait();
    }

    /** Stops the agents in the order they were given, each with its own {@code onClose}. */
    @Override
    public void close() {
        for (final AgentRunner runner : runners) {
            runner.close(CLOSE_TIMEOUT_MS, thread -> {});
        }
        stepped.forEach(Agent::onClose);
    }

    /**
     * When the process ends or is told to (SIGTERM, SIGINT), opens the latch, waits for the main thread's orderly stop and
     * ends the process with the code that it left; as an internal error when it takes too long.
     *
     * @param stop opened at the signal.
     * @param exitCode completed by the main thread when it is done.
     */
    static void onSignal(
            final CountDownLatch stop, final CompletableFuture<Integer> exitCode, final int timeoutSeconds) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            Runtime.getRuntime()
                    .halt(exitCode.completeOnTimeout(ExitCode.INTERNAL.code(), timeoutSeconds, TimeUnit.SECONDS)
                            .join());
        }));
    }
}
