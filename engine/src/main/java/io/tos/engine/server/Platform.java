package io.tos.engine.server;

import io.tos.engine.crypto.PacketCrypto;
import io.tos.engine.net.TransportConfig;
import io.tos.engine.net.Transports;
import io.tos.engine.store.SqliteStore;
import io.tos.engine.store.Store;
import io.tos.engine.store.StoreConfig;
import io.tos.engine.telemetry.Counters;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What a server stands on: a machine, or a simulation of one.
 *
 * @param nano what time it is, for durations; each agent reads it once per duty cycle.
 * @param wall what time it is, for dates.
 * @param random where keys, ids and secrets come from; a {@code SecureRandom} outside of simulations.
 * @param sockets binds the port, given a block of counters per shard at least.
 * @param packets what seals and opens packets, given what the server would use; itself outside of simulations.
 * @param stores opens the saves.
 * @param isStepped whether the agents run when {@link GameServer#step} is called, on the caller's thread, with nobody at
 *     the control socket; else each on a thread of its own.
 */
public record Platform(
        NanoClock nano,
        EpochClock wall,
        RandomGenerator random,
        Function<List<Counters>, Transports> sockets,
        UnaryOperator<PacketCrypto> packets,
        StoreSource stores,
        boolean isStepped) {
    /** Opens the saves of a data directory. */
    @FunctionalInterface
    public interface StoreSource {
        /**
         * Opens them.
         *
         * @param nowMs Unix time.
         * @throws io.tos.engine.store.StoreException when they cannot be used.
         */
        Store open(Path data, long nowMs, StoreConfig config);
    }

    /** This machine: its sockets, its threads, and chance that nobody can repeat. */
    public static Platform machine(final NanoClock nano, final EpochClock wall, final TransportConfig network) {
        return new Platform(
                nano,
                wall,
                new SecureRandom(),
                counters -> Transports.open(network, counters),
                UnaryOperator.identity(),
                (data, nowMs, config) -> SqliteStore.open(data, nowMs, config.databaseBytesMax()),
                false);
    }

    /** One thread that steps the server, time and chance from the caller. */
    public static Platform stepped(
            final NanoClock nano,
            final EpochClock wall,
            final RandomGenerator random,
            final Function<List<Counters>, Transports> sockets,
            final UnaryOperator<PacketCrypto> packets,
            final Store store) {
        return new Platform(nano, wall, random, sockets, packets, (data, nowMs, config) -> store, true);
    }
}
