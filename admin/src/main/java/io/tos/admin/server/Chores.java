package io.tos.admin.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again, on one thread; a chore that fails is logged and tried again at its next time. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("chores").daemon(true).factory());

    private final List<Future<?>> scheduled = new ArrayList<>();

    Chores every(final Duration pause, final Runnable chore) {
        scheduled.add(thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        chore.run();
                    } catch (final RuntimeException failed) {
                        LOG.warn("a chore failed: {}", failed.getMessage());
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS));
        return this;
    }

    @Override
    public void close() {
        scheduled.forEach(chore -> chore.cancel(true));
        thread.shutdown();
    }
}
