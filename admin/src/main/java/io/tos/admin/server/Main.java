package io.tos.admin.server;

import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** The administration service's process. */
public final class Main {
    /** A configuration or a data directory that cannot be used. */
    static final int EXIT_USAGE = 2;

    /** A mistake of ours. */
    static final int EXIT_INTERNAL = 70;

    /** Another process has the data directory. */
    static final int EXIT_BUSY = 75;

    private static final int STOP_SECONDS = 20;

    private Main() {}

    /** Runs until told to stop: exit 0 fine, 2 usage or configuration, 70 internal, 75 busy. */
    public static void main(final String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        final CountDownLatch stop = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(stop, stopped), "stop"));
        final int code = new CommandLine(new AdminCommand(System.out, System.err, stop))
                .setParameterExceptionHandler((problem, given) -> {
                    System.err.println("tos: " + problem.getMessage());
                    return EXIT_USAGE;
                })
                .execute(args);
        stopped.countDown();
        if (stop.getCount() > 0) {
            System.exit(code);
        }
    }

    private static void onSignal(final CountDownLatch stop, final CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, java.util.concurrent.TimeUnit.SECONDS)) {
                System.err.println("tos: the administration service did not stop in time");
            }
        } catch (final InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
