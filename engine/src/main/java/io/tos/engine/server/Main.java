package io.tos.engine.server;

import io.tos.engine.load.LoadException;
import io.tos.engine.net.TransportException;
import io.tos.engine.store.StoreException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The game server's process. */
public final class Main {
    private static final int STOP_SECONDS = 10;

    private Main() {}

    /** Runs one command and ends the process with its code: 0 fine, 2 usage or configuration, 70 internal, 75 busy. */
    public static void main(final String[] args) {
        final CountDownLatch stop = new CountDownLatch(1);
        final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Threading.onSignal(stop, exitCode, STOP_SECONDS);
        exitCode.complete(run(args, System.out, System.err, stop));
        System.exit(exitCode.join());
    }

    /** Runs one command until it is done or {@code stop} opens. Errors an operator can mend are one line; others keep their stack trace. */
    static int run(final String[] args, final PrintStream out, final PrintStream err, final CountDownLatch stop) {
        return new CommandLine(new TopCommand())
                .addSubcommand(new ServerCommand(out, err, stop))
                .addSubcommand(new ReplayCommand(out, err))
                .addSubcommand(new BackupCommand(out, err))
                .addSubcommand(new RestoreCommand(out, err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, given) -> {
                    err.println("tos: " + problem.getMessage());
                    return ExitCode.USAGE.code();
                })
                .setExecutionExceptionHandler((thrown, command, given) -> report(thrown, err))
                .execute(args);
    }

    /** The commands of this process. */
    @CommandLine.Command(name = "tos", description = "Tales of Shadowland server", mixinStandardHelpOptions = true)
    private static final class TopCommand {}

    private static int report(final Exception thrown, final PrintStream err) {
        if (thrown instanceof final StartException refused) {
            err.println("tos: " + refused.getMessage());
            return refused.exitCode().code();
        }
        if (thrown instanceof LoadException
                || thrown instanceof TransportException
                || thrown instanceof StoreException) {
            err.println("tos: " + thrown.getMessage());
            return ExitCode.USAGE.code();
        }
        thrown.printStackTrace(err);
        return ExitCode.INTERNAL.code();
    }
}
