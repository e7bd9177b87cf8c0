package io.tos.admin.server;

import io.tos.admin.config.AdminConfig;
import io.tos.admin.config.ConfigException;
import io.tos.admin.config.ConfigReader;
import io.tos.admin.db.Database;
import io.tos.admin.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tos admin}: runs the administration service until told to stop. */
@Command(
        name = "admin",
        description = "Runs the administration service and the dashboard until told to stop.",
        mixinStandardHelpOptions = true)
final class AdminCommand implements Callable<Integer> {
    private static final int SECONDS_MAX = 86_400;

    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch stop;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Where everything is kept.")
    private Path data = Path.of("data");

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop by itself after this many seconds.")
    private @Nullable Integer forSeconds;

    @Option(names = "--while", paramLabel = "PID", description = "Stop when that process ends.")
    private @Nullable Long companion;

    @Option(names = "--json", description = "Print where it listens as JSON, one line, nothing else.")
    private boolean json;

    /** @param stop opened when the process is told to end. */
    AdminCommand(final PrintStream out, final PrintStream err, final CountDownLatch stop) {
        this.out = out;
        this.err = err;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (forSeconds != null && (forSeconds < 1 || forSeconds > SECONDS_MAX)) {
            return refuse("--for must be 1 to " + SECONDS_MAX + " seconds: " + forSeconds);
        }
        if (companion != null) {
            ProcessHandle.of(companion).ifPresentOrElse(this::stopWith, stop::countDown);
        }
        try (AdminDirectory directory = AdminDirectory.claim(data)) {
            if (directory == null) {
                err.println("tos: " + data + " is in use by another administration service; stop it or use --data");
                return Main.EXIT_BUSY;
            }
            return run(directory.path());
        } catch (final ConfigException wrong) {
            return refuse(String.valueOf(wrong.getMessage()).replace("\n", "\ntos: "));
        } catch (final IOException | UncheckedIOException refused) {
            return refuse(String.valueOf(refused.getMessage()));
        }
    }

    private int run(final Path folder) throws IOException, InterruptedException {
        final AdminConfig read = ConfigReader.read(folder, System.getenv());
        final AdminConfig config = port == null ? read : read.withPort(port);
        try (Database database = Database.open(config.database(), folder.resolve("postgres"));
                AdminServer server = new AdminServer(config, folder, database, Clock.systemUTC())) {
            tell(config, server, folder);
            if (forSeconds == null) {
                stop.await();
            } else {
                stop.await(forSeconds, TimeUnit.SECONDS);
            }
        }
        (json ? err : out).println("stopped");
        return 0;
    }

    private void tell(final AdminConfig config, final AdminServer server, final Path folder) {
        final String url =
                config.publicUrl().isEmpty() ? "http://" + config.host() + ":" + server.port() : config.publicUrl();
        if (json) {
            final Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("url", url);
            ready.put("port", server.port());
            server.firstPassword().ifPresent(password -> ready.put("firstPassword", password));
            out.println(Json.text(ready));
        } else {
            out.println("Tales of Shadowland administration");
            out.printf("  %-10s %s%n", "dashboard", url);
            out.printf("  %-10s %s%n", "database", config.database());
            out.printf("  %-10s %s%n", "data", folder.toAbsolutePath().normalize());
            server.firstPassword()
                    .ifPresent(password ->
                            out.printf("  %-10s admin, password %s (shown only now; change it)%n", "login", password));
            out.println("  stop with Ctrl-C or SIGTERM");
        }
        out.flush();
    }

    private void stopWith(final ProcessHandle process) {
        Thread.ofVirtual().start(() -> {
            process.onExit().join();
            stop.countDown();
        });
    }

    private int refuse(final String problem) {
        err.println("tos: " + problem);
        return Main.EXIT_USAGE;
    }
}
