package io.tos.engine.server;

import io.tos.engine.memory.Region;
import io.tos.engine.net.Transports;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/** Builds the whole server top to bottom, starts it, and closes it in reverse. */
public final class GameServer implements AutoCloseable {
    private final Region telemetry;
    private final List<Counters> counters;
    private final Histogram tickDurations;
    private final Transports transports;
    private final List<Shard> shards;
    private final Threading threading;

    /**
     * Binds the port and allocates everything.
     *
     * @param clock monotonic; each agent reads it once per duty cycle.
     * @param onError told, on the agent's thread, what an agent stumbled over; stop the server then.
     * @throws io.tos.engine.net.TransportException when the port cannot be had.
     */
    public GameServer(final ServerConfig config, final NanoClock clock, final ErrorHandler onError) {
        final int blocks = config.network().shards() + 1;
        telemetry = Region.shared("telemetry", (long) blocks * Counters.BLOCK_BYTES + Histogram.BLOCK_BYTES, 64);
        counters = IntStream.range(0, blocks)
                .mapToObj(block -> new Counters(telemetry.memory(), (long) block * Counters.BLOCK_BYTES))
                .toList();
        tickDurations = new Histogram(telemetry.memory(), (long) blocks * Counters.BLOCK_BYTES);
        final Counters tickCounters = counters.getLast();
        transports = Transports.open(config.network(), counters);
        shards = IntStream.range(0, transports.shards())
                .mapToObj(shard -> new Shard(transports.shard(shard), counters.get(shard), tickCounters))
                .toList();
        final TickAgent tick = new TickAgent(config.tick(), clock, shards, tickCounters, tickDurations);
        final List<Threading.Role> roles = new ArrayList<>();
        roles.add(new Threading.Role(tick, new DeadlineIdle(tick, clock)));
        shards.forEach(shard -> roles.add(new Threading.Role(shard.agent(), new TransportIdle(shard.transport()))));
        threading = Threading.perAgent(roles, onError);
    }

    /** Starts the agents. */
    public void start() {
        threading.start();
    }

    /** The UDP port. */
    public int port() {
        return transports.port();
    }

    /** Which transport moves the datagrams. */
    public String transport() {
        return transports.name();
    }

    /** Why it was chosen, one line. */
    public String transportReason() {
        return transports.reason();
    }

    /** A counter's sum over all agents. */
    public long count(final Counter counter) {
        return counters.stream().mapToLong(block -> block.value(counter)).sum();
    }

    /** Each tick's time from its scheduled start to its end, ns. */
    public Histogram tickDurations() {
        return tickDurations;
    }

    /** Ids of the agents' threads. */
    public long[] threadIds() {
        return threading.threadIds();
    }

    /** Stops the agents, then frees what they shared. */
    @Override
    public void close() {
        threading.close();
        shards.forEach(Shard::close);
        telemetry.close();
    }
}
