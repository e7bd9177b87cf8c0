package io.tos.admin.servers;

import io.tos.admin.events.EventHub;
import io.tos.admin.events.Topic;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The servers' ends of the link: who was heard when, how many play there, and what waits to be told to them. A server that is
 * silent for three seconds is lost. Memory only: it fills again within a second of a restart. Thread-safe.
 */
public final class ServerLinks {
    /** Silence after which a server is lost. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    private static final int WAITING_MAX = 64;

    private final EventHub hub;
    private final Clock clock;
    private final Map<UUID, Link> links = new ConcurrentHashMap<>();

    /** @param hub told when a server comes or is lost. */
    public ServerLinks(final EventHub hub, final Clock clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /** How a server is. */
    public enum State {
        /** Heard within three seconds. */
        online,
        /** It said that it would stop. */
        stopped,
        /** Silent without a word. */
        lost
    }

    /** A command on its way down. */
    record Command(String type, long id, String command, com.fasterxml.jackson.databind.JsonNode arguments) {}

    /** Change of a state, as the event says it. */
    private record StateChange(UUID serverId, State state) {}

    /** One server's end. */
    private static final class Link {
        final BlockingQueue<Command> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
        volatile Instant heardAt = Instant.EPOCH;
        volatile State state = State.lost;
        volatile List<String> commands = List.of();
        volatile int players;
        volatile long streamNumber;
    }

    /** A server said something. */
    void onHeard(final UUID id) {
        final Link link = link(id);
        link.heardAt = clock.instant();
        change(id, link, State.online);
    }

    /** A server told who it is in this run and which commands it answers. */
    void onHello(final UUID id, final List<String> commands) {
        link(id).commands = List.copyOf(commands);
        onHeard(id);
    }

    /** A server is about to stop. */
    void onBye(final UUID id) {
        final Link link = link(id);
        link.players = 0;
        change(id, link, State.stopped);
    }

    /** How many play there now. */
    void onPlayers(final UUID id, final int players) {
        link(id).players = players;
    }

    /** Finds servers that have fallen silent; called every second. */
    public void findLost() {
        final Instant limit = clock.instant().minus(SILENCE_MAX);
        links.forEach((id, link) -> {
            if (link.state == State.online && link.heardAt.isBefore(limit)) {
                link.players = 0;
                change(id, link, State.lost);
            }
        });
    }

    /** How a server is. */
    State state(final UUID id) {
        return link(id).state;
    }

    /** Whether players can enter. */
    boolean isOnline(final UUID id) {
        return state(id) == State.online;
    }

    /** When it was heard last; empty since the start of this process. */
    @Nullable
    Instant heardAt(final UUID id) {
        final Instant heard = link(id).heardAt;
        return heard.equals(Instant.EPOCH) ? null : heard;
    }

    /** Commands it answers. */
    List<String> commands(final UUID id) {
        return link(id).commands;
    }

    /** How many play there. */
    int players(final UUID id) {
        return link(id).players;
    }

    /** Servers that are online and answer a command. */
    public List<UUID> thatAnswer(final String command) {
        return links.entrySet().stream()
                .filter(entry -> entry.getValue().state == State.online
                        && entry.getValue().commands.contains(command))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Puts a command on the way down.
     *
     * @throws ApiException server lost.
     */
    void send(final UUID id, final Command command) {
        final Link link = link(id);
        if (link.state != State.online || !link.waiting.offer(command)) {
            throw new ApiException(ApiError.SERVER_LOST);
        }
    }

    /** Begins a new stream down; an older one of the same server ends. */
    long beginStream(final UUID id) {
        final Link link = link(id);
        synchronized (link) {
            return ++link.streamNumber;
        }
    }

    /** Whether no newer stream has begun. */
    boolean isCurrent(final UUID id, final long stream) {
        return link(id).streamNumber == stream;
    }

    /** The next command for a server, or null when none came in time. */
    @Nullable
    Command take(final UUID id, final Duration wait) throws InterruptedException {
        return link(id).waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Link link(final UUID id) {
        return links.computeIfAbsent(id, _ -> new Link());
    }

    private void change(final UUID id, final Link link, final State state) {
        synchronized (link) {
            if (link.state == state) {
                return;
            }
            link.state = state;
        }
        hub.publish(Topic.SERVERS, "server.state.1", new StateChange(id, state));
    }
}
