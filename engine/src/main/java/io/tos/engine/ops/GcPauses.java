package io.tos.engine.ops;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.tos.engine.telemetry.Histogram;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Records how long each garbage collection stopped everybody. The Java machine calls it, always on one thread of its own. */
final class GcPauses implements NotificationListener, AutoCloseable {
    private final Histogram pauses;
    private final List<NotificationEmitter> sources = new ArrayList<>();

    private GcPauses(final Histogram pauses) {
        this.pauses = pauses;
    }

    /** Watches from now on. */
    static GcPauses watch(final Histogram pauses) {
        final GcPauses watch = new GcPauses(pauses);
        for (final var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof final NotificationEmitter source) {
                source.addNotificationListener(watch, null, null);
                watch.sources.add(source);
            }
        }
        return watch;
    }

    @Override
    public void handleNotification(final Notification notification, final Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof final CompositeData content) {
            final var collection = GarbageCollectionNotificationInfo.from(content);
            pauses.record(TimeUnit.MILLISECONDS.toNanos(collection.getGcInfo().getDuration()));
        }
    }

    @Override
    public void close() {
        for (final NotificationEmitter source : sources) {
            try {
                source.removeNotificationListener(this);
            } catch (final ListenerNotFoundException alreadyGone) {
                throw new IllegalStateException("added once, removed once", alreadyGone);
            }
        }
        sources.clear();
    }
}
