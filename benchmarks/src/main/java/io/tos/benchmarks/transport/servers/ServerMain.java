package io.tos.benchmarks.transport.servers;

import io.tos.benchmarks.transport.Trial;
import io.tos.benchmarks.transport.TrialCase;
import io.tos.engine.net.TransportConfig;
import io.tos.engine.net.TransportConfig.Kind;
import io.tos.natives.posix.Affinity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * A measured server's process: {@code VARIANT CASE CORE}. Reads {@code run PAYLOAD SETTLE_MS WINDOW_MS}, answers {@code
 * port N} and {@code result ...} or {@code error TEXT}; ends with its input. The protocol is described in {@code floor.h}.
 */
public final class ServerMain {
    private static final TransportConfig PLAIN = TransportConfig.DEFAULT
            .withBindAddress("127.0.0.1")
            .withPort(0)
            .withGro(false)
            .withGso(false);

    private ServerMain() {}

    /** Arguments: variant, case, core. */
    public static void main(final String[] args) throws IOException {
        final int core = Integer.parseInt(args[2]);
        final MeasuredServer server = create(args[0], TrialCase.of(args[1]), core);
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                final String wish = line;
                // Off the main thread: when the input ends in the middle of a trial, the process must end too.
                final Thread worker = new Thread(() -> answer(server, wish), "server");
                worker.setDaemon(true);
                worker.start();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static MeasuredServer create(final String variant, final TrialCase kind, final int core) {
        return switch (variant) {
            case "netty-epoll" -> new NettyServer(NettyFlavour.EPOLL, kind, core);
            case "netty-uring" -> new NettyServer(NettyFlavour.URING, kind, core);
            case "memory" -> new MemoryServer(kind, core);
            case "uring" -> new TransportServer(PLAIN.withKind(Kind.URING), kind, core);
            case "udp" -> new TransportServer(PLAIN.withKind(Kind.UDP), kind, core);
            case "mmsg" -> new TransportServer(PLAIN.withKind(Kind.MMSG), kind, core);
            case "mmsg-gro" -> new TransportServer(PLAIN.withKind(Kind.MMSG).withGro(true), kind, core);
            case "mmsg-gso" -> new TransportServer(PLAIN.withKind(Kind.MMSG).withGso(true), kind, core);
            default -> throw new IllegalArgumentException("no variant " + variant);
        };
    }

    private static void answer(final MeasuredServer server, final String wish) {
        String reply;
        try {
            final String[] words = wish.split(" ", -1);
            final Meter meter = new Meter(
                    TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2])),
                    TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[3])));
            final Trial trial = server.run(Integer.parseInt(words[1]), meter, port -> say("port " + port));
            reply = trial.line();
        } catch (final Exception | LinkageError e) {
            reply = "error " + String.valueOf(e).replace('\n', ' ');
        }
        say(reply);
    }

    /** Puts the calling thread on one core. */
    static void pin(final int core) {
        final BitSet cores = new BitSet();
        cores.set(core);
        final int result = Affinity.pin(cores);
        if (result < 0) {
            throw new IllegalStateException("cannot pin to core " + core + ": errno " + -result);
        }
    }

    private static void say(final String line) {
        System.out.println(line);
        System.out.flush();
    }
}
