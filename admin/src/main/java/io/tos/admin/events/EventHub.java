package io.tos.admin.events;

import io.tos.admin.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to everybody who listens, and keeps the last ones for those who come back. Publishing never waits: a
 * listener that does not keep up is dropped and told to load everything again. Thread-safe.
 */
public final class EventHub {
    private static final int RING_MAX = 2_048;
    private static final int BUFFER_MAX = 256;

    private final Clock clock;
    private final Deque<Event> ring = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long lastId;

    /** @param clock for the events' times. */
    public EventHub(final Clock clock) {
        this.clock = clock;
    }

    /** Somebody who listens. One thread takes. */
    public final class Listener implements AutoCloseable {
        private final Set<Topic> topics;
        private final BlockingQueue<Event> buffer = new ArrayBlockingQueue<>(BUFFER_MAX);
        private volatile boolean lost;

        private Listener(final Set<Topic> topics) {
            this.topics = topics;
        }

        /** The next event, or null when none came in time. */
        public @Nullable Event take(final Duration wait) throws InterruptedException {
            return buffer.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Whether events are missing: the listener must load everything again. */
        public boolean isLost() {
            return lost && buffer.isEmpty();
        }

        @Override
        public void close() {
            synchronized (EventHub.this) {
                listeners.remove(this);
            }
        }

        private void offer(final Event event) {
            if (!lost && topics.contains(event.topic()) && !buffer.offer(event)) {
                lost = true;
            }
        }
    }

    /** Tells everybody. */
    public synchronized void publish(final Topic topic, final String type, final Object body) {
        final Event event = new Event(++lastId, topic, type, clock.instant(), Json.toTree(body));
        ring.addLast(event);
        if (ring.size() > RING_MAX) {
            ring.removeFirst();
        }
        listeners.forEach(listener -> listener.offer(event));
    }

    /**
     * Begins to listen.
     *
     * @param after the last event seen; what came since is handed out first. Negative: from now on.
     */
    public synchronized Listener listen(final Set<Topic> topics, final long after) {
        final Listener listener = new Listener(topics);
        if (after >= 0) {
            final long oldest = ring.isEmpty() ? lastId + 1 : ring.getFirst().id();
            if (after > lastId || after + 1 < oldest) {
                listener.lost = true;
            } else {
                ring.stream().filter(event -> event.id() > after).forEach(listener::offer);
            }
        }
        listeners.add(listener);
        return listener;
    }

    /** The newest event's id. */
    public synchronized long lastId() {
        return lastId;
    }

    /** How many listen. */
    public synchronized int listeners() {
        return listeners.size();
    }
}
