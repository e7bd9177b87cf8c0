package io.tos.admin.events;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Principal;
import io.tos.admin.http.ApiError;
import io.tos.admin.http.ApiException;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.Route;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * The stream of events, as server-sent events. It resumes after {@code Last-Event-ID}, sends a comment when nothing
 * happens, says {@code resync} to a reader that has missed something, and ends with the login.
 */
public final class EventsResource {
    private static final int STREAMS_MAX = 600;
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final EventHub hub;
    private final Predicate<UUID> loginLasts;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    /** @param loginLasts whether a login is still good. */
    public EventsResource(final EventHub hub, final Predicate<UUID> loginLasts) {
        this.hub = hub;
        this.loginLasts = loginLasts;
    }

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                Method.GET,
                "/api/v1/events",
                "events: Server-sent events of the topics asked for, comma-separated: servers, telemetry.",
                Access.loggedIn(),
                Types.out(Route.Stream.class, "topics", "after"),
                (call, none) -> stream(call));
    }

    private Route.Stream stream(final Call call) {
        final Principal principal = call.principal();
        final Set<Topic> topics = topics(call, principal);
        final long after = call.header(HeaderNames.create("Last-Event-ID"))
                // A page that opens a new stream cannot set the header.
                .or(() -> call.query("after"))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (!streams.tryAcquire()) {
            throw new ApiException(ApiError.TOO_MANY, "Too many streams are open.");
        }
        try (EventHub.Listener listener = hub.listen(topics, after);
                OutputStream out = call.stream("text/event-stream")) {
            pump(listener, out, principal.sessionId());
        } catch (final IOException | UncheckedIOException gone) {
            // The reader has gone: nobody is left to tell.
            return new Route.Stream("text/event-stream");
        } finally {
            streams.release();
        }
        return new Route.Stream("text/event-stream");
    }

    private void pump(final EventHub.Listener listener, final OutputStream out, final UUID login) throws IOException {
        write(out, "retry: 1000\nevent: hello\nid: " + hub.lastId() + "\ndata: {}\n\n");
        long asked = System.nanoTime();
        while (true) {
            final Event event;
            try {
                event = listener.take(BEAT);
            } catch (final InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            if (event != null) {
                write(
                        out,
                        "id: " + event.id() + "\nevent: " + event.topic().code() + "\ndata: " + Json.text(event)
                                + "\n\n");
            } else if (!listener.isLost()) {
                write(out, ": beat\n\n");
            }
            if (listener.isLost()) {
                write(out, "event: resync\ndata: {}\n\n");
                return;
            }
            if (System.nanoTime() - asked > BEAT.toNanos()) {
                asked = System.nanoTime();
                if (!loginLasts.test(login)) {
                    write(out, "event: logout\ndata: {}\n\n");
                    return;
                }
            }
        }
    }

    private static Set<Topic> topics(final Call call, final Principal principal) {
        final Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (final String name : call.query("topics").orElse("servers").split(",", -1)) {
            for (final Topic topic : Topic.values()) {
                if (topic.code().equals(name)) {
                    topics.add(topic);
                }
            }
        }
        if (topics.isEmpty()) {
            throw new ApiException(ApiError.MALFORMED, "topics must name servers or telemetry");
        }
        for (final Topic topic : topics) {
            if (!principal.may(topic.permission())) {
                throw new ApiException(
                        ApiError.FORBIDDEN,
                        "This needs the permission " + topic.permission().code());
            }
        }
        return topics;
    }

    private static void write(final OutputStream out, final String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
