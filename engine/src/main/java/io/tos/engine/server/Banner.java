package io.tos.engine.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** What the operator reads at start and at the end. */
final class Banner {
    private Banner() {}

    /** Name, transport, address, data directory, how to stop. */
    static void print(final PrintStream out, final ServerConfig config, final GameServer server, final Path data) {
        final String version = GameServer.class.getPackage().getImplementationVersion();
        out.println("Tales of Shadowland server" + (version == null ? "" : " " + version));
        line(out, "listening", "udp " + config.network().bindAddress() + " port " + server.port());
        line(out, "transport", server.transportReason());
        line(out, "crypto", server.cryptoReason());
        line(out, "trusted", String.join(" ", config.admission().trustedRanges()) + " (no admission limits)");
        line(out, "tick", config.tick().ticksPerSecond() + " a second");
        if (server.metricsPort() >= 0) {
            line(out, "metrics", "http://127.0.0.1:" + server.metricsPort() + "/metrics");
        }
        line(out, "data", data.toAbsolutePath().normalize().toString());
        line(out, "process", Long.toString(ProcessHandle.current().pid()));
        out.println("  stop with Ctrl-C or SIGTERM");
        out.flush();
    }

    /** The run's figures, one a line. */
    static void printFigures(final PrintStream out, final Map<String, Object> figures) {
        final int width =
                figures.keySet().stream().mapToInt(String::length).max().orElse(1);
        figures.forEach((name, value) -> out.printf("  %-" + width + "s  %s%n", name, value));
    }

    private static void line(final PrintStream out, final String name, final String value) {
        out.printf("  %-10s %s%n", name, value);
    }
}
