package io.tos.engine.sim;

import io.tos.engine.client.GameConnection;
import io.tos.engine.memory.Region;
import io.tos.engine.net.LinkConditions;
import io.tos.engine.net.Transport;
import io.tos.engine.telemetry.Counter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Churn for a long time: clients come, talk, leave, vanish, move and come back over lines of every kind, while noise
 * comes in from nowhere. Everything said in a session must come back once and in order, no session may end that nobody
 * ended, and when all are gone nothing may be left. One thread; time is simulated.
 */
public final class Soak {
    private static final long STEP_NS = 5_000_000;
    private static final int STEPS_PER_SECOND = 200;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int CLIENTS_MIN = 64;
    /** A session that slowed down to the least rate on a bad line takes a minute for what waits. */
    private static final int QUIET_MS = 90_000;

    private static final int VANISH_MS = 12_000;
    private static final int FORGET_MS = 140_000;
    private static final int NOISE_PER_SECOND = 200;

    private final SoakPlan plan;
    private final SplittableRandom random;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private int wanted = CLIENTS_MIN;
    private long accounts;
    private long left;
    private long vanished;
    private long moved;
    private @Nullable String problem;

    /**
     * What to do.
     *
     * @param seed decides everything.
     * @param minutes of simulated time.
     * @param clients most at once, at least 64.
     */
    public record SoakPlan(long seed, int minutes, int clients) {}

    /** Made to run once. */
    public Soak(final SoakPlan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
    }

    /** Runs; returns the first thing that went wrong, or null. */
    public @Nullable String run() {
        final long openBytes = Region.openBytes();
        final SimulationPlan world =
                SimulationPlan.of(plan.seed(), plan.clients()).withShards(4).withStepNs(STEP_NS);
        try (Simulation simulation = new Simulation(world);
                Arena arena = Arena.ofConfined()) {
            final MemorySegment noise = arena.allocate(Transport.DATAGRAM_BYTES_MAX, 8);
            for (int second = 0; second < plan.minutes() * SECONDS_PER_MINUTE && problem == null; second++) {
                churn(simulation);
                for (int step = 0; step < STEPS_PER_SECOND; step++) {
                    for (int count = 0; count < NOISE_PER_SECOND / STEPS_PER_SECOND; count++) {
                        makeNoise(simulation, noise);
                    }
                    simulation.step();
                }
                problem = simulation.problem();
            }
            if (problem == null) {
                problem = settle(simulation);
            }
            note(simulation);
        }
        if (problem == null && Region.openBytes() != openBytes) {
            problem = "memory was not given back: " + (Region.openBytes() - openBytes) + " bytes";
        }
        return problem;
    }

    /** What was done and counted, in the order a reader wants it. */
    public Map<String, Long> figures() {
        return figures;
    }

    /** About one client in twenty does something; how many there should be wanders. */
    private void churn(final Simulation simulation) {
        wanted = Math.clamp(wanted + random.nextInt(-20, 22), CLIENTS_MIN, plan.clients());
        final int acts = Math.max(4, plan.clients() / 20);
        for (int act = 0; act < acts; act++) {
            final SimulatedClient client = simulation.client(random.nextInt(wanted));
            switch (client.connection().state()) {
                case IDLE, CLOSED -> begin(simulation, client);
                case ESTABLISHED -> disturb(simulation, client);
                case HELLO_SENT, CONNECT_SENT, CLOSING -> {}
            }
        }
        for (int index = wanted; index < plan.clients(); index++) {
            if (simulation.client(index).isEstablished()) {
                simulation.client(index).leave();
                left++;
            }
        }
    }

    /** Comes back, comes as somebody new, or as somebody who is in already and has to give way. */
    private void begin(final Simulation simulation, final SimulatedClient client) {
        client.dark(false);
        client.line(line());
        client.talk(1 + random.nextInt(20), 20 + random.nextInt(700));
        if (client.connection().mayResume() && random.nextInt(3) == 0 && !isTakenOver(simulation, client)) {
            client.comeBack();
            return;
        }
        final SimulatedClient other = simulation.client(random.nextInt(wanted));
        // Of two on their way in under one name it is open who is later: one at a time.
        if (random.nextInt(10) == 0 && other.isEstablished() && !isTakenOver(simulation, other)) {
            other.expectEnd();
            client.connectAs(other.account());
        } else {
            client.connectAs(++accounts);
        }
    }

    /** Whether somebody else came in, or is about to, under its name. */
    private static boolean isTakenOver(final Simulation simulation, final SimulatedClient client) {
        return simulation.clients().stream()
                .anyMatch(other -> other != client
                        && other.account() == client.account()
                        && other.connection().state() != GameConnection.State.CLOSED);
    }

    private void disturb(final Simulation simulation, final SimulatedClient client) {
        switch (random.nextInt(6)) {
            case 0 -> {
                client.leave();
                left++;
            }
            case 1 -> {
                client.expectEnd();
                client.dark(true);
                vanished++;
            }
            case 2 -> {
                simulation.rebind(client, 0x1400_0000 + random.nextInt(1 << 24), 1_024 + random.nextInt(60_000));
                moved++;
            }
            case 3 -> client.line(line());
            default -> client.talk(random.nextInt(20), 20 + random.nextInt(700));
        }
    }

    /** A line that no session may end on. */
    private LinkConditions line() {
        final LinkConditions some = LinkConditions.CLEAN
                .delayMs(random.nextInt(120))
                .jitterMs(random.nextInt(10))
                .reorder(random.nextInt(10), 20)
                .duplicatePercent(random.nextInt(6));
        return switch (random.nextInt(5)) {
            case 0 -> LinkConditions.CLEAN;
            case 1 -> some.lossPercent(10).flipPercent(20);
            case 2 -> some.lossPercent(random.nextInt(25));
            case 3 -> some.burst(10_000, 200_000, 60);
            default -> some.bytesPerSecond(40_000L + random.nextInt(400_000));
        };
    }

    /** A datagram of random bytes, now and then one that looks like something, from a random address. */
    private void makeNoise(final Simulation simulation, final MemorySegment noise) {
        final int length = random.nextInt(4) == 0 ? Transport.DATAGRAM_BYTES_MAX : random.nextInt(80);
        for (int at = 0; at < length; at++) {
            noise.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
        if (length > 0 && random.nextBoolean()) {
            noise.set(ValueLayout.JAVA_BYTE, 0, (byte) (random.nextBoolean() ? 0x80 : 1 + random.nextInt(5)));
        }
        simulation.inject(0x6000_0000 | random.nextInt(1 << 24), 1 + random.nextInt(65_535), noise, length);
    }

    /** Everybody stops talking, gets answered, leaves; then nothing may be left. */
    private @Nullable String settle(final Simulation simulation) {
        simulation.clients().forEach(client -> {
            client.talk(0, 20);
            client.line(LinkConditions.CLEAN);
        });
        simulation.run(VANISH_MS);
        simulation.runUntil(() -> simulation.clients().stream().allMatch(Soak::isAtRest), QUIET_MS);
        for (final SimulatedClient client : simulation.clients()) {
            if (!isAtRest(client)) {
                return "client " + client.account() + " got " + client.returnedCount() + " of " + client.sentCount();
            }
            if (client.connection().state() != GameConnection.State.CLOSED) {
                client.leave();
            }
        }
        simulation.run(FORGET_MS);
        for (final Counter gauge : new Counter[] {
            Counter.SESSIONS_ADMITTED,
            Counter.SESSIONS_WAITING,
            Counter.HALF_OPEN,
            Counter.SESSION_HELD_BYTES,
            Counter.TOKENS_REMEMBERED
        }) {
            if (simulation.server().count(gauge) != 0) {
                return gauge + " is " + simulation.server().count(gauge) + " when everybody has left";
            }
        }
        if (simulation.clientHeldBytes() != 0 || simulation.network().usedBlockCount() != 0) {
            return "left over: " + simulation.clientHeldBytes() + " bytes at the clients, "
                    + simulation.network().usedBlockCount() + " datagrams";
        }
        return simulation.problem();
    }

    private static boolean isAtRest(final SimulatedClient client) {
        return !client.isEstablished() || client.isAnswered();
    }

    private void note(final Simulation simulation) {
        figures.put("simulatedSeconds", simulation.time().elapsedNs() / 1_000_000_000);
        figures.put("accounts", accounts);
        figures.put("left", left);
        figures.put("vanished", vanished);
        figures.put("moved", moved);
        figures.put(
                "attemptsFailed",
                simulation.clients().stream()
                        .mapToLong(SimulatedClient::failedCount)
                        .sum());
        for (final Counter counter : new Counter[] {
            Counter.DATAGRAMS_IN,
            Counter.DATAGRAMS_OUT,
            Counter.SESSIONS_OPENED,
            Counter.SESSIONS_CLOSED,
            Counter.SESSIONS_TIMED_OUT,
            Counter.TAKEOVERS,
            Counter.PATHS_MOVED,
            Counter.PACKETS_LOST,
            Counter.PACKETS_BAD_TAG,
            Counter.MESSAGES_DUPLICATE
        }) {
            figures.put(
                    counter.name().toLowerCase(Locale.ROOT), simulation.server().count(counter));
        }
        figures.put("amplificationPercent", simulation.amplificationPercent());
    }
}
