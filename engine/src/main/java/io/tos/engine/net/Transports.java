package io.tos.engine.net;

import io.tos.engine.net.TransportConfig.Kind;
import io.tos.engine.net.mmsg.MmsgTransport;
import io.tos.engine.net.uring.RingSizes;
import io.tos.engine.net.uring.UringTransport;
import io.tos.engine.telemetry.Counters;
import io.tos.natives.uring.RingSetup;
import io.tos.natives.uring.UringSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chooses a transport and binds its sockets: one transport per shard, all of one kind, on one port. The sockets are
 * bound here, in shard order; each transport is opened later on the thread of its agent.
 */
public final class Transports implements AutoCloseable {
    private final Kind kind;
    private final String name;
    private final String reason;
    private final List<Transport> shards;

    private Transports(final Kind kind, final String name, final String reason, final List<Transport> shards) {
        this.kind = kind;
        this.name = name;
        this.reason = reason;
        this.shards = List.copyOf(shards);
    }

    /** Those of a simulation, in shard order; {@link #kind} is AUTO because no kernel chose. */
    public static Transports simulated(final List<? extends Transport> shards) {
        return new Transports(Kind.AUTO, shards.getFirst().name(), "a simulated network", List.copyOf(shards));
    }

    /** As {@link #open(TransportConfig, List, RingSetup)}, with this machine's kernel. */
    public static Transports open(final TransportConfig config, final List<Counters> counters) {
        return open(config, counters, RingSetup.KERNEL);
    }

    /**
     * Binds the sockets of a configuration.
     *
     * @param counters one block per shard that is asked for.
     * @param setup makes io_uring's rings.
     * @throws TransportException when the configured kind cannot run here, or the port cannot be had.
     */
    public static Transports open(final TransportConfig config, final List<Counters> counters, final RingSetup setup) {
        if (counters.size() < config.shards()) {
            throw new IllegalArgumentException("a block of counters for each of the shards: " + config.shards());
        }
        final Choice choice = choose(config, setup);
        if (choice.kind == Kind.UDP) {
            final UdpTransport transport = UdpTransport.bind(config, counters.getFirst());
            final String one = config.shards() > 1 ? "; one socket, the JDK cannot steer several" : "";
            return of(choice, one, List.of(transport));
        }
        final KernelSockets sockets = KernelSockets.bind(config);
        final List<Transport> shards = new ArrayList<>();
        for (int shard = 0; shard < sockets.count(); shard++) {
            final Counters own = counters.get(shard);
            shards.add(
                    choice.kind == Kind.URING
                            ? new UringTransport(
                                    sockets.socket(shard), sockets.locals(shard), setup, RingSizes.DEFAULT, own)
                            : new MmsgTransport(
                                    sockets.socket(shard), sockets.locals(shard), config.gro(), config.gso(), own));
        }
        return of(choice, sockets.notes(), shards);
    }

    private static Transports of(final Choice choice, final String notes, final List<Transport> shards) {
        return new Transports(choice.kind, choice.kind.name().toLowerCase(Locale.ROOT), choice.reason + notes, shards);
    }

    private static Choice choose(final TransportConfig config, final RingSetup setup) {
        final boolean linux = System.getProperty("os.name", "").equals("Linux");
        return switch (config.kind()) {
            case UDP -> new Choice(Kind.UDP, "udp: as configured");
            case MMSG -> {
                if (!linux) {
                    throw new TransportException("network.transport mmsg cannot be used: it needs Linux");
                }
                yield new Choice(Kind.MMSG, "mmsg: as configured");
            }
            case URING -> {
                final String obstacle = UringSupport.probe(setup);
                if (!obstacle.isEmpty()) {
                    throw new TransportException("network.transport uring cannot be used: " + obstacle);
                }
                yield new Choice(Kind.URING, "uring: as configured");
            }
            case AUTO -> {
                final String obstacle = UringSupport.probe(setup);
                if (obstacle.isEmpty()) {
                    yield new Choice(Kind.URING, "uring: the best here, and it works");
                }
                yield linux ? new Choice(Kind.MMSG, "mmsg: " + obstacle) : new Choice(Kind.UDP, "udp: " + obstacle);
            }
        };
    }

    /** One line for a bind that failed with this error name. */
    static TransportException bindFailure(final TransportConfig config, final String errorName, final Exception cause) {
        final String where = config.bindAddress() + " port " + config.port();
        return new TransportException(
                switch (errorName) {
                    case "EADDRINUSE" -> "UDP " + where + " is in use by another process";
                    case "EACCES", "EPERM" ->
                        "no permission to bind UDP " + where + " (ports below 1024 need CAP_NET_BIND_SERVICE)";
                    case "EADDRNOTAVAIL" -> "UDP " + where + " cannot be bound: this machine has no such address";
                    case "EAFNOSUPPORT" -> "UDP " + where + " cannot be bound: this kernel has no IPv6";
                    default -> "UDP " + where + " cannot be bound: " + errorName;
                },
                cause);
    }

    /** What was chosen; {@link Kind#AUTO} only in simulations. */
    public Kind kind() {
        return kind;
    }

    /** How the choice is named in banner and reports: uring, mmsg, udp or memory. */
    public String name() {
        return name;
    }

    /** One line: what was chosen, why, and what is not as configured. */
    public String reason() {
        return reason;
    }

    /** Sockets on the port: as configured, or 1 where they cannot be steered. */
    public int shards() {
        return shards.size();
    }

    /** The transport of a shard, not opened yet. */
    public Transport shard(final int shard) {
        return shards.get(shard);
    }

    /** The UDP port of all shards. */
    public int port() {
        return shards.getFirst().localPort();
    }

    /** Closes all of them; each opened one must have been closed on its own thread before. */
    @Override
    public void close() {
        for (final Transport transport : shards) {
            transport.close();
        }
    }

    /** A kind and the sentence that says why. */
    private record Choice(Kind kind, String reason) {}
}
